import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Hashes of files as they were when they were read: a file that changes has another time, size or place. */
const known = new Map<string, { state: string; sha256: string }>();

/** SHA-256, in hex, of a file, read once as long as it stays as it is; undefined where no file can be read. */
export async function fileHash(path: string): Promise<string | undefined> {
  try {
    const state = await stateOf(path);
    if (state === undefined) return undefined;
    const found = known.get(path);
    if (found?.state === state) return found.sha256;
    const hash = createHash('sha256');
    for await (const part of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(part as Buffer);
    const sha256 = hash.digest('hex');
    if ((await stateOf(path)) === state) known.set(path, { state, sha256 });
    return sha256;
  } catch {
    return undefined;
  }
}

/** Undefined for what is no file. */
async function stateOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true });
  const { dev, ino, size, mtimeNs } = found;
  return found.isFile() ? `${dev} ${ino} ${size} ${mtimeNs}` : undefined;
}
