import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../inputError';
import type { CellRecord } from './cell';
import { readManifest, segmentFile } from './storeFiles';
import { indexStore, type StoreIndex } from './storeIndex';
import { recordOfLine } from './storeLine';
import { lockHolder } from './storeLock';

/**
 * The results of a sweep in the order of its cells, each cell once; failed ones included, missing ones left out. One record is held
 * at a time. Works while the sweep runs.
 * @throws InputError where the folder holds no sweep.
 */
export async function* readRecords(folder: string): AsyncGenerator<CellRecord> {
  const growing = lockHolder(folder) !== undefined;
  yield* recordsOf(folder, await indexStore(folder, readManifest(folder), { growing }));
}

/** The records that the index knows. */
export function* recordsOf(folder: string, index: StoreIndex): Generator<CellRecord> {
  const files = new Map<number, number>();
  try {
    for (let cell = 0; cell < index.cells; cell++) {
      if (index.state(cell) === 'missing') continue;
      const { segment, offset, bytes } = index.place(cell);
      const path = join(folder, segmentFile(segment));
      if (!files.has(segment)) files.set(segment, openSync(path, 'r'));
      const line = Buffer.alloc(bytes);
      readSync(files.get(segment)!, line, 0, bytes, offset);
      const record = recordOfLine(line);
      if (record === undefined) throw new InputError(`${path}: the file was changed while it was read; try again`);
      yield record;
    }
  } finally {
    for (const file of files.values()) closeSync(file);
  }
}
