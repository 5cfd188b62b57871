import type { MixingMode } from './mixingMode';
import { outerProduct } from './outerProduct';
import { smallEigen } from './smallEigen';

/** A Gaussian law of the coordinates of a state that belong to one row of T; `at` holds their indices in a state. */
export interface RowGaussian {
  at: Int32Array;
  mean: Float64Array;
  /** √precision, which makes the coordinates those of a standard normal but for some directions. */
  root: Float64Array;
  /** Orthonormal rows. */
  directions: Float64Array[];
  /** Standard deviations along them. */
  deviations: Float64Array;
}

/** Directions in which the labels say less than this share of what the prior says are left to it. */
const LEAST = 1e-3;
/** Variance that is left at least: rounding of 1 less the rest. */
const FLAT = 1e-12;
/** Wider than the posterior, if not than the prior: tails of weights are light. */
const WIDER = 1.1;

/** Marginal laws of the diagonals of the rows of T under the Gaussian that touches the posterior at its mode. */
export function rowGaussians(
  { z, precision, informed, directions: m }: MixingMode,
  diagonals: Int32Array[],
): RowGaussian[] {
  const n = z.length;
  const values = new Float64Array(m);
  const vectors = new Float64Array(m * m);
  const gram = new Float64Array(m * m);
  outerProduct(informed, m, n, gram, n);
  smallEigen(gram, m, values, vectors);
  // (1 + B Bᵀ)^(−½) B, whose squares are what the covariance (1 + BᵀB)⁻¹ lacks to 1
  const lacking = new Float64Array(m * n);
  for (let d = 0; d < m; d++) {
    const size = 1 / Math.sqrt(1 + Math.max(0, values[d]));
    for (let a = 0; a < m; a++) {
      for (let i = 0; i < n; i++) lacking[d * n + i] += size * vectors[a * m + d] * informed[a * n + i];
    }
  }
  return diagonals.map((at) => {
    const part = Float64Array.from({ length: m * at.length }, (_, e) => {
      return lacking[Math.floor(e / at.length) * n + at[e % at.length]];
    });
    outerProduct(part, m, at.length, gram, at.length);
    smallEigen(gram, m, values, vectors);
    const kept = [...values.keys()].filter((d) => values[d] > LEAST);
    return {
      at,
      mean: Float64Array.from(at, (i) => z[i]),
      root: Float64Array.from(at, (i) => Math.sqrt(precision[i])),
      directions: kept.map((d) => {
        return Float64Array.from(at, (_, i) => {
          let sum = 0;
          for (let a = 0; a < m; a++) sum += vectors[a * m + d] * part[a * at.length + i];
          return sum / Math.sqrt(values[d]);
        });
      }),
      deviations: Float64Array.from(kept, (d) => Math.min(1, WIDER * Math.sqrt(Math.max(FLAT, 1 - values[d])))),
    };
  });
}

/** Fills `out` with coordinates, minus their mean and times `root`: a draw where `normals` are. */
export function scaleRow(
  { at, directions, deviations }: RowGaussian,
  normals: (i: number) => number,
  out: Float64Array,
): void {
  for (let i = 0; i < at.length; i++) out[i] = normals(i);
  directions.forEach((one, d) => {
    let along = 0;
    for (let i = 0; i < one.length; i++) along += one[i] * out[i];
    along *= deviations[d] - 1;
    for (let i = 0; i < one.length; i++) out[i] += along * one[i];
  });
}

/** Log-density of a row whose coordinates, minus their mean and times `root`, are the first of `whitened`. */
export function logRow({ at, root, directions, deviations }: RowGaussian, whitened: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) sum += Math.log(root[i]) - 0.5 * whitened[i] ** 2;
  for (let d = 0; d < directions.length; d++) {
    const one = directions[d];
    let along = 0;
    for (let i = 0; i < one.length; i++) along += one[i] * whitened[i];
    sum -= Math.log(deviations[d]) + 0.5 * along * along * (1 / deviations[d] ** 2 - 1);
  }
  return sum - 0.5 * at.length * Math.log(2 * Math.PI);
}
