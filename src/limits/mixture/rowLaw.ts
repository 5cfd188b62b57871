import type { PosteriorTask } from './mixturePosteriorOptions';
import { smallEigen } from './smallEigen';

/** Wider than the posterior: tails of weights are light. */
const WIDER = 1.1;

/** Labels that ask for a longer row may take this share of its precision. */
const MOST_FLAT = 0.9;

export interface RowGiven {
  /** The row of T, 0 … C − 1, and how many entries it has left of the diagonal. */
  k: number;
  width: number;
  /** T, of which the rows above are known. */
  triangle: Float64Array;
  /** T_kk; 0 in rows that have none. */
  diagonal: number;
  /** What each of `count` standard normals adds to the row: C numbers each, `width` of which count. They are overwritten. */
  levers: Float64Array;
  count: number;
}

/** The Gaussian laws of a row of T left of its diagonal. */
export interface RowLaw {
  /** The row under the prior, given all else; and under the posterior, which knows of its labels, given those of the rows above. False: too singular. */
  fit(given: RowGiven): boolean;
  /** Moves the normals such that the row is the one that `fresh`, standard normals, are under the posterior. */
  condition(normals: Float64Array, fresh: Float64Array): void;
  /** Log-densities of the row that these normals give, posterior less prior. */
  logRatio(normals: Float64Array): number;
}

/**
 * Row k of T is linear in its normals. Given T_kk and the labels of the rows U above, its labels are normal, of means l t Uᵀ(l U Uᵀ + σ²)⁻¹y
 * and of variances l T_kk² + σ² + l t(1 + l UᵀU/σ²)⁻¹tᵀ. Without noise that is regression, exactly; with noise what the variance says
 * of t counts to second order. O(P C²) a row, in the eigenbasis W of UᵀU.
 */
export function rowLaw({ outputs, values, labels, noise }: PosteriorTask): RowLaw {
  const points = values.length;
  const C = outputs;
  const square = () => new Float64Array(C * C);
  const list = () => new Float64Array(C);
  const [prior, priorRoot, gram, basis, precision, root] = Array.from({ length: 6 }, square);
  const [energies, pull, mean, row, part, extra] = Array.from({ length: 6 }, list);
  const gains = new Float64Array(points * C);
  let given: RowGiven;

  /** UᵀU = W E Wᵀ; levers, and with them all that is known of the row, in the basis W. */
  const fitPrior = (n: number) => {
    const { k, triangle, levers, count } = given;
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        let sum = 0;
        for (let i = Math.max(a, b); i < k; i++) sum += triangle[i * C + a] * triangle[i * C + b];
        gram[a * n + b] = sum;
      }
    }
    smallEigen(gram, n, energies, basis);
    prior.fill(0);
    for (let c = 0; c < count; c++) {
      for (let a = 0; a < n; a++) part[a] = levers[c * C + a];
      turn(n);
      for (let a = 0; a < n; a++) {
        levers[c * C + a] = row[a];
        for (let b = 0; b <= a; b++) prior[a * C + b] += row[a] * row[b];
      }
    }
    if (!cholesky(prior, n, C, priorRoot)) return false;
    for (let b = 0; b < n; b++) {
      part.fill(0);
      part[b] = 1;
      solve(priorRoot, n, C, part, extra);
      for (let a = b; a < n; a++) precision[a * C + b] = extra[a];
    }
    return true;
  };
  /** row = Wᵀ part. */
  const turn = (n: number) => {
    for (let d = 0; d < n; d++) {
      row[d] = 0;
      for (let a = 0; a < n; a++) row[d] += basis[a * n + d] * part[a];
    }
  };
  /** Adds what the labels of the row say by their means. */
  const regress = (n: number) => {
    const { k, triangle, diagonal } = given;
    pull.fill(0);
    for (let mu = 0; mu < points; mu++) {
      const value = values[mu];
      const variance = value * diagonal * diagonal + noise;
      part.fill(0);
      for (let i = 0; i < k; i++) {
        for (let a = 0; a < Math.min(n, i + 1); a++) part[a] += triangle[i * C + a] * labels[mu * C + i];
      }
      turn(n);
      for (let d = 0; d < n; d++) gains[mu * C + d] = (value * row[d]) / (value * energies[d] + noise);
      for (let d = 0; d < n; d++) {
        const gain = gains[mu * C + d] / variance;
        pull[d] += gain * labels[mu * C + k];
        for (let e = 0; e <= d; e++) precision[d * C + e] += gain * gains[mu * C + e];
      }
    }
  };
  /** And by their variances. */
  const changeLength = (n: number) => {
    const { k, diagonal } = given;
    extra.fill(0);
    for (let mu = 0; mu < points; mu++) {
      const value = values[mu];
      const variance = value * diagonal * diagonal + noise;
      let left = labels[mu * C + k];
      for (let d = 0; d < n; d++) left -= gains[mu * C + d] * mean[d];
      const excess = (value / variance) * (1 - (left * left) / variance);
      for (let d = 0; d < n; d++) extra[d] += (excess * noise) / (noise + value * energies[d]);
    }
    for (let d = 0; d < n; d++) {
      const own = precision[d * C + d];
      precision[d * C + d] = Math.max((1 - MOST_FLAT) * own, own + extra[d]);
    }
  };
  const rowOf = (normals: Float64Array, n: number) => {
    row.fill(0);
    for (let c = 0; c < given.count; c++) {
      for (let a = 0; a < n; a++) row[a] += normals[c] * given.levers[c * C + a];
    }
  };

  return {
    fit(next) {
      given = next;
      const n = given.width;
      if (!fitPrior(n)) return false;
      regress(n);
      if (!cholesky(precision, n, C, root)) return false;
      solve(root, n, C, pull, mean);
      if (noise === 0) return true;
      changeLength(n);
      if (!cholesky(precision, n, C, root)) return false;
      solve(root, n, C, pull, mean);
      return true;
    },
    condition(normals, fresh) {
      const { width: n, levers, count } = given;
      rowOf(normals, n);
      for (let d = n - 1; d >= 0; d--) {
        let sum = fresh[d];
        for (let i = d + 1; i < n; i++) sum -= root[i * C + d] * extra[i];
        extra[d] = sum / root[d * C + d];
      }
      for (let d = 0; d < n; d++) part[d] = mean[d] + WIDER * extra[d] - row[d];
      // of all changes of the normals the shortest: given the row they stay normal
      solve(priorRoot, n, C, part, extra);
      for (let c = 0; c < count; c++) for (let a = 0; a < n; a++) normals[c] += levers[c * C + a] * extra[a];
    },
    logRatio(normals) {
      const n = given.width;
      rowOf(normals, n);
      let log = -n * Math.log(WIDER);
      for (let a = 0; a < n; a++) {
        let sum = row[a];
        for (let i = 0; i < a; i++) sum -= priorRoot[a * C + i] * part[i];
        part[a] = sum / priorRoot[a * C + a];
        log += Math.log(priorRoot[a * C + a] * root[a * C + a]) + 0.5 * part[a] * part[a];
      }
      for (let d = 0; d < n; d++) part[d] = row[d] - mean[d];
      for (let d = 0; d < n; d++) {
        let sum = 0;
        for (let i = d; i < n; i++) sum += root[i * C + d] * part[i];
        log -= 0.5 * (sum / WIDER) ** 2;
      }
      return log;
    },
  };
}

/** Lower triangular root; false unless positive definite and finite. */
function cholesky(a: Float64Array, n: number, stride: number, root: Float64Array): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * stride + j];
      for (let k = 0; k < j; k++) sum -= root[i * stride + k] * root[j * stride + k];
      if (i > j) root[i * stride + j] = sum / root[j * stride + j];
      else if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) return false;
      else root[i * stride + i] = Math.sqrt(sum);
    }
  }
  return true;
}

/** x with R Rᵀ x = b. */
function solve(root: Float64Array, n: number, stride: number, b: Float64Array, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= root[i * stride + k] * x[k];
    x[i] = sum / root[i * stride + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < n; k++) sum -= root[k * stride + i] * x[k];
    x[i] = sum / root[i * stride + i];
  }
}
