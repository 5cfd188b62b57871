import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { type Matrix, matrix } from '../../matrix';

/**
 * The causal half of a two-time matrix on the JavaScript heap: for every time t the `outputs` rows of all columns up to t
 * (or of a fixed number of columns), one after the other.
 */
export class CausalHistory {
  private readonly data: Float64Array;

  private constructor(
    /** Times held. */
    readonly times: number,
    private readonly outputs: number,
    /** Columns of every row; undefined: (t + 1)·outputs at time t. */
    readonly columns: number | undefined,
  ) {
    this.data = new Float64Array(this.offset(times));
  }

  /** Copies the first `times` times out of WebAssembly memory. */
  static of(source: WorkspaceMatrix, times: number, outputs: number, columns?: number): CausalHistory {
    const history = new CausalHistory(times, outputs, columns);
    for (let t = 0; t < times; t++) {
      for (let c = 0; c < outputs; c++) {
        history.row(t, c).set(source.row(t * outputs + c).subarray(0, history.width(t)));
      }
    }
    return history;
  }

  /** Row (t, c), in place. */
  row(t: number, c: number): Float64Array {
    const start = this.offset(t) + c * this.width(t);
    return this.data.subarray(start, start + this.width(t));
  }

  /** The outputs×outputs block (t, s), s ≤ t. */
  block(t: number, s: number): Matrix {
    const { outputs } = this;
    const out = matrix(outputs, outputs);
    for (let c = 0; c < outputs; c++) {
      out.data.set(this.row(t, c).subarray(s * outputs, (s + 1) * outputs), c * outputs);
    }
    return out;
  }

  /** The first `times` times in WebAssembly memory. */
  load(ws: Workspace, times: number): WorkspaceMatrix {
    const { outputs } = this;
    const size = times * outputs;
    const out = ws.matrix(size, this.columns ?? size);
    for (let i = 0; i < size; i++) {
      out.row(i).set(this.row(Math.floor(i / outputs), i % outputs).subarray(0, out.cols));
    }
    return out;
  }

  /** Both triangles of the first `times` times, the row of time t multiplied by `weight(t)`, entry by entry. */
  loadSymmetric(ws: Workspace, times: number, weight?: (t: number) => ArrayLike<number>): WorkspaceMatrix {
    const size = times * this.outputs;
    const out = this.load(ws, times);
    const all = out.data;
    for (let i = 0; i < size; i++) {
      const factors = weight?.(Math.floor(i / this.outputs));
      if (factors) for (let j = 0; j <= i; j++) all[i * size + j] *= factors[j];
      for (let j = 0; j < i; j++) all[j * size + i] = all[i * size + j];
    }
    return out;
  }

  /** Averages the block (t, t) with its transpose. */
  symmetrizeBlock(t: number): void {
    const { outputs } = this;
    for (let i = 0; i < outputs; i++) {
      for (let j = 0; j < i; j++) {
        const low = this.row(t, i);
        const high = this.row(t, j);
        low[t * outputs + j] = high[t * outputs + i] = 0.5 * (low[t * outputs + j] + high[t * outputs + i]);
      }
    }
  }

  private width(t: number): number {
    return this.columns ?? (t + 1) * this.outputs;
  }

  private offset(t: number): number {
    const { outputs, columns } = this;
    return columns === undefined ? (outputs * outputs * t * (t + 1)) / 2 : outputs * columns * t;
  }
}
