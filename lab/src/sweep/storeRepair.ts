import { appendFileSync, closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from './cell';
import { type Manifest, segmentFile, segmentNumbers, writable, writeAtomically, writeManifest } from './storeFiles';
import type { DamagedPart, StoreIndex } from './storeIndex';
import { storeLine } from './storeLine';
import { recordsOf } from './storeRecords';

/** Moves damaged parts out of their segments into damaged.jsonl, which keeps where they stood and how they began. */
export function removeDamage(folder: string, damaged: readonly DamagedPart[]): void {
  const log = join(folder, 'damaged.jsonl');
  for (const file of new Set(damaged.map((part) => part.file))) {
    const path = join(folder, file);
    const parts = damaged.filter((part) => part.file === file);
    const source = openSync(path, 'r');
    try {
      for (const { line, offset, bytes, reason } of parts) {
        const start = Buffer.alloc(Math.min(bytes, 200));
        readSync(source, start, 0, start.length, offset);
        const entry = {
          found: new Date().toISOString(),
          file,
          line,
          offset,
          bytes,
          reason,
          start: start.toString('latin1'),
        };
        writable(log, () => appendFileSync(log, `${JSON.stringify(entry)}\n`));
      }
      writeAtomically(path, bytesBut(source, statSync(path).size, parts));
    } finally {
      closeSync(source);
    }
  }
}

function* bytesBut(file: number, size: number, parts: readonly DamagedPart[]): Generator<Uint8Array> {
  let from = 0;
  for (const { offset, bytes } of [...parts, { offset: size, bytes: 0 }]) {
    while (from < offset) {
      const block = Buffer.alloc(Math.min(1 << 20, offset - from));
      from += readSync(file, block, 0, block.length, from);
      yield block;
    }
    from = offset + bytes;
  }
}

/**
 * Makes one segment of all, with the indices and axes that `cells` have now; what is not among them goes. The description of the
 * folder is the switch: before it is replaced the old segments count, after it the new one.
 * @returns the number of the new segment.
 */
export function mergeSegments(folder: string, manifest: Manifest, index: StoreIndex, cells: Iterable<Cell>): number {
  const old = segmentNumbers(folder);
  const firstSegment = (old.at(-1) ?? 0) + 1;
  writeAtomically(join(folder, segmentFile(firstSegment)), mergedLines(folder, index, cells));
  writeManifest(folder, { ...manifest, firstSegment });
  for (const number of old) rmSync(join(folder, segmentFile(number)), { force: true });
  return firstSegment;
}

function* mergedLines(folder: string, index: StoreIndex, cells: Iterable<Cell>): Generator<Uint8Array> {
  const records = recordsOf(folder, index);
  for (const { index: place, axes } of cells) {
    if (index.state(place) === 'missing') continue;
    yield storeLine({ ...records.next().value!, index: place, axes });
  }
}
