import { matmul, randomNormal } from 'deeplinear';
import type { CellConfig, CellValues } from '../lab/src/sweep/cell';

const a = randomNormal({ rows: 96, cols: 96, seed: 1 });
const out = matmul(a, a);

/** Cells of so many products each; their value is the time that they took in their thread. */
export async function runCell({ products }: CellConfig): Promise<CellValues> {
  const started = performance.now();
  for (let i = 0; i < (products as number); i++) matmul(a, a, { out });
  return { seconds: (performance.now() - started) / 1000 };
}
