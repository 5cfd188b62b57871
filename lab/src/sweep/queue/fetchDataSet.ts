import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { chunkBytes, chunkSeconds, chunksAhead, type DataSetAbout, keys } from './protocol';

export interface FetchOptions {
  redis: Redis;
  sweep: string;
  sha256: string;
  /** Where it is written: what is there of an earlier attempt is kept. */
  path: string;
  /** Seconds without any part of it after which it is given up. Default 30. */
  patience?: number;
  signal: AbortSignal;
  onAbout?(about: DataSetAbout): void;
}

/** Nobody sends the data set, or not all of it. */
export class NotSent extends Error {
  override name = 'NotSent';
}

/** Seconds after which something is asked for again that did not come: a server that was restarted has forgotten it. */
const again = 2;
/** Milliseconds between looks for a chunk. */
const look = 25;
/** Chunks that came damaged before it is given up. */
const mostDamaged = 5;

/**
 * Writes a data set chunk by chunk, each as soon as its own hash was checked, so that another attempt goes on where this one ended.
 * The hash of the whole is for the caller to check.
 * @throws NotSent; the signal's reason; errors of the file system.
 */
export async function fetchDataSet(options: FetchOptions): Promise<void> {
  const { redis, sweep, sha256, path, patience = 30, signal, onAbout = () => {} } = options;
  const file = await open(path, 'a+');
  try {
    let chunk = await wholeChunks(file);
    const about = await waitFor(chunk, aboutIt);
    onAbout(about);
    if (about.withheld !== undefined) throw new NotSent(about.withheld);
    const chunks = Math.ceil(about.bytes / chunkBytes);
    for (let damaged = 0; chunk < chunks; ) {
      // before the last of those that are there is read
      if (chunk % (chunksAhead / 2) === 0) await ask(chunk + chunksAhead / 2);
      const content = checked(await waitFor(chunk, chunkOf));
      if (content) {
        await file.appendFile(content);
        chunk++;
        continue;
      }
      if (++damaged > mostDamaged) throw new NotSent(`${damaged} of its parts came damaged`);
      await redis.del(keys.dataChunk(sha256, chunk));
    }
    await file.sync();
  } finally {
    await file.close();
  }

  /** Looks until something is there, and asks for it now and then. */
  async function waitFor<Found>(first: number, find: (chunk: number) => Promise<Found | undefined>): Promise<Found> {
    const started = performance.now();
    let asked = Number.NEGATIVE_INFINITY;
    for (;;) {
      signal.throwIfAborted();
      const found = await find(first);
      if (found !== undefined) return found;
      const now = performance.now();
      if (now - started > 1000 * patience) throw new NotSent(`no coordinator sent any of it within ${patience} s`);
      if (now - asked > 1000 * again) {
        asked = now;
        await ask(first);
      }
      await sleep(look, undefined, { signal }).catch(() => {});
    }
  }

  async function ask(first: number): Promise<void> {
    await redis.multi().rpush(keys.wanted(sweep), `${sha256} ${first}`).expire(keys.wanted(sweep), chunkSeconds).exec();
  }

  async function aboutIt(): Promise<DataSetAbout | undefined> {
    const text = await redis.get(keys.dataAbout(sha256));
    return text === null ? undefined : (JSON.parse(text) as DataSetAbout);
  }

  async function chunkOf(chunk: number): Promise<Buffer | undefined> {
    const content = await redis.getBuffer(keys.dataChunk(sha256, chunk));
    if (content !== null) return content;
    // the file may be gone since the coordinator told of it
    const { withheld } = (await aboutIt()) ?? {};
    if (withheld !== undefined) throw new NotSent(withheld);
    return undefined;
  }
}

/** Number of chunks that are there in whole; what is beyond them is cut off. */
async function wholeChunks(file: FileHandle): Promise<number> {
  const chunks = Math.floor((await file.stat()).size / chunkBytes);
  await file.truncate(chunks * chunkBytes);
  return chunks;
}

/** What follows the hash, where it is that of the hash. */
function checked(chunk: Buffer): Buffer | undefined {
  const content = chunk.subarray(32);
  return createHash('sha256').update(content).digest().equals(chunk.subarray(0, 32)) ? content : undefined;
}
