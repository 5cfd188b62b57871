import { ShapeError, ValueError } from '../../errors';
import { matmul } from '../../linalg/matmul';
import { matmulChain } from '../../linalg/matmulChain';
import { svd } from '../../linalg/svd';
import { type Matrix, type MatrixLike, matrix } from '../../matrix';
import { integer, knownOptions } from '../../validate';
import { modes, readTimes } from './exactModes';
import { finiteMatrix, riccati } from './exactRiccati';
import { integrateLayers } from './integrateLayers';
import { rankBeyondRounding } from './rankBeyondRounding';
import { turnColumns, turnRows, withoutModes } from './settledModes';

/**
 * Most (‖W(0)‖/‖Σ‖)^{2/M}. Factors with the product W(0) are balanced but for the rounding of ‖W(0)‖^{2/M}, which the flow
 * keeps: when W has come down to Σ it is 2e-10 of the layers' squares at this ratio (measured in W: 3e-9).
 */
const BALANCED = 1e6;

export interface EndToEndOptions {
  /** Weight matrices M, 1 to 1000 (hidden layers: M − 1). */
  matrices: number;
  /**
   * W = W_M … W_1 at time 0, C×D, of any rank; directions without weight never learn for M ≥ 2. For M > 2 not larger than
   * 10^{3M} times Σ.
   */
  initial: MatrixLike;
  /** Σ, C×D, of any rank. */
  target: MatrixLike;
  /** Times ≥ 0 in any order. */
  times: ArrayLike<number>;
  /** Most steps of the integrator, M > 2. Default 20,000; some hundred where strong modes arrive before weak ones. */
  maxSteps?: number;
}

/**
 * End-to-end map W (C×D) at every time of gradient flow on ½‖W_M … W_1 − Σ‖² (whitened inputs) from balanced weights,
 * W_{j+1}ᵀW_{j+1} = W_jW_jᵀ, for hidden layers of at least the rank of W(0):
 *   dW/dt = −Σ_{j=1..M} (WWᵀ)^{(j−1)/M} (W − Σ) (WᵀW)^{(M−j)/M}.
 * Arora, Cohen & Hazan 2018 (arXiv:1802.06509), theorem 1. M = 1: W = Σ + e^{−t}(W(0) − Σ); M = 2: closed form of
 * `exact.riccati`; M > 2: the balanced factors of W(0) are integrated to rounding, which is smooth also where a singular
 * value vanishes and the powers above are not. Modes that have arrived, and that nothing couples to the others any more, are left out.
 * @throws ShapeError, ValueError for options outside their range or unknown; NumericalError when maxSteps are not enough
 */
export function endToEnd(options: EndToEndOptions): Matrix[] {
  knownOptions('exact.endToEnd', options, ['matrices', 'initial', 'target', 'times', 'maxSteps']);
  const M = integer('matrices', options.matrices, 1, 1000);
  const initial = finiteMatrix('initial', options.initial);
  const target = finiteMatrix('target', options.target);
  const { rows: C, cols: D } = initial;
  if (target.rows !== C || target.cols !== D) {
    throw new ShapeError(`target: expected ${C}×${D} as initial, got ${target.rows}×${target.cols}`);
  }
  const times = readTimes(options.times);
  const maxSteps = integer('maxSteps', options.maxSteps ?? 20_000, 1);
  if (M === 1) {
    return Array.from(times, (t) => {
      const [kept, learnt] = [Math.exp(-t), -Math.expm1(-t)];
      return matrix(
        C,
        D,
        target.data.map((s, i) => kept * initial.data[i] + learnt * s),
      );
    });
  }
  const { factors, s: initialValues } = balancedFactors(initial, M);
  if (factors[0].rows === 0) return Array.from(times, () => matrix(C, D));
  if (M === 2) return riccati({ w1: factors[0], w2: factors[1], target, times });
  // without a target any basis is its own: that of W(0), in which modes go down alone
  const nothing = target.data.every((entry) => entry === 0);
  const { u, s, vt } = svd(nothing ? initial : target, { full: true });
  if (nothing) {
    const curves = modes({ matrices: M, strengths: s.map(() => 0), initial: s, times });
    return curves.map((values) => matmulChain(u, diagonal(C, D, values), vt));
  }
  const start = matmul(matmul(u, initial, { transposeA: true }), vt, { transposeB: true });
  if (start.data.every((w, i) => w === 0 || i % (D + 1) === 0)) {
    const aligned = s.map((_, k) => start.data[k * (D + 1)]);
    const curves = modes({ matrices: M, strengths: s, initial: aligned, times });
    return curves.map((values) => matmulChain(u, diagonal(C, D, values), vt));
  }
  const [norm] = initialValues;
  if (norm ** (2 / M) / s[0] ** (2 / M) > BALANCED) {
    const digits = (value: number) => value.toPrecision(2);
    throw new ValueError(
      `initial: expected a norm up to 10^${3 * M} times that of target, ${digits(s[0])}, got ${digits(norm)}`,
    );
  }
  factors[0] = matmul(factors[0], vt, { transposeB: true });
  factors[M - 1] = matmul(u, factors[M - 1], { transposeA: true });
  return flowOfModes({ factors, u, strengths: s, vt, target, times, maxSteps });
}

interface ModesFlow {
  /** Balanced layers W_1 … W_M in the singular basis of Σ. */
  factors: Matrix[];
  /** Σ = u·diag(strengths)·vt. */
  u: Matrix;
  strengths: Float64Array;
  vt: Matrix;
  target: Matrix;
  times: Float64Array;
  maxSteps: number;
}

/** W at every time. Modes that have arrived are left out of what is integrated further, and with them their rates. */
function flowOfModes({ factors, strengths, target, times, maxSteps, ...start }: ModesFlow): Matrix[] {
  const { rows: C, cols: D } = target;
  const result: Matrix[] = Array.from(times, () => matrix(C, D, target.data.slice()));
  let waiting = Array.from(times, (_, k) => k).sort((a, b) => times[a] - times[b]);
  let { u, vt } = start;
  let [layers, gone, from, steps] = [factors, 0, 0, 0];
  /** Arrived modes, and W of the others, in the basis of the data. */
  const whole = (rest: Matrix) => {
    const all = diagonal(C, D, strengths.subarray(0, gone));
    for (let i = 0; i < rest.rows; i++) {
      all.data.set(rest.data.subarray(i * rest.cols, (i + 1) * rest.cols), (gone + i) * D + gone);
    }
    return matmulChain(u, all, vt);
  };
  while (waiting.length > 0 && gone < strengths.length) {
    const rest = diagonal(C - gone, D - gone, strengths.subarray(gone));
    // directions without weight never learn
    if (layers[0].rows === 0) {
      for (const k of waiting) result[k] = whole(matrix(rest.rows, rest.cols));
      break;
    }
    const { solved, settled, stepsTaken } = integrateLayers({
      layers,
      target: rest,
      scale: strengths[0],
      times: waiting.map((k) => times[k]),
      from,
      stepsBefore: steps,
      maxSteps,
    });
    solved.forEach((w, j) => {
      result[waiting[j]] = whole(w);
    });
    waiting = waiting.slice(solved.length);
    if (!settled) break;
    const { basis } = settled;
    if (basis) [u, vt] = [turnColumns(u, basis, gone), turnRows(vt, basis, gone)];
    if (gone + settled.count < strengths.length) layers = withoutModes(settled.layers, settled);
    [gone, from, steps] = [gone + settled.count, settled.t, stepsTaken];
  }
  return result;
}

function diagonal(rows: number, cols: number, values: Float64Array): Matrix {
  const out = matrix(rows, cols);
  values.forEach((value, k) => {
    out.data[k * (cols + 1)] = value;
  });
  return out;
}

/** W_1 … W_M, balanced, with the product w: hidden layers of the rank of w. With the singular values of w. */
function balancedFactors(w: Matrix, M: number): { factors: Matrix[]; s: Float64Array } {
  const { u, s, vt } = svd(w);
  const r = Math.min(rankBeyondRounding(w), s.filter((value) => value > 0).length);
  const roots = Array.from({ length: r }, (_, k) => s[k] ** (1 / M));
  const first = matrix(r, w.cols);
  const last = matrix(w.rows, r);
  for (let k = 0; k < r; k++) {
    for (let d = 0; d < w.cols; d++) first.data[k * w.cols + d] = roots[k] * vt.data[k * w.cols + d];
    for (let c = 0; c < w.rows; c++) last.data[c * r + k] = roots[k] * u.data[c * u.cols + k];
  }
  const middle = Array.from({ length: M - 2 }, () => {
    const diagonal = matrix(r, r);
    for (let k = 0; k < r; k++) diagonal.data[k * r + k] = roots[k];
    return diagonal;
  });
  return { factors: [first, ...middle, last], s };
}
