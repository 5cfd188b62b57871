import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tally } from './progressTally';

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
  for (const file of [name, `${name}.unfinished`]) rmSync(join(folder, file), { force: true });
}

export function readNote(folder: string): Tally | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Tally;
  } catch {
    return undefined;
  }
}
