/** ml-matrix: float64 only, transposes are copies. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fill, sample, seeds } from '../data';
import type { Gemm } from '../tasks';
import { mlMatrixFactor } from './mlMatrixFactor';
import { type Prepared, serve, timer } from './serve';

const require = createRequire(import.meta.url);
const ml = require('ml-matrix');
const { Matrix } = ml;
const manifest = join(dirname(require.resolve('ml-matrix')), 'package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));

function gemm({ dtype, transposes, m, n, k }: Gemm): Prepared | undefined {
  if (dtype === 'float32') return undefined;
  const [ta, tb] = [transposes === 'TN', transposes === 'NT'];
  const make = (rows: number, cols: number, seed: number) =>
    Matrix.from1DArray(rows, cols, fill(new Float64Array(rows * cols), seed));
  const a = ta ? make(k, m, seeds.a) : make(m, k, seeds.a);
  const b = tb ? make(n, k, seeds.b) : make(k, n, seeds.b);
  const run = () => (ta ? a.transpose() : a).mmul(tb ? b.transpose() : b);
  return { time: timer(() => void run()), check: () => sample(run().to1DArray()) };
}

await serve({
  version: `ml-matrix ${version}`,
  prepare(work) {
    if (work.kind === 'factor') return mlMatrixFactor(ml, work);
    return work.kind === 'gemm' ? gemm(work) : undefined;
  },
});
