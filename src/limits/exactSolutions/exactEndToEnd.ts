import { ShapeError } from '../../errors';
import { multiply } from '../../linalg/multiply';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../../linalg/resident';
import { svd } from '../../linalg/svd';
import { type Matrix, type MatrixLike, matrix } from '../../matrix';
import { integer, knownOptions } from '../../validate';
import { readTimes } from './exactModes';
import { finiteMatrix, riccati } from './exactRiccati';
import { integrateFlow } from './integrateFlow';

export interface EndToEndOptions {
  /** Weight matrices M ≥ 1 (hidden layers: M − 1). */
  matrices: number;
  /** W = W_M … W_1 at time 0, C×D, of any rank; directions without weight never learn for M ≥ 2. */
  initial: MatrixLike;
  /** Σ, C×D, of any rank. */
  target: MatrixLike;
  /** Times ≥ 0 in any order. */
  times: ArrayLike<number>;
  /** Most steps of the integrator, M > 2. Default 20,000: times up to some 5·10⁴ over the fastest rate M σ_max^{2−2/M}. */
  maxSteps?: number;
}

/** Largest entry of W − Σ relative to the largest of Σ that counts as rounding. */
const ARRIVED = 2e-14;

/**
 * End-to-end map W (C×D) at every time of gradient flow on ½‖W_M … W_1 − Σ‖² (whitened inputs) from balanced weights,
 * W_{j+1}ᵀW_{j+1} = W_jW_jᵀ, for hidden layers of at least the rank of W(0):
 *   dW/dt = −Σ_{j=1..M} (WWᵀ)^{(j−1)/M} (W − Σ) (WᵀW)^{(M−j)/M}.
 * Arora, Cohen & Hazan 2018 (arXiv:1802.06509), theorem 1. M = 1: W = Σ + e^{−t}(W(0) − Σ); M = 2: closed form of
 * `exact.riccati`; M > 2: the balanced factors of W(0) are integrated to rounding, which is smooth also where a singular
 * value vanishes and the powers above are not. For M > 2 and a target that is not reached, times cost as with any explicit method.
 * @throws ShapeError, ValueError for options outside their range or unknown; NumericalError when maxSteps are not enough
 */
export function endToEnd(options: EndToEndOptions): Matrix[] {
  knownOptions('exact.endToEnd', options, ['matrices', 'initial', 'target', 'times', 'maxSteps']);
  const M = integer('matrices', options.matrices, 1, 10_000);
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
  const factors = balancedFactors(initial, M);
  if (factors[0].rows === 0) return Array.from(times, () => matrix(C, D));
  if (M === 2) return riccati({ w1: factors[0], w2: factors[1], target, times });
  const order = Array.from(times, (_, k) => k).sort((a, b) => times[a] - times[b]);
  const result: Matrix[] = new Array(times.length);
  withWorkspace((ws) => {
    const flow = new LayerFlow(ws, factors, target);
    const solved = integrateFlow({
      derivative: (_, y, out) => flow.derivative(y, out),
      start: factors.flatMap(({ data }) => Array.from(data)),
      times: order.map((k) => times[k]),
      settled: (y) => flow.arrived(y),
      maxSteps,
    });
    order.forEach((k, j) => {
      result[k] = flow.product(solved[j]);
    });
  });
  return result;
}

/** The flow of all layers, W_1 … W_M one after the other in one vector. */
class LayerFlow {
  private readonly weights: WorkspaceMatrix[];
  private readonly slopes: WorkspaceMatrix[];
  /** W_j … W_1. */
  private readonly below: WorkspaceMatrix[];
  /** (W_M … W_{j+1})ᵀ (Σ − W). */
  private readonly back: WorkspaceMatrix[];

  constructor(
    ws: Workspace,
    factors: Matrix[],
    private readonly target: Matrix,
  ) {
    const { cols } = target;
    this.weights = factors.map((w) => ws.matrix(w.rows, w.cols));
    this.slopes = factors.map((w) => ws.matrix(w.rows, w.cols));
    this.below = factors.map((w, j) => (j === 0 ? this.weights[0] : ws.matrix(w.rows, cols)));
    this.back = factors.map((w, j) => (j === 0 ? this.slopes[0] : ws.matrix(w.rows, cols)));
  }

  /** dW_j/dt = (W_M … W_{j+1})ᵀ (Σ − W) (W_{j−1} … W_1)ᵀ. */
  derivative(y: Float64Array, out: Float64Array): void {
    const { weights, slopes, below, back, target } = this;
    const last = weights.length - 1;
    const product = this.multiplied(y);
    back[last].data.set(target.data.map((s, i) => s - product[i]));
    for (let j = last; j > 0; j--) {
      multiply(slopes[j], back[j], below[j - 1], { transposeB: true });
      multiply(back[j - 1], weights[j], back[j], { transposeA: true });
    }
    let at = 0;
    for (const { data } of slopes) {
      out.set(data, at);
      at += data.length;
    }
  }

  /** Whether the loss is 0 to rounding; it never grows again. */
  arrived(y: Float64Array): boolean {
    const { data } = this.target;
    const product = this.multiplied(y);
    let [scale, off] = [0, 0];
    for (let i = 0; i < product.length; i++) {
      scale = Math.max(scale, Math.abs(data[i]));
      off = Math.max(off, Math.abs(product[i] - data[i]));
    }
    return off <= ARRIVED * scale;
  }

  product(y: Float64Array): Matrix {
    const { rows, cols } = this.target;
    return matrix(rows, cols, this.multiplied(y).slice());
  }

  private multiplied(y: Float64Array): Float64Array {
    const { weights, below } = this;
    let at = 0;
    for (const { data } of weights) {
      data.set(y.subarray(at, at + data.length));
      at += data.length;
    }
    for (let j = 1; j < weights.length; j++) multiply(below[j], weights[j], below[j - 1]);
    return below[below.length - 1].data as Float64Array;
  }
}

/** W_1 … W_M, balanced, with the product w: hidden layers of the rank of w. */
function balancedFactors(w: Matrix, M: number): Matrix[] {
  const { u, s, vt } = svd(w);
  const rank = s.indexOf(0);
  const r = rank < 0 ? s.length : rank;
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
  return [first, ...middle, last];
}
