import { multiply } from '../../linalg/multiply';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../../linalg/resident';
import { type Matrix, matrix } from '../../matrix';
import { integrateFlow } from './integrateFlow';
import { settledModes } from './settledModes';

/** Time constants after which what was near is at its end: e^−4 of it is rounding. */
const REST = 4;

export interface LayersFlowOptions {
  /** W_1 … W_M. */
  layers: Matrix[];
  /** Σ, diagonal, strongest mode first. */
  target: Matrix;
  /** Largest entry of the whole Σ. */
  scale: number;
  /** In order, from `from` on. */
  times: number[];
  from: number;
  stepsBefore: number;
  maxSteps: number;
}

export interface LayersFlow {
  /** W at the times until modes settle. */
  solved: Matrix[];
  /** The modes that did, when, and the layers then. Undefined: none, all times are solved. */
  settled?: { count: number; basis?: Matrix; t: number; layers: Matrix[] };
  stepsTaken: number;
}

/**
 * W_M … W_1 of gradient flow on ½‖W_M … W_1 − Σ‖², to rounding, until some modes have arrived for good.
 * @throws NumericalError when maxSteps are not enough
 */
export function integrateLayers({ layers, target, scale, times, ...options }: LayersFlowOptions): LayersFlow {
  return withWorkspace((ws) => {
    const flow = new LayerFlow(ws, layers, target);
    let settled: LayersFlow['settled'];
    // what couples a mode of strength s to weaker ones decays with rate s^{2−2/M} at least, itself with M times that
    const slowest = 2 - 2 / layers.length;
    let near: { count: number; until: number } | undefined;
    let stepsTaken = options.stepsBefore;
    const solved = integrateFlow({
      derivative: (_, y, out) => flow.derivative(y, out),
      start: layers.flatMap(({ data }) => Array.from(data)),
      times,
      settled: (y, t) => {
        if (settled) return true;
        const { count, done, basis } = settledModes(flow.product(y), target, scale);
        if (count > 0) near ??= { count, until: t + REST / target.data[(count - 1) * (target.cols + 1)] ** slowest };
        if (done || (count > 0 && near && t >= near.until)) {
          settled = { count: done ? count : Math.min(count, near!.count), basis, t, layers: flow.layers(y) };
          return true;
        }
        stepsTaken++;
        return false;
      },
      ...options,
    });
    const reached = settled ? times.filter((t) => t <= settled!.t).length : times.length;
    return { solved: solved.slice(0, reached).map((y) => flow.product(y)), settled, stepsTaken };
  });
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

  /** W_1 … W_M. */
  layers(y: Float64Array): Matrix[] {
    let at = 0;
    return this.weights.map(({ rows, cols }) => {
      at += rows * cols;
      return matrix(rows, cols, y.slice(at - rows * cols, at));
    });
  }

  /** W_M … W_1. */
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
