import { setTimeout } from 'node:timers/promises';
import { matmul, randomNormal } from 'deeplinear';
import type { CellConfig, CellValues } from '../lab/src/sweep/cell';

const a = randomNormal({ rows: 96, cols: 96, seed: 1 });
const out = matmul(a, a);

/**
 * Cells of so many products each, or that sleep for so many milliseconds. Their values are the time that they took where they ran, and
 * when and in which process they began, by the clock of this machine.
 */
export async function runCell({ products = 0, sleep = 0 }: CellConfig): Promise<CellValues> {
  const began = Date.now();
  const started = performance.now();
  for (let i = 0; i < (products as number); i++) matmul(a, a, { out });
  if (sleep !== 0) await setTimeout(sleep as number);
  return { seconds: (performance.now() - started) / 1000, began, process: process.pid };
}
