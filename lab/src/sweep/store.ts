import { createHash } from 'node:crypto';
import { closeSync, fsync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InputError } from '../inputError';
import { makeFolders } from '../makeFolders';
import { count } from '../view/format';
import type { Cell, CellRecord } from './cell';
import {
  appendFully,
  hasManifest,
  isManifestLost,
  type Manifest,
  readManifest,
  segmentFile,
  segmentNumbers,
  writable,
  writeManifest,
} from './storeFiles';
import { type CellState, type DamagedPart, indexStore } from './storeIndex';
import { StoreKeys } from './storeKeys';
import { storeLine } from './storeLine';
import { lockStore } from './storeLock';
import { mergeSegments, removeDamage } from './storeRepair';
import { keepStudy } from './storeStudy';
import { StoreSuspects } from './storeSuspects';

export { storeFolder } from './storeFiles';
export { readRecords } from './storeRecords';

export interface StoredStudy {
  name: string;
  /** Path of its file. */
  file: string;
  /** What the file says, kept beside the results. Default: not kept. */
  text?: string;
  /** From the start, in the order of their indices 0, 1, …, each time it is called. */
  cells(): Iterable<Cell>;
}

export interface OpenOptions {
  /** Where the folder is of another study: take over what both share, and drop the rest. Default false: refused. */
  update?: boolean;
  /** Called with the results that are there. */
  onRecord?(record: CellRecord): void;
}

/** A folder of results that is open for writing. */
export interface Store {
  readonly folder: string;
  readonly cells: number;
  readonly done: number;
  readonly failed: number;
  /** Records that could not be read when the store was opened: moved to damaged.jsonl, their cells are missing. */
  readonly damaged: readonly DamagedPart[];
  readonly suspects: StoreSuspects;
  state(cell: Cell): CellState;
  /**
   * Survives the end of this process from here on, and a loss of power a second later. A cell that is done is left alone.
   * @throws InputError where it cannot be written; what was written before is safe.
   */
  append(record: CellRecord): void;
  /** Lets the folder go. Synchronous, for the end of the process; safe to call twice. */
  close(): void;
}

/** So many runs leave a segment each before they are merged. */
const manySegments = 64;

/**
 * Opens the folder for the one coordinator that writes to it; makes it where there is none. Damaged records are taken out.
 * @throws InputError where another process has it, it belongs to another study, or the disk does not take it.
 */
export async function openStore(
  folder: string,
  { name, file, text, cells }: StoredStudy,
  { update = false, onRecord = () => {} }: OpenOptions = {},
): Promise<Store> {
  const keys = new StoreKeys();
  const fingerprint = fingerprintOf(cells(), keys);
  const lost = isManifestLost(folder);
  if (!lost && !hasManifest(folder)) startFolder(folder);
  const lock = lockStore(folder);
  try {
    const wanted = { name, study: relative(folder, file), cells: keys.size, fingerprint };
    const first: Manifest = { format: 'deeplinear-sweep/1', ...wanted, firstSegment: 1 };
    if (!lost && !hasManifest(folder)) writeManifest(folder, first);
    let manifest = lost ? first : readManifest(folder);
    const other = manifest.fingerprint !== fingerprint;
    let strange = 0;
    const cellOf = ({ key }: CellRecord) => {
      const cell = keys.get(key);
      if (cell === undefined) strange++;
      return cell;
    };
    const places = { cellOf, cells: keys.size };
    let index = await indexStore(folder, manifest, { ...places, onRecord });
    if (other && !update) throw new InputError(otherStudy(folder, manifest, index.done + index.failed, keys.size));
    if (lost && strange > 0 && !update) throw new InputError(notOfStudy(folder, strange));
    const { damaged } = index;
    if (damaged.length > 0) {
      removeDamage(folder, damaged);
      index = await indexStore(folder, manifest, places);
    }
    if (other || lost || segmentNumbers(folder).length > manySegments) {
      manifest = { ...manifest, ...wanted };
      manifest.firstSegment = mergeSegments(folder, manifest, index, cells());
      index = await indexStore(folder, manifest);
    } else if (manifest.study !== wanted.study) writeManifest(folder, { ...manifest, study: wanted.study });
    if (text !== undefined) keepStudy(folder, file, text);
    return openFor(folder, index, damaged, new StoreSuspects(folder), lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openFor(
  folder: string,
  index: Awaited<ReturnType<typeof indexStore>>,
  damaged: DamagedPart[],
  suspects: StoreSuspects,
  release: () => void,
): Store {
  const segment = (segmentNumbers(folder).at(-1) ?? 0) + 1;
  const path = join(folder, segmentFile(segment));
  let file: number | undefined;
  let position = 0;
  let unsafe = false;
  let closed = false;
  const timer = setInterval(() => {
    if (!unsafe || file === undefined) return;
    unsafe = false;
    // a failure shows at the next write
    fsync(file, () => {});
  }, 1000).unref();
  return {
    folder,
    cells: index.cells,
    get done() {
      return index.done;
    },
    get failed() {
      return index.failed;
    },
    damaged,
    suspects,
    state: (cell) => index.state(cell.index),
    append(record) {
      if (index.state(record.index) === 'done') return;
      const line = storeLine(record);
      writable(path, () => {
        file ??= openSync(path, 'wx');
        appendFully(file, line, position);
      });
      index.add(record.index, record, { segment, offset: position, bytes: line.length });
      position += line.length;
      unsafe = true;
    },
    close() {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      if (file !== undefined) {
        try {
          fsyncSync(file);
        } catch {}
        closeSync(file);
        if (position === 0) rmSync(path, { force: true });
      }
      suspects.close();
      release();
    },
  };
}

/** SHA-256 of the keys in their order; also fills `keys`. @throws InputError where two cells are the same. */
export function fingerprintOf(cells: Iterable<Cell>, keys: StoreKeys): string {
  const hash = createHash('sha256');
  for (const { index, key } of cells) {
    const same = keys.get(key);
    if (same !== undefined)
      throw new InputError(`cells ${same} and ${index} of the study are the same; each may come once`);
    keys.set(key, index);
    hash.update(key);
  }
  return hash.digest('hex');
}

function startFolder(folder: string): void {
  writable(folder, () => makeFolders(folder));
  // an attempt to start may have ended before the description was written
  const others = readdirSync(folder).filter((name) => !/^(lock|sweep\.json\.unfinished)/.test(name));
  if (others.length > 0)
    throw new InputError(`${folder}: expected an empty folder or that of a sweep, found ${others[0]} in it`);
}

function notOfStudy(folder: string, strange: number): string {
  const which = `${count(strange, 'result')} of another study or of another version of the code`;
  return `${folder}: does not say what it is of any more, and holds ${which}. --update drops those; --out FOLDER starts anew`;
}

function otherStudy(folder: string, manifest: Manifest, shared: number, cells: number): string {
  return (
    `${folder}: holds results of another study or of another version of the code: ${shared} of the ${cells} cells wanted here ` +
    `are among its ${manifest.cells}. --update keeps those and drops the others; --out FOLDER starts anew`
  );
}
