import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { CellConfig } from '../cell';
import { keepPart, leavePart, makeRoom, partFile, touch } from './dataSetCache';
import { DataSetMissing } from './dataSetMissing';
import { fetchDataSet, NotSent } from './fetchDataSet';
import { fileHash } from './fileHash';
import type { DataSetAbout, DataSetName } from './protocol';

export interface DataSetsOptions {
  redis: Redis;
  /** Folders where data sets may lie, under their own name or named by their hash. */
  folders?: readonly string[];
  /** Folder for those that come through the queue; made when the first one comes. */
  cache: string;
  /** MiB in the cache; the least recently used go when there is more. Default 10,240. */
  most?: number;
  /** Seconds without any part of a data set after which it is given up. Default 30. */
  patience?: number;
}

/** The data sets of a worker's machine. */
export interface DataSets {
  /**
   * The cell with the place of its data set on this machine, of the very same content.
   * @throws DataSetMissing; the signal's reason.
   */
  here(config: CellConfig, sweep: string, signal: AbortSignal): Promise<CellHere>;
  /** Those that this machine lacked when they were looked for the last time. */
  lacks(): DataSetName[];
}

export interface CellHere {
  config: CellConfig;
  /** What is said of the file, as the coordinator's own machine would say it. */
  message(text: string): string;
}

/** Finds the data sets of cells on this machine, and fetches through the queue what is not there. */
export function dataSets({ redis, folders = [], cache, most = 10_240, patience }: DataSetsOptions): DataSets {
  const underway = new Map<string, Promise<string>>();
  const missing = new Map<string, DataSetName>();
  return {
    async here(config, sweep, signal) {
      const data = fileOf(config);
      if (!data) return { config, message: (text) => text };
      const path = (await found(data)) ?? (await fetchedOnce(data, sweep, signal));
      missing.delete(data.sha256);
      return {
        config: { ...config, data: { ...(config.data as object), file: path } },
        message: (text) => text.replaceAll(path, data.file),
      };
    },
    lacks: () => [...missing.values()],
  };

  async function found({ file, sha256 }: FileOfCell): Promise<string | undefined> {
    const named = folders.flatMap((folder) => [join(folder, nameOf(file)), join(folder, sha256)]);
    for (const path of [file, ...named]) if ((await fileHash(path)) === sha256) return path;
    const cached = join(cache, sha256);
    if ((await fileHash(cached)) !== sha256) return undefined;
    await touch(cached);
    return cached;
  }

  /** Several cells at a time wait for the same one; where the first is not wanted any more, the next begins. */
  function fetchedOnce(data: FileOfCell, sweep: string, signal: AbortSignal): Promise<string> {
    const known = underway.get(data.sha256);
    if (known) {
      return unlessAborted(known, signal).catch((error) => {
        if (signal.aborted || error instanceof DataSetMissing) throw error;
        return fetchedOnce(data, sweep, signal);
      });
    }
    const fetching = fetched(data, sweep, signal).finally(() => underway.delete(data.sha256));
    underway.set(data.sha256, fetching);
    return fetching;
  }

  async function fetched({ file, sha256 }: FileOfCell, sweep: string, signal: AbortSignal): Promise<string> {
    const path = join(cache, sha256);
    const dataSet: DataSetName = { name: nameOf(file), sha256 };
    const onAbout = ({ bytes, withheld }: DataSetAbout) => {
      if (bytes > 0) dataSet.bytes = bytes;
      // it comes now
      if (withheld === undefined) missing.delete(sha256);
    };
    let part: string | undefined;
    try {
      // what an earlier attempt left may have been damaged on the disk: then once more, from the start
      for (let attempt = 1; attempt <= 2; attempt++) {
        part = await partFile(path);
        await fetchDataSet({ redis, sweep, sha256, path: part, patience, signal, onAbout });
        if ((await fileHash(part)) === sha256) {
          await keepPart(part, path);
          await makeRoom(cache, most);
          return path;
        }
        await rm(part, { force: true });
      }
      throw new NotSent('the file on the coordinator’s machine is another one by now');
    } catch (error) {
      if (part !== undefined) await leavePart(part, path);
      if (signal.aborted) throw error;
      const why = (error as Error).message;
      missing.set(sha256, { ...dataSet, why });
      throw new DataSetMissing(dataSet, why);
    }
  }
}

/** Of work that goes on for others. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const aborted = once(signal, 'abort', { signal: over.signal }).then(() => {
    throw signal.reason;
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    over.abort();
  }
}

interface FileOfCell {
  file: string;
  sha256: string;
}

/** The file that a cell learns from, where it is one. The hash names files here, so it has to be one. */
export function fileOf({ data }: CellConfig): FileOfCell | undefined {
  const { file, sha256 } = (data ?? {}) as Partial<FileOfCell>;
  return typeof file === 'string' && /^[0-9a-f]{64}$/.test(sha256 ?? '') ? { file, sha256: sha256! } : undefined;
}

/** Without its folder, on the coordinator's machine, which may be of another kind. */
function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1)!;
}
