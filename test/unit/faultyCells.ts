import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { workspace } from 'deeplinear';
import type { JobTools } from '../../lab/src/run/jobs';
import type { Cell, CellConfig, CellValues } from '../../lab/src/sweep/cell';

const faults = {
  nothing: () => {},
  throws: () => {
    throw new RangeError('depth: expected a number, got a cat');
  },
  /** Cannot be asked to stop. */
  hangs: () => {
    for (;;) Math.random();
  },
  exits: () => process.exit(7),
  fillsHeap: () => {
    const kept: unknown[] = [];
    for (;;) kept.push(Array(10_000).fill(kept.length / 3));
  },
  /** Beside the heap: the engine's limit does not see it. */
  fillsArrays: (onProgress: () => void) => {
    const kept: Float64Array[] = [];
    for (;;) {
      kept.push(new Float64Array(2 ** 17).fill(kept.length));
      onProgress();
    }
  },
  /** Takes much at once, and is not heard of again. */
  takesArray: () => {
    const kept = new Float64Array(2 ** 27);
    for (;;) kept[Math.floor(kept.length * Math.random())] += 1;
  },
  takesLibraryMemory: () => {
    const kept = workspace().matrix(2 ** 12, 2 ** 12);
    for (;;) Math.hypot(kept.rows);
  },
  throwsBeside: () => new Promise(() => setImmediate(() => Promise.reject(new Error('nobody waits for this')))),
};

export type Fault = keyof typeof faults;

/** Made-up cells, also in threads: the module is the `code` of a pool. */
export async function runCell(config: CellConfig, { onProgress }: JobTools): Promise<CellValues> {
  const { seed, milliseconds, fault } = config as { seed: number; milliseconds: number; fault: Fault };
  await faults[fault](() => onProgress(0.5));
  if (milliseconds > 0) await setTimeout(milliseconds);
  // all digits, the sign of zero, numbers that JSON does not know, and a word
  return {
    value: Math.sin(seed) / 3,
    curve: [seed, -0, Number.NaN, Number.NEGATIVE_INFINITY],
    verdict: `seed ${seed}`,
  };
}

/** Cells 0, 1, …, with their faults by index. */
export function madeUpCells(
  count: number,
  { faults = {}, milliseconds = 0 }: { faults?: Record<number, Fault>; milliseconds?: number } = {},
): Cell[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    key: keyOf(index),
    axes: { seed: index },
    config: { seed: index, milliseconds, fault: faults[index] ?? 'nothing' },
  }));
}

function keyOf(index: number): string {
  return createHash('sha256').update(`cell ${index}`).digest('hex');
}
