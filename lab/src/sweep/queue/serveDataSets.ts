import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { count } from '../../view/format';
import { chunkBytes, chunkSeconds, chunksAhead, type DataSetAbout, keys } from './protocol';

export interface DataSetServer {
  /** A file that cells of the sweep learn from. */
  offer(file: string, sha256: string): void;
  /** Ends it; safe to call twice. */
  close(): Promise<void>;
}

export interface ServeOptions {
  redis: Redis;
  sweep: string;
  /** MiB of the largest data set that goes through Redis. Default 1024. */
  most?: number;
  /** MiB of parts in Redis at a time: what a worker did not read by then it asks for again. Default 128. */
  room?: number;
}

/** Milliseconds between looks at what is wanted: while data sets are being sent, and when nobody has asked for a while. */
const busy = 20;
const idle = 250;

/** Most requests that are answered before the next look. */
const REQUESTS = 64;

/**
 * Sends the data sets of a sweep, chunk by chunk, to workers that ask for them. Only what is wanted goes, some chunks at a time; the
 * oldest make room for the next, and the last end by themselves. A request that is lost is made again by whoever waits.
 */
export function serveDataSets({ redis, sweep, most = 1024, room = 128 }: ServeOptions): DataSetServer {
  const files = new Map<string, string>();
  /** Keys of chunks, the latest last. */
  const sent = new Set<string>();
  const stop = new AbortController();
  const ended = serve();
  return {
    offer(file, sha256) {
      files.set(sha256, file);
    },
    async close() {
      stop.abort();
      await ended;
    },
  };

  async function serve(): Promise<void> {
    while (!stop.signal.aborted) {
      let answered = false;
      try {
        answered = files.size > 0 && (await answer());
      } catch {
        // the connection is gone, or Redis has no memory: whoever waits asks again
      }
      await sleep(answered ? busy : idle, undefined, { signal: stop.signal }).catch(() => {});
    }
  }

  async function answer(): Promise<boolean> {
    const wanted = (await redis.lpop(keys.wanted(sweep), REQUESTS)) ?? [];
    for (const request of new Set(wanted)) {
      const [sha256, first] = request.split(' ');
      const file = files.get(sha256);
      if (file !== undefined && !stop.signal.aborted) await send(file, sha256, Number(first));
    }
    return wanted.length > 0;
  }

  async function send(path: string, sha256: string, first: number): Promise<void> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const bytes = (await file.stat()).size;
      if (bytes > most * 2 ** 20) {
        return await tell(sha256, {
          bytes,
          withheld: `more than the ${count(most)} MiB that --data-limit lets through`,
        });
      }
      await tell(sha256, { bytes });
      const chunks = Math.ceil(bytes / chunkBytes);
      for (let chunk = first; chunk < Math.min(chunks, first + chunksAhead); chunk++)
        await sendChunk(file, sha256, chunk);
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      // what the disk says is for the worker to know; what Redis says is not
      if (syscall !== 'open' && syscall !== 'read') throw error;
      await tell(sha256, { bytes: 0, withheld: `the coordinator cannot read it any more (${code})` });
    } finally {
      await file?.close();
    }
  }

  async function sendChunk(file: FileHandle, sha256: string, chunk: number): Promise<void> {
    const key = keys.dataChunk(sha256, chunk);
    sent.delete(key);
    sent.add(key);
    // another worker had it a moment ago
    if ((await redis.expire(key, chunkSeconds)) === 1) return;
    const surplus = [...sent].slice(0, Math.max(0, sent.size - Math.floor((room * 2 ** 20) / chunkBytes)));
    if (surplus.length > 0) await redis.del(surplus);
    for (const old of surplus) sent.delete(old);
    const buffer = Buffer.alloc(chunkBytes);
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, chunk * chunkBytes);
    const content = buffer.subarray(0, bytesRead);
    const sum = createHash('sha256').update(content).digest();
    await redis.set(key, Buffer.concat([sum, content]), 'EX', chunkSeconds);
  }

  async function tell(sha256: string, about: DataSetAbout): Promise<void> {
    await redis.set(keys.dataAbout(sha256), JSON.stringify(about), 'EX', chunkSeconds);
  }
}
