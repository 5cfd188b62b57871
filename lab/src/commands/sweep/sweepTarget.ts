import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isFolder } from '../../fileReason';
import { InputError } from '../../inputError';
import { hasManifest, isManifestLost, readManifest, storeFolder } from '../../sweep/storeFiles';
import { keptStudy, studyBeside } from '../../sweep/storeStudy';
import { quote } from '../../view/format';

export interface SweepTarget {
  /** Path of the study file. */
  study: string;
  folder: string;
}

/**
 * A sweep by its study or by its folder, which knows its study.
 * @throws InputError where a folder holds no sweep.
 */
export function sweepTarget(path: string, out?: string): SweepTarget {
  if (!isFolder(path)) return { study: path, folder: out ?? storeFolder(path) };
  if (out !== undefined) throw new InputError(`--out: expected a study file beside it, got the folder ${path}`);
  if (isManifestLost(path)) return { study: studyBeside(path), folder: path };
  return { study: relative('.', join(path, readManifest(path).study)), folder: path };
}

/** The study's text that the folder keeps, where it is that of a sweep. */
export function storedStudy(folder: string): string | undefined {
  return hasManifest(folder) || isManifestLost(folder) ? keptStudy(folder) : undefined;
}

/** Whether a sweep was begun in a folder of this machine, or an option names one. */
export function isHere(path: string, out?: string): boolean {
  if (out !== undefined || isFolder(path)) return true;
  const { folder } = sweepTarget(path);
  return hasManifest(folder) || isManifestLost(folder);
}

/** The folder of a sweep that was begun. @throws InputError where there is none. */
export function startedFolder(path: string, out?: string): string {
  const { folder } = sweepTarget(path, out);
  if (!existsSync(folder) && !existsSync(path))
    throw new InputError(`expected the folder of a sweep or a study file, got ${quote(path)} (there is no such file)`);
  if (!hasManifest(folder) && !isManifestLost(folder))
    throw new InputError(`${folder}: there is no sweep; begin it with deeplinear sweep run ${path}`);
  return folder;
}
