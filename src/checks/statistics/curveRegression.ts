import { powerOfTwo } from '../../linalg/extremeScale';
import { rng } from '../../random/rng';
import { assertNumbers, count, knownOptions, seedValue, zeros64 } from '../../validate';
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
  given: readonly Float64Array[],
  design: readonly (readonly number[])[],
  options: BandOptions,
): MaxZ {
  knownOptions('band', options, ['seed', 'resamples', 'confidence']);
  const resamples = count('resamples', options.resamples ?? 999, 99);
  const confidence = confidenceLevel(options.confidence ?? 0.95);
  const source = rng(seedValue('seed', options.seed));
  const n = given.length;
  // in a unit of its own no step's squares over- or underflow
  const units = Array.from(given[0], (_, t) =>
    powerOfTwo(given.reduce((most, row) => Math.max(most, Math.abs(row[t])), 0)),
  );
  const curves = given.map((row) => row.map((v, t) => v / units[t]));
  const dof = n - design.length;
  const { basis, scale } = orthonormal(design);
  const plain = project(curves, basis, new Float64Array(n).fill(1));
  const values = Array.from(plain.last, (v) => v / scale);
  const errors = Array.from(plain.noise(squareSums(curves)), (noise) => Math.sqrt(noise / dof) / scale);
  const scores = values.map((value, t) => (value === 0 ? 0 : value / errors[t]));
  const step = scores.reduce((best, z, t) => (Math.abs(z) > Math.abs(scores[best]) ? t : best), 0);

  const residuals = curves.map((curve, r) => {
    const leverage = basis.reduce((sum, q) => sum + q[r] ** 2, 0);
    return curve.map((v, t) => {
      const fitted = basis.reduce((sum, q, k) => sum + q[r] * plain.all[k][t], 0);
      return (v - fitted) / Math.sqrt(Math.max(1 / n, 1 - leverage));
    });
  });
  const squares = squareSums(residuals);
  const signs = new Float64Array(n);
  const largest = zeros64('resamples', resamples)
    .map(() => {
      const drawn = source.integers(n, 2);
      for (let r = 0; r < n; r++) signs[r] = 2 * drawn[r] - 1;
      const flipped = project(residuals, basis, signs);
      const noise = flipped.noise(squares);
      return flipped.last.reduce((most, v, t) => (noise[t] > 0 ? Math.max(most, (v * v * dof) / noise[t]) : most), 0);
    })
    .map(Math.sqrt)
    .sort();

  assertNumbers('curves', errors, scores);
  const height = Math.abs(scores[step]);
  const reached = largest.reduce((sum, v) => sum + (v >= height ? 1 : 0), 0);
  const critical = largest[Math.min(resamples - 1, Math.ceil(confidence * (resamples + 1)) - 1)];
  return {
    z: scores[step],
    step,
    p: (reached + 1) / (resamples + 1),
    curve: values.map((value, t) => ({
      value: value * units[t],
      standardError: errors[t] * units[t],
      interval: [(value - critical * errors[t]) * units[t], (value + critical * errors[t]) * units[t]],
    })),
  };
}

/** Curves with their signs, projected on each vector of the basis: all, the last, and what of their squares is left. */
function project(curves: readonly Float64Array[], basis: readonly Float64Array[], signs: Float64Array) {
  const steps = curves[0].length;
  const all = basis.map((q) => {
    const sums = new Float64Array(steps);
    const factors = q.map((v, r) => signs[r] * v);
    // sums in the order of the curves, read and written once for four of them: twice as fast
    let r = 0;
    for (; r + 4 <= curves.length; r += 4) {
      const [a, b, c, d] = [curves[r], curves[r + 1], curves[r + 2], curves[r + 3]];
      const [fa, fb, fc, fd] = [factors[r], factors[r + 1], factors[r + 2], factors[r + 3]];
      for (let t = 0; t < steps; t++) sums[t] = sums[t] + fa * a[t] + fb * b[t] + fc * c[t] + fd * d[t];
    }
    for (; r < curves.length; r++) {
      const [curve, factor] = [curves[r], factors[r]];
      for (let t = 0; t < steps; t++) sums[t] += factor * curve[t];
    }
    return sums;
  });
  return {
    all,
    last: all[all.length - 1],
    noise: (squares: Float64Array) =>
      squares.map((square, t) => Math.max(0, square - all.reduce((sum, part) => sum + part[t] ** 2, 0))),
  };
}

/** Over the curves, at each step. */
function squareSums(curves: readonly Float64Array[]): Float64Array {
  return curves[0].map((_, t) => curves.reduce((sum, curve) => sum + curve[t] ** 2, 0));
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
