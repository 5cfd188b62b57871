import { join } from 'node:path';
import { fileReason, refuseDevice } from '../fileReason';
import { InputError } from '../inputError';
import type { CellRecord } from './cell';
import { type Manifest, segmentFile, segmentNumbers } from './storeFiles';
import { readSegment, type SegmentPart } from './storeLine';

/** Bytes in a segment that are no record any more. */
export interface DamagedPart {
  file: string;
  line: number;
  offset: number;
  bytes: number;
  reason: string;
}

export type CellState = 'missing' | 'done' | 'failed';

/** Where each cell's result lies, in 17 bytes a cell. */
export class StoreIndex {
  readonly damaged: DamagedPart[] = [];
  done = 0;
  failed = 0;
  private readonly states: Uint8Array;
  private readonly segments: Uint32Array;
  private readonly offsets: Float64Array;
  private readonly sizes: Uint32Array;

  constructor(readonly cells: number) {
    this.states = new Uint8Array(cells);
    this.segments = new Uint32Array(cells);
    this.offsets = new Float64Array(cells);
    this.sizes = new Uint32Array(cells);
  }

  state(cell: number): CellState {
    return (['missing', 'done', 'failed'] as const)[this.states[cell]];
  }

  place(cell: number): { segment: number; offset: number; bytes: number } {
    return { segment: this.segments[cell], offset: this.offsets[cell], bytes: this.sizes[cell] };
  }

  /** The first result of a cell stays, unless it was a failure: then it is the last. */
  add(cell: number, record: CellRecord, place: { segment: number; offset: number; bytes: number }): void {
    if (this.states[cell] === 1) return;
    if (this.states[cell] === 2) this.failed--;
    const failed = 'failure' in record;
    if (failed) this.failed++;
    else this.done++;
    this.states[cell] = failed ? 2 : 1;
    this.segments[cell] = place.segment;
    this.offsets[cell] = place.offset;
    this.sizes[cell] = place.bytes;
  }
}

export interface IndexOptions {
  /** Cell that a record belongs to. Default: the one that it names. */
  cellOf?(record: CellRecord): number | undefined;
  /** Number of cells. Default: that of the manifest. */
  cells?: number;
  /** A record that is being written at this moment is no damage. */
  growing?: boolean;
  /** Called with every record of a cell, also of one that has several. */
  onRecord?(record: CellRecord): void;
}

/** Reads all segments once. */
export async function indexStore(
  folder: string,
  { firstSegment, ...manifest }: Manifest,
  { cellOf = ({ index }) => index, cells = manifest.cells, growing = false, onRecord }: IndexOptions = {},
): Promise<StoreIndex> {
  const index = new StoreIndex(cells);
  for (const segment of segmentNumbers(folder).filter((number) => number >= firstSegment)) {
    const file = segmentFile(segment);
    for await (const part of readable(join(folder, file))) {
      const { line, offset, bytes } = part;
      if ('record' in part) {
        const cell = cellOf(part.record);
        if (cell === undefined || cell < 0 || cell >= cells) continue;
        index.add(cell, part.record, { segment, offset, bytes });
        onRecord?.(part.record);
        continue;
      }
      if (part.tail && growing) continue;
      const last = index.damaged.at(-1);
      // a line end within a damaged record makes two parts of it
      if (last && last.file === file && last.offset + last.bytes === offset) last.bytes += bytes;
      else index.damaged.push({ file, line, offset, bytes, reason: part.damaged });
    }
  }
  return index;
}

/** @throws InputError with the reason where a segment cannot be read. */
async function* readable(path: string): AsyncGenerator<SegmentPart> {
  try {
    refuseDevice(path);
    yield* readSegment(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new InputError(`${path}: expected results of a sweep, got none (${fileReason(error)})`);
  }
}
