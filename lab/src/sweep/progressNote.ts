import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeFile } from '../fileReason';
import type { Tally } from './progressTally';
import { removeFile } from './storeFiles';

const name = 'progress.json';

/** Leaves in the folder how far the sweep is, for `sweep status`. A hint: where it cannot be written nothing is lost. */
export function leaveNote(folder: string, tally: Tally): void {
  const path = join(folder, name);
  try {
    writeFileSync(`${path}.unfinished`, JSON.stringify(tally));
    renameSync(`${path}.unfinished`, path);
  } catch {}
}

export function removeNote(folder: string): void {
  for (const file of [name, `${name}.unfinished`]) removeFile(join(folder, file));
}

export function readNote(folder: string): Tally | undefined {
  try {
    const tally = JSON.parse(wholeFile(join(folder, name)).toString('utf8')) as Tally;
    const isRate = (value: unknown) => value === undefined || typeof value === 'number';
    return isRate(tally.rate) && isRate(tally.left) ? tally : undefined;
  } catch {
    return undefined;
  }
}
