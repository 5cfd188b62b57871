import { rng } from '../../random/rng';
import { integer, knownOptions, seedValue } from '../../validate';
import { confidenceLevel } from './confidenceLevel';
import type { Estimate } from './estimate';

export interface BandOptions {
  /** Of the bootstrap. */
  seed: number;
  /** Default 999. */
  resamples?: number;
  /** Of the band. Default 0.95. */
  confidence?: number;
}

export interface MaxZ {
  /** Value over standard error, with its sign, where that is largest. */
  z: number;
  /** Where it is. */
  step: number;
  /** Chance of a |z| at least as large anywhere on the curve, where every mean is zero. */
  p: number;
  /** The curve; its intervals cover all steps at once. */
  curve: Estimate[];
}

/**
 * The last coefficient of a regression of curves, at every step: largest |z|, and a band that covers the whole curve. By a wild
 * bootstrap: each member's residual curve keeps its shape and changes its sign at random, and every z is studentized anew, so that
 * few members and steps of any correlation are both accounted for.
 * @param curves one a member, independent and of equal variance at each step.
 * @param design columns of the regression, one number a member; the last is the one whose coefficient is wanted.
 */
export function curveRegression(
  curves: readonly Float64Array[],
  design: readonly (readonly number[])[],
  options: BandOptions,
): MaxZ {
  knownOptions('band', options, ['seed', 'resamples', 'confidence']);
  const count = integer('resamples', options.resamples ?? 999, 99);
  const confidence = confidenceLevel(options.confidence ?? 0.95);
  const source = rng(seedValue('seed', options.seed));
  const n = curves.length;
  const steps = curves[0].length;
  const dof = n - design.length;
  const { basis, scale } = orthonormal(design);
  const free = curves[0].map((_, t) => {
    let sum = 0;
    for (const curve of curves) sum += curve[t] ** 2;
    return sum;
  });
  const found = project(curves, basis);
  const values = Array.from(found.last, (v) => v / scale);
  const errors = Array.from(values, (_, t) => Math.sqrt(Math.max(0, free[t] - found.squares[t]) / dof) / scale);
  const scores = values.map((value, t) => (value === 0 ? 0 : value / errors[t]));
  const step = scores.reduce((best, z, t) => (Math.abs(z) > Math.abs(scores[best]) ? t : best), 0);

  const residuals = curves.map((curve, r) => {
    const leverage = basis.reduce((sum, q) => sum + q[r] ** 2, 0);
    return curve.map((v, t) => {
      const fitted = basis.reduce((sum, q, k) => sum + q[r] * found.all[k][t], 0);
      return (v - fitted) / Math.sqrt(Math.max(1 / n, 1 - leverage));
    });
  });
  const total = residuals[0].map((_, t) => residuals.reduce((sum, e) => sum + e[t] ** 2, 0));
  const flipped = basis.map(() => new Float64Array(n));
  const largest = Float64Array.from({ length: count }, () => {
    const signs = source.integers(n, 2);
    for (const [k, q] of basis.entries()) for (let r = 0; r < n; r++) flipped[k][r] = signs[r] ? q[r] : -q[r];
    const { last, squares } = project(residuals, flipped);
    return last.reduce((most, v, t) => {
      const noise = (total[t] - squares[t]) / dof;
      return noise > 0 ? Math.max(most, Math.abs(v) / Math.sqrt(noise)) : most;
    }, 0);
  }).sort();

  const height = Math.abs(scores[step]);
  const reached = largest.reduce((sum, v) => sum + (v >= height ? 1 : 0), 0);
  const critical = largest[Math.min(count - 1, Math.ceil(confidence * (count + 1)) - 1)];
  return {
    z: scores[step],
    step,
    p: (reached + 1) / (count + 1),
    curve: values.map((value, t) => ({
      value,
      standardError: errors[t],
      interval: [value - critical * errors[t], value + critical * errors[t]],
    })),
  };

  /** Of every step on each vector; sum of their squares; the last one. */
  function project(rows: readonly Float64Array[], vectors: readonly Float64Array[]) {
    const squares = new Float64Array(steps);
    const all = vectors.map((q) => {
      const sums = new Float64Array(steps);
      for (let r = 0; r < n; r++) for (let t = 0; t < steps; t++) sums[t] += q[r] * rows[r][t];
      for (let t = 0; t < steps; t++) squares[t] += sums[t] ** 2;
      return sums;
    });
    return { all, squares, last: all[all.length - 1] };
  }
}

/** Gram and Schmidt; `scale`: what is left of the last column. */
function orthonormal(design: readonly (readonly number[])[]): { basis: Float64Array[]; scale: number } {
  const basis: Float64Array[] = [];
  let scale = 0;
  for (const column of design) {
    const q = Float64Array.from(column);
    for (const before of basis) {
      const along = q.reduce((sum, v, r) => sum + v * before[r], 0);
      for (let r = 0; r < q.length; r++) q[r] -= along * before[r];
    }
    scale = Math.sqrt(q.reduce((sum, v) => sum + v * v, 0));
    basis.push(q.map((v) => v / scale));
  }
  return { basis, scale };
}
