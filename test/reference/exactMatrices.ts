/** Matrices in double-double arithmetic: sums, products, solutions and known spectra to about 30 digits. */
import type { Matrix } from '../../src/matrix';
import { matrix } from '../../src/matrix';
import { rng } from '../../src/random/rng';
import { DoubleDouble } from './doubleDouble';

/** Row by row; entry i is hi[i] + lo[i]. */
export interface ExactMatrix {
  rows: number;
  cols: number;
  hi: Float64Array;
  lo: Float64Array;
}

export function exactZeros(rows: number, cols: number): ExactMatrix {
  return { rows, cols, hi: new Float64Array(rows * cols), lo: new Float64Array(rows * cols) };
}

/** The same numbers, exactly; float32 as well. */
export function exactly({ rows, cols, data }: Pick<Matrix, 'rows' | 'cols' | 'data'>): ExactMatrix {
  return { rows, cols, hi: Float64Array.from(data), lo: new Float64Array(rows * cols) };
}

export function rounded({ rows, cols, hi, lo }: ExactMatrix): Matrix {
  return matrix(
    rows,
    cols,
    hi.map((x, i) => x + lo[i]),
  );
}

export function exactTranspose(a: ExactMatrix): ExactMatrix {
  const out = exactZeros(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) {
      out.hi[j * a.rows + i] = a.hi[i * a.cols + j];
      out.lo[j * a.rows + i] = a.lo[i * a.cols + j];
    }
  }
  return out;
}

export function exactProduct(a: ExactMatrix, b: ExactMatrix): ExactMatrix {
  const out = exactZeros(a.rows, b.cols);
  const right = exactTranspose(b);
  const k = a.cols;
  const sum = new DoubleDouble();
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.cols; j++) {
      sum.set(0, 0);
      for (let t = 0; t < k; t++)
        sum.addProduct(a.hi[i * k + t], a.lo[i * k + t], right.hi[j * k + t], right.lo[j * k + t]);
      out.hi[i * b.cols + j] = sum.hi;
      out.lo[i * b.cols + j] = sum.lo;
    }
  }
  return out;
}

/** a + factor·b. */
export function exactSum(a: ExactMatrix, b: ExactMatrix, factor = 1): ExactMatrix {
  const out = exactZeros(a.rows, a.cols);
  const sum = new DoubleDouble();
  for (let i = 0; i < a.hi.length; i++) {
    sum.set(a.hi[i], a.lo[i]).addProduct(b.hi[i], b.lo[i], factor, 0);
    out.hi[i] = sum.hi;
    out.lo[i] = sum.lo;
  }
  return out;
}

export function exactScaled(a: ExactMatrix, by: DoubleDouble): ExactMatrix {
  const out = exactZeros(a.rows, a.cols);
  const entry = new DoubleDouble();
  for (let i = 0; i < a.hi.length; i++) {
    entry.set(a.hi[i], a.lo[i]).times(by.hi, by.lo);
    out.hi[i] = entry.hi;
    out.lo[i] = entry.lo;
  }
  return out;
}

export function exactIdentity(n: number): ExactMatrix {
  const out = exactZeros(n, n);
  for (let i = 0; i < n; i++) out.hi[i * (n + 1)] = 1;
  return out;
}

/** x of a·x = b by elimination with partial pivoting, and the pivots, whose product is ± the determinant. */
export function exactSolve(a: ExactMatrix, b: ExactMatrix): { x: ExactMatrix; pivots: DoubleDouble[] } {
  const n = a.rows;
  const width = n + b.cols;
  const hi = new Float64Array(n * width);
  const lo = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    hi.set(a.hi.subarray(i * n, (i + 1) * n), i * width);
    lo.set(a.lo.subarray(i * n, (i + 1) * n), i * width);
    hi.set(b.hi.subarray(i * b.cols, (i + 1) * b.cols), i * width + n);
    lo.set(b.lo.subarray(i * b.cols, (i + 1) * b.cols), i * width + n);
  }
  const pivots: DoubleDouble[] = [];
  const factor = new DoubleDouble();
  const entry = new DoubleDouble();
  for (let j = 0; j < n; j++) {
    let best = j;
    for (let i = j + 1; i < n; i++) if (Math.abs(hi[i * width + j]) > Math.abs(hi[best * width + j])) best = i;
    for (let t = j; best !== j && t < width; t++) {
      for (const part of [hi, lo]) {
        [part[j * width + t], part[best * width + t]] = [part[best * width + t], part[j * width + t]];
      }
    }
    pivots.push(new DoubleDouble(hi[j * width + j], lo[j * width + j]));
    for (let i = j + 1; i < n; i++) {
      factor.set(hi[i * width + j], lo[i * width + j]).over(pivots[j].hi, pivots[j].lo);
      for (let t = j + 1; t < width; t++) {
        const to = i * width + t;
        entry.set(hi[to], lo[to]).addProduct(factor.hi, factor.lo, hi[j * width + t], lo[j * width + t], -1);
        hi[to] = entry.hi;
        lo[to] = entry.lo;
      }
    }
  }
  const x = exactZeros(n, b.cols);
  for (let c = 0; c < b.cols; c++) {
    for (let i = n - 1; i >= 0; i--) {
      entry.set(hi[i * width + n + c], lo[i * width + n + c]);
      for (let t = i + 1; t < n; t++) {
        entry.addProduct(hi[i * width + t], lo[i * width + t], x.hi[t * b.cols + c], x.lo[t * b.cols + c], -1);
      }
      entry.over(pivots[i].hi, pivots[i].lo);
      x.hi[i * b.cols + c] = entry.hi;
      x.lo[i * b.cols + c] = entry.lo;
    }
  }
  return { x, pivots };
}

/** Frobenius norm of hi + lo, in float64. */
export const exactNorm = ({ hi, lo }: ExactMatrix): number => Math.hypot(...hi.map((x, i) => x + lo[i]));

/** rows×cols with orthonormal columns, exact to 30 digits: first columns of a product of random reflections. */
export function exactOrthogonal(rows: number, cols: number, seed: number): ExactMatrix {
  let q = exactZeros(rows, cols);
  for (let i = 0; i < cols; i++) q.hi[i * (cols + 1)] = 1;
  for (let k = 0; k < 6; k++) {
    const v = exactly(matrix(rows, 1, rng(seed).fork(k).normal(rows)));
    const square = exactProduct(exactTranspose(v), v);
    const part = exactProduct(exactTranspose(v), q);
    const factor = DoubleDouble.of(-2).over(square.hi[0], square.lo[0]);
    q = exactSum(q, exactProduct(exactScaled(v, factor), part));
  }
  return q;
}

/** u·diag(values)·vᵀ. */
export function exactSandwich(u: ExactMatrix, values: readonly DoubleDouble[], v: ExactMatrix): ExactMatrix {
  const scaled = exactZeros(u.rows, u.cols);
  const entry = new DoubleDouble();
  for (let i = 0; i < u.rows; i++) {
    for (let j = 0; j < u.cols; j++) {
      const at = i * u.cols + j;
      entry.set(u.hi[at], u.lo[at]).times(values[j].hi, values[j].lo);
      scaled.hi[at] = entry.hi;
      scaled.lo[at] = entry.lo;
    }
  }
  return exactProduct(scaled, exactTranspose(v));
}
