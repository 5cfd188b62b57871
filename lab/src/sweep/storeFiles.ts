import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { isFolder, wholeFile, writeReason } from '../fileReason';
import { InputError } from '../inputError';

/** Folder of a study's results where none is named: beside the working directory's files, `<name>.sweep`. */
export function storeFolder(study: string): string {
  return `${basename(study, extname(study))}.sweep`;
}

/** What the folder of a sweep says about itself. */
export interface Manifest {
  format: 'deeplinear-sweep/1';
  name: string;
  /** The study file, seen from the folder. */
  study: string;
  cells: number;
  /** SHA-256 of the cells' keys in their order: the same study and the same code. */
  fingerprint: string;
  /** Segments of smaller numbers hold results of an earlier version of the study. */
  firstSegment: number;
}

/** Most cells of a study. */
export const mostCells = 10_000_000;

const manifestFile = 'sweep.json';
const segmentName = /^cells-(\d{4,})\.jsonl$/;

/** @throws InputError where the folder holds no sweep. */
export function readManifest(folder: string): Manifest {
  if (isManifestLost(folder)) {
    const again = `deeplinear sweep resume ${folder} makes it again of its results and the study that it keeps`;
    throw new InputError(`${folder}: has results, and no ${manifestFile} that can be read; ${again}`);
  }
  if (!hasManifest(folder))
    throw new InputError(`${folder}: expected the folder of a sweep, found no ${manifestFile} in it`);
  const path = join(folder, manifestFile);
  try {
    const manifest = JSON.parse(wholeFile(path).toString('utf8')) as Manifest;
    if (isManifest(manifest)) return manifest;
  } catch {}
  throw new InputError(
    `${path}: expected the description of a sweep (deeplinear-sweep/1); the file is damaged or of another version`,
  );
}

function isManifest({ format, name, study, cells, fingerprint, firstSegment }: Manifest): boolean {
  const texts = [name, study, fingerprint].every((text) => typeof text === 'string');
  const counts = Number.isInteger(cells) && cells >= 0 && cells <= mostCells && Number.isSafeInteger(firstSegment);
  return format === 'deeplinear-sweep/1' && texts && counts && firstSegment >= 1;
}

export function hasManifest(folder: string): boolean {
  return existsSync(join(folder, manifestFile));
}

/** Results are there, and what they are of was lost: the file is gone, or no JSON. */
export function isManifestLost(folder: string): boolean {
  if (!isFolder(folder) || segmentNumbers(folder).length === 0) return false;
  try {
    JSON.parse(wholeFile(join(folder, manifestFile)).toString('utf8'));
    return false;
  } catch (error) {
    return error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

export function writeManifest(folder: string, manifest: Manifest): void {
  writeAtomically(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
}

export function segmentFile(number: number): string {
  return `cells-${String(number).padStart(4, '0')}.jsonl`;
}

/** Numbers of the segments that are there, ascending. */
export function segmentNumbers(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => segmentName.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** A file is there in full or not at all, also after a loss of power. */
export function writeAtomically(path: string, content: Iterable<Uint8Array> | string): void {
  const temporary = `${path}.unfinished`;
  writable(path, () => {
    const file = openSync(temporary, 'w');
    try {
      for (const part of typeof content === 'string' ? [Buffer.from(content)] : content) writeFully(file, part);
      fsyncSync(file);
    } catch (error) {
      removeFile(temporary);
      throw error;
    } finally {
      closeSync(file);
    }
    try {
      renameSync(temporary, path);
    } catch (error) {
      removeFile(temporary);
      throw error;
    }
    syncFolder(dirname(path));
  });
}

/** Removes a file of ours; what is none any more stays. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // a folder has its place
  }
}

/** Appends all of `bytes` at `position`, or nothing: what part of it went in is cut off again. */
export function appendFully(file: number, bytes: Uint8Array, position: number): void {
  try {
    writeFully(file, bytes, position);
  } catch (error) {
    try {
      ftruncateSync(file, position);
    } catch {
      // the checksum tells the half-written line
    }
    throw error;
  }
}

function writeFully(file: number, bytes: Uint8Array, position?: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position === undefined ? null : position + done);
  }
}

function syncFolder(folder: string): void {
  // not every platform can
  try {
    const file = openSync(folder, 'r');
    fsyncSync(file);
    closeSync(file);
  } catch {}
}

/** @throws InputError that says why `path` could not be written, in place of the system's error. */
export function writable<R>(path: string, write: () => R): R {
  try {
    return write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new InputError(`${path}: cannot be written: ${writeReason(error)}`);
  }
}
