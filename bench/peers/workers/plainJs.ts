/** The best plain JavaScript product known here: 4×4 tiles in local variables. */
import { fill, sample, seeds } from '../data';
import type { Gemm } from '../tasks';
import { type Prepared, serve, timer } from './serve';

type Numbers = Float32Array | Float64Array;

/** Rows (columns) of op(a) (op(b)) are `step` apart along the sum: no copies for transposes. */
interface Operand {
  data: Numbers;
  across: number;
  along: number;
}

function multiply(out: Numbers, a: Operand, b: Operand, m: number, n: number, k: number): void {
  for (let i = 0; i < m; i += 4) {
    for (let j = 0; j < n; j += 4) {
      let [c00, c01, c02, c03, c10, c11, c12, c13] = [0, 0, 0, 0, 0, 0, 0, 0];
      let [c20, c21, c22, c23, c30, c31, c32, c33] = [0, 0, 0, 0, 0, 0, 0, 0];
      let p = i * a.across;
      let q = j * b.across;
      const x = a.data;
      const y = b.data;
      const s = a.across;
      const t = b.across;
      for (let l = 0; l < k; l++, p += a.along, q += b.along) {
        const a0 = x[p];
        const a1 = x[p + s];
        const a2 = x[p + 2 * s];
        const a3 = x[p + 3 * s];
        const b0 = y[q];
        const b1 = y[q + t];
        const b2 = y[q + 2 * t];
        const b3 = y[q + 3 * t];
        c00 += a0 * b0;
        c01 += a0 * b1;
        c02 += a0 * b2;
        c03 += a0 * b3;
        c10 += a1 * b0;
        c11 += a1 * b1;
        c12 += a1 * b2;
        c13 += a1 * b3;
        c20 += a2 * b0;
        c21 += a2 * b1;
        c22 += a2 * b2;
        c23 += a2 * b3;
        c30 += a3 * b0;
        c31 += a3 * b1;
        c32 += a3 * b2;
        c33 += a3 * b3;
      }
      const rows = [c00, c01, c02, c03, c10, c11, c12, c13, c20, c21, c22, c23, c30, c31, c32, c33];
      for (let r = 0; r < 4; r++) for (let c = 0; c < 4; c++) out[(i + r) * n + j + c] = rows[4 * r + c];
    }
  }
}

function gemm({ dtype, transposes, m, n, k }: Gemm): Prepared | undefined {
  if (m % 4 !== 0 || n % 4 !== 0) return undefined;
  const Kind = dtype === 'float32' ? Float32Array : Float64Array;
  const ta = transposes === 'TN';
  const tb = transposes === 'NT';
  const a = { data: fill(new Kind(m * k), seeds.a), across: ta ? 1 : k, along: ta ? m : 1 };
  const b = { data: fill(new Kind(k * n), seeds.b), across: tb ? k : 1, along: tb ? 1 : n };
  const out = new Kind(m * n);
  const run = () => multiply(out, a, b, m, n, k);
  return {
    time: timer(run),
    check() {
      run();
      return sample(out);
    },
  };
}

await serve({
  version: 'V8, 4×4 tiles',
  prepare: (work) => (work.kind === 'gemm' ? gemm(work) : undefined),
});
