import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makeFolders } from '../../makeFolders';
import { processAlive } from '../../processAlive';

/** Hours for which a file is not taken away after its last use: another process may be at it. */
const inUse = 1;
/** Hours after which what was not finished is nobody's any more. */
const abandoned = 24;
const hour = 3_600_000;

/**
 * A file to write to, of this process alone, that takes the place of `path` when it is done. What a process that is gone had of it
 * is in it already.
 */
export async function partFile(path: string): Promise<string> {
  makeFolders(dirname(path), 0o700);
  const own = `${path}.${hostname()}.${process.pid}.part`;
  for (const name of await readdir(dirname(path))) {
    const part = join(dirname(path), name);
    if (!name.startsWith(`${basename(path)}.`) || !name.endsWith('.part') || part === own) continue;
    const owner = /\.(.+)\.(\d+)\.part$/.exec(name.slice(basename(path).length));
    if (owner && (owner[1] !== hostname() || isAlive(Number(owner[2])))) continue;
    // of two processes that want it one is faster
    if (
      await rename(part, own).then(
        () => true,
        () => false,
      )
    )
      break;
  }
  return own;
}

/** Puts a finished file in its place. */
export async function keepPart(part: string, path: string): Promise<void> {
  // whole seconds survive being copied
  const now = Math.floor(Date.now() / 1000);
  await utimes(part, now, now);
  await rename(part, path);
}

/** Leaves what there is of a file to the next attempt of any process. */
export async function leavePart(part: string, path: string): Promise<void> {
  const { size } = await stat(part).catch(() => ({ size: 0 }));
  if (size > 0) await rename(part, `${path}.part`).catch(() => {});
  else await rm(part, { force: true });
}

/** Says that a file is in use; when it was written stays. */
export async function touch(path: string): Promise<void> {
  const { atimeMs, mtime } = await stat(path);
  if (Date.now() - atimeMs > hour / 60) await utimes(path, new Date(), mtime).catch(() => {});
}

/** Takes away the files that were not used for longest while there are more than `most` MiB, and what nobody finished. */
export async function makeRoom(folder: string, most: number): Promise<void> {
  const files: { path: string; bytes: number; age: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found) continue;
    const age = (Date.now() - Math.max(found.atimeMs, found.mtimeMs)) / hour;
    if (/^[0-9a-f]{64}$/.test(name)) files.push({ path, bytes: found.size, age });
    else if (/^[0-9a-f]{64}\..*part$/.test(name) && age > abandoned) await rm(path, { force: true });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes, age } of files.sort((a, b) => b.age - a.age)) {
    if (total <= most * 2 ** 20 || age < inUse) return;
    await rm(path, { force: true });
    total -= bytes;
  }
}

function isAlive(number: number): boolean {
  // of an earlier life: a process has one part of a file at a time
  return number !== process.pid && processAlive(number);
}
