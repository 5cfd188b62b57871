import { multiply } from '../../linalg/multiply';
import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { timesLower, timesLowerTransposed } from '../../linalg/timesLower';

/**
 * Coefficients of a neuron field over one Gaussian source: row (t, c) holds the field's output c at time t.
 *
 * A *growing* source has `outputs` fresh Gaussians at every time, so the rows form a causal (lower block-triangular) matrix.
 * A *fixed* source has the same `size` Gaussians at all times (the entries of W_0 seen from one neuron, or of the readout):
 * fewer columns, when there are fewer of them than times.
 */
export class SourceRows {
  readonly matrix: WorkspaceMatrix;

  constructor(
    ws: Workspace,
    readonly outputs: number,
    times: number,
    /** Gaussians of a fixed source; undefined: a growing one. */
    readonly size: number | undefined,
    /** Where the rows are kept. Default: memory of their own. */
    place?: WorkspaceMatrix,
  ) {
    this.matrix = place ?? ws.matrix(times * outputs, size ?? times * outputs);
  }

  /** Columns that times before `t` can fill. */
  width(t: number): number {
    return this.size ?? t * this.outputs;
  }

  /** Rows of time t; with `fresh` also the columns of time t itself. */
  at(t: number, fresh: boolean): WorkspaceMatrix {
    return this.matrix.block(t * this.outputs, 0, this.outputs, this.width(fresh ? t + 1 : t));
  }

  /** out = coefficients·(rows of all times before t). */
  combine(out: WorkspaceMatrix, coefficients: WorkspaceMatrix, t: number): void {
    const rows = this.matrix.block(0, 0, t * this.outputs, this.width(t));
    if (this.size === undefined) timesLower(out, coefficients, rows);
    else multiply(out, coefficients, rows);
  }

  /** out = a·(rows of the first `times` times)ᵀ + beta·out; `a` may have fewer columns than those rows. */
  project(out: WorkspaceMatrix, a: WorkspaceMatrix, times: number, beta: number): void {
    const rows = this.matrix.block(0, 0, times * this.outputs, a.cols);
    if (this.size === undefined) timesLowerTransposed(out, a, rows, { beta });
    else multiply(out, a, rows, { transposeB: true, beta });
  }
}
