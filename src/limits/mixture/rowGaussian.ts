import type { MixingMode } from './mixingMode';
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
/** Wider than the posterior, if not than the prior: tails of weights are light. */
const WIDER = 1.1;

/** Marginal laws of the first `count` groups of coordinates under the Gaussian that touches the posterior at its mode. */
export function rowGaussians(mode: MixingMode, groups: Int32Array, count: number): RowGaussian[] {
  const { z, precision, informed, directions: m } = mode;
  const n = z.length;
  const most = groups.reduce((last, group) => Math.max(last, group), count - 1);
  const found = Array.from({ length: most + 1 }, (_, group) => {
    const at = Int32Array.from([...groups.keys()].filter((i) => groups[i] === group));
    const part = Array.from({ length: m }, (_, a) => Float64Array.from(at, (i) => informed[a * n + i]));
    // the span of what the labels inform about this group
    const gram = new Float64Array(m * m);
    for (let a = 0; a < m; a++) for (let c = 0; c < m; c++) gram[a * m + c] = dot(part[a], part[c]);
    const values = new Float64Array(m);
    const vectors = new Float64Array(m * m);
    smallEigen(gram, m, values, vectors);
    const kept = [...values.keys()].filter((d) => values[d] > LEAST);
    const basis = kept.map((d) => {
      const one = new Float64Array(at.length);
      for (let a = 0; a < m; a++) {
        for (let i = 0; i < one.length; i++) one[i] += vectors[a * m + d] * part[a][i];
      }
      const length = Math.sqrt(dot(one, one));
      return one.map((entry) => entry / length);
    });
    // the rows of `informed` in this basis
    const inBasis = basis.map((one) => Float64Array.from({ length: m }, (_, a) => dot(part[a], one)));
    return { at, basis, inBasis };
  });

  // the covariance of all groups in these bases
  const all = found.flatMap(({ inBasis }) => inBasis);
  const size = all.length;
  const added = new Float64Array(size * size);
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) added[a * size + b] = dot(all[a], all[b]);
  const values = new Float64Array(size);
  const vectors = new Float64Array(size * size);
  smallEigen(added, size, values, vectors);
  let from = 0;
  return found.slice(0, count).map(({ at, basis }) => {
    const k = basis.length;
    const covariance = new Float64Array(k * k);
    for (let d = 0; d < size; d++) {
      const share = 1 / (1 + Math.max(0, values[d]));
      for (let a = 0; a < k; a++) {
        const factor = vectors[(from + a) * size + d] * share;
        for (let b = 0; b < k; b++) covariance[a * k + b] += factor * vectors[(from + b) * size + d];
      }
    }
    from += k;
    const variances = new Float64Array(k);
    const axes = new Float64Array(k * k);
    smallEigen(covariance, k, variances, axes);
    return {
      at,
      mean: Float64Array.from(at, (i) => z[i]),
      root: Float64Array.from(at, (i) => Math.sqrt(precision[i])),
      directions: Array.from({ length: k }, (_, d) => {
        const one = new Float64Array(at.length);
        for (let a = 0; a < k; a++) for (let i = 0; i < one.length; i++) one[i] += axes[a * k + d] * basis[a][i];
        return one;
      }),
      deviations: variances.map((variance) => Math.min(1, WIDER * Math.sqrt(variance))),
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

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
