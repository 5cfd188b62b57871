import type { MixingLikelihood } from './mixingLikelihood';
import { outerProduct } from './outerProduct';

/**
 * The entries of T (lower triangular, C×C, of some rank), such that one unit matters alike at any size of T: log T_kk, and
 * T_ki/T_kk below the diagonal (T_ki in rows that have no diagonal).
 */
export interface TriangleCoordinates {
  /** C(C + 1)/2 at full rank. */
  readonly count: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  fromTriangle(t: Float64Array, out: Float64Array): void;
  /** Their changes where T changes by `change`. */
  changes(t: Float64Array, change: Float64Array, out: Float64Array): void;
  /** Fills the gradient of the log-likelihood. */
  gradient(values: Float64Array, likelihood: MixingLikelihood, out: Float64Array): void;
}

export function triangleCoordinates(outputs: number, rank: number): TriangleCoordinates {
  const pairs: [number, number][] = [];
  for (let k = 0; k < outputs; k++) for (let i = 0; i <= Math.min(k, rank - 1); i++) pairs.push([k, i]);
  const rows = Int32Array.from(pairs, ([k]) => k);
  const columns = Int32Array.from(pairs, ([, i]) => i);
  const count = pairs.length;
  const triangle = new Float64Array(outputs * outputs);
  const q = new Float64Array(outputs * outputs);
  const slope = new Float64Array(outputs * outputs);
  const scale = (t: Float64Array, k: number) => (k < rank ? t[k * outputs + k] : 1);

  return {
    count,
    rows,
    columns,
    fromTriangle(t, out) {
      for (let c = 0; c < count; c++) {
        const [k, i] = [rows[c], columns[c]];
        out[c] = i === k ? Math.log(t[k * outputs + k]) : t[k * outputs + i] / scale(t, k);
      }
    },
    changes(t, change, out) {
      for (let c = 0; c < count; c++) {
        const at = rows[c] * outputs + columns[c];
        const own = rows[c] < rank ? rows[c] * outputs + rows[c] : -1;
        const relative = own < 0 ? 0 : change[own] / t[own];
        out[c] = at === own ? relative : change[at] / scale(t, rows[c]) - (t[at] / scale(t, rows[c])) * relative;
      }
    },
    gradient(values, likelihood, out) {
      triangle.fill(0);
      // the diagonal ends a row
      for (let c = count - 1; c >= 0; c--) {
        const [k, i] = [rows[c], columns[c]];
        triangle[k * outputs + i] = i === k ? Math.exp(values[c]) : values[c] * scale(triangle, k);
      }
      outerProduct(triangle, outputs, rank, q);
      likelihood.gradient(q, slope);
      out.fill(0);
      let diagonal = 0;
      for (let c = 0; c < count; c++) {
        const [k, i] = [rows[c], columns[c]];
        if (i === 0) diagonal = 0;
        let sum = 0;
        for (let j = 0; j < outputs; j++) sum += slope[k * outputs + j] * triangle[j * outputs + i];
        diagonal += 2 * sum * triangle[k * outputs + i];
        out[c] = i === k ? diagonal : 2 * sum * scale(triangle, k);
      }
    },
  };
}
