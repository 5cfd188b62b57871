import type { MixingCoordinates } from './mixingCoordinates';
import type { MixingLikelihood } from './mixingLikelihood';
import type { MixingLayout, MixingSampler } from './mixingSampler';
import { outerProduct } from './outerProduct';
import { smallEigen } from './smallEigen';
import { triangleCoordinates } from './triangleCoordinates';

/** The most likely state under the posterior, and the Gaussian that touches the density of its coordinates there. */
export interface MixingMode {
  /** Coordinates, see `mixingCoordinates`. */
  z: Float64Array;
  /** T there. */
  triangle: Float64Array;
  /** Precisions of the coordinates without the likelihood's curvature in T. */
  precision: Float64Array;
  /** What the labels add: with √precision·(z − mode) as coordinates the precision is 1 + informedᵀ·informed. Rows: entries of T. */
  informed: Float64Array;
  /** Rows of `informed`. */
  directions: number;
  /** Laplace's approximation. */
  logEvidence: number;
}

const MOST_STEPS = 300;
/** Squared distance from the maximum in standard deviations. */
const NEAR = 1e-6;
/** log T_kk and the logs of T_ki/T_kk that are large change by so much in a step, at most. */
const LONGEST = 3;
/** Of differences, relative to the natural units of what they are taken in. */
const DIFFERENCE = 1e-4;

interface Setting {
  sampler: MixingSampler;
  layout: MixingLayout;
  coordinates: MixingCoordinates;
  likelihood: MixingLikelihood;
  outputs: number;
}

/** Newton's method from `start`, with the curvature of the log-likelihood in T where that is concave; yields after each step. */
export function* mixingMode(
  setting: Setting,
  start: Float64Array,
): Generator<undefined, MixingMode | undefined, unknown> {
  const { sampler, layout, coordinates, likelihood, outputs } = setting;
  const { dofs, rank } = layout;
  const n = sampler.size;
  const inT = triangleCoordinates(outputs, rank);
  const m = inT.count;
  const state = new Float64Array(n);
  const q = new Float64Array(outputs * outputs);
  const values = new Float64Array(m);
  const slopes = new Float64Array(m);
  const whitened = new Float64Array(n);
  const logPosterior = (z: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += coordinates.logPrior(i, z[i]);
    if (sum === Number.NEGATIVE_INFINITY) return sum;
    for (let i = 0; i < n; i++) state[i] = coordinates.entry(i, z[i]);
    sampler.mixing(state, q);
    return sum + likelihood.logLikelihood(q);
  };

  let z = start.slice();
  let value = logPosterior(z);
  const precision = new Float64Array(n);
  for (let step = 0; ; step++) {
    const { triangle, changes } = derivatives(setting, inT, z);
    inT.fromTriangle(triangle, values);
    inT.gradient(values, likelihood, slopes);
    const root = curvatureRoot(inT, values, likelihood);
    for (let i = 0; i < n; i++) {
      let slope = coordinates.slope(i, z[i]);
      for (let c = 0; c < m; c++) slope += changes[c * n + i] * slopes[c];
      const own = dofs[i] > 0 ? inT.rows.findIndex((k, c) => k === layout.rows[i] && inT.columns[c] === k) : 0;
      precision[i] = coordinates.precision(i, z[i], slopes[own]);
      whitened[i] = slope / Math.sqrt(precision[i]);
    }
    const informed = new Float64Array(m * n);
    for (let a = 0; a < m; a++) {
      for (let c = 0; c < m; c++) {
        const factor = root[a * m + c];
        if (factor === 0) continue;
        for (let i = 0; i < n; i++) informed[a * n + i] += factor * changes[c * n + i];
      }
      for (let i = 0; i < n; i++) informed[a * n + i] /= Math.sqrt(precision[i]);
    }
    const { step: along, logDeterminant, squared } = solved(informed, m, whitened);
    if (!Number.isFinite(value) || !Number.isFinite(squared)) return undefined;
    if (squared < NEAR || step === MOST_STEPS) {
      let logEvidence = value + (n / 2) * Math.log(2 * Math.PI) - 0.5 * logDeterminant;
      for (let i = 0; i < n; i++) logEvidence -= 0.5 * Math.log(precision[i]);
      return { z, triangle, precision: precision.slice(), informed, directions: m, logEvidence };
    }
    let longest = 0;
    for (let c = 0; c < m; c++) {
      let change = 0;
      for (let i = 0; i < n; i++) change += (changes[c * n + i] * along[i]) / Math.sqrt(precision[i]);
      longest = Math.max(longest, Math.abs(change) / (inT.rows[c] === inT.columns[c] ? 1 : 1 + Math.abs(values[c])));
    }
    let length = Math.min(1, LONGEST / longest);
    let better = false;
    for (let halving = 0; halving < 40 && !better; halving++, length /= 2) {
      const next = z.map((one, i) => one + (length * along[i]) / Math.sqrt(precision[i]));
      const there = logPosterior(next);
      if (!(there > value + 1e-4 * length * squared)) continue;
      [z, value, better] = [next, there, true];
    }
    if (!better) step = MOST_STEPS - 1;
    yield;
  }
}

/** T, and the derivatives (m×n) of its coordinates in those of the state: by differences of one factor of T at a time. */
function derivatives(
  { sampler, layout, coordinates, outputs }: Setting,
  inT: ReturnType<typeof triangleCoordinates>,
  z: Float64Array,
) {
  const { dofs, starts } = layout;
  const n = sampler.size;
  const m = inT.count;
  const entries = outputs * outputs;
  const state = new Float64Array(n);
  for (let i = 0; i < n; i++) state[i] = coordinates.entry(i, z[i]);
  const count = starts.length - 1;
  const factors = Array.from({ length: count }, (_, l) => {
    const factor = new Float64Array(entries);
    sampler.factor(state, l, factor);
    return factor;
  });
  const after = [identity(outputs)];
  for (let l = count - 1; l > 0; l--) after.unshift(product(factors[l], after[0], outputs));
  let before = identity(outputs);
  const triangle = product(factors[0], after[0], outputs);
  const changes = new Float64Array(m * n);
  const high = new Float64Array(entries);
  const low = new Float64Array(entries);
  const change = new Float64Array(m);
  for (let l = 0; l < count; l++) {
    for (let i = starts[l]; i < starts[l + 1]; i++) {
      const by = DIFFERENCE * (dofs[i] === 0 ? 1 : Math.min(1, Math.abs(z[i]) + 1e-3));
      const at = state[i];
      const moved = (to: number, out: Float64Array) => {
        state[i] = coordinates.entry(i, to);
        sampler.factor(state, l, out);
      };
      moved(z[i] + by, high);
      moved(z[i] - by, low);
      state[i] = at;
      for (let e = 0; e < entries; e++) high[e] = (high[e] - low[e]) / (2 * by);
      inT.changes(triangle, product(product(before, high, outputs), after[l], outputs), change);
      for (let c = 0; c < m; c++) changes[c * n + i] = change[c];
    }
    before = product(before, factors[l], outputs);
  }
  return { triangle, changes };
}

/** A root R of −(second derivatives of the log-likelihood) = RᵀR, m×m, of which only the positive part counts. */
function curvatureRoot(
  inT: ReturnType<typeof triangleCoordinates>,
  values: Float64Array,
  likelihood: MixingLikelihood,
) {
  const m = inT.count;
  const curvature = new Float64Array(m * m);
  const at = values.slice();
  const high = new Float64Array(m);
  const low = new Float64Array(m);
  for (let c = 0; c < m; c++) {
    at[c] = values[c] + DIFFERENCE;
    inT.gradient(at, likelihood, high);
    at[c] = values[c] - DIFFERENCE;
    inT.gradient(at, likelihood, low);
    at[c] = values[c];
    for (let d = 0; d < m; d++) {
      const half = (low[d] - high[d]) / (4 * DIFFERENCE);
      curvature[c * m + d] += half;
      curvature[d * m + c] += half;
    }
  }
  const eigenvalues = new Float64Array(m);
  const vectors = new Float64Array(m * m);
  smallEigen(curvature, m, eigenvalues, vectors);
  return Float64Array.from({ length: m * m }, (_, e) => {
    const a = Math.floor(e / m);
    return Math.sqrt(Math.max(0, eigenvalues[a])) * vectors[(e % m) * m + a];
  });
}

/** (1 + BᵀB)⁻¹ g, its product with g and the log-determinant, B m×n. */
function solved(b: Float64Array, m: number, g: Float64Array) {
  const n = g.length;
  const gram = new Float64Array(m * m);
  const inB = new Float64Array(m);
  outerProduct(b, m, n, gram, n);
  for (let a = 0; a < m; a++) for (let i = 0; i < n; i++) inB[a] += b[a * n + i] * g[i];
  const eigenvalues = new Float64Array(m);
  const vectors = new Float64Array(m * m);
  smallEigen(gram, m, eigenvalues, vectors);
  const solution = new Float64Array(m);
  let logDeterminant = 0;
  for (let d = 0; d < m; d++) {
    const one = 1 + Math.max(0, eigenvalues[d]);
    logDeterminant += Math.log(one);
    let part = 0;
    for (let a = 0; a < m; a++) part += vectors[a * m + d] * inB[a];
    for (let a = 0; a < m; a++) solution[a] += (vectors[a * m + d] * part) / one;
  }
  const step = g.slice();
  let squared = 0;
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < m; a++) step[i] -= b[a * n + i] * solution[a];
    squared += step[i] * g[i];
  }
  return { step, squared, logDeterminant };
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0));
}

/** Of lower triangular matrices. */
function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      const value = a[i * n + k];
      if (value === 0) continue;
      for (let j = 0; j <= k; j++) out[i * n + j] += value * b[k * n + j];
    }
  }
  return out;
}
