import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { addScaled } from './addScaled';
import { covary, type SourceCovariance } from './sourceCovariance';
import { SourceRows } from './sourceRows';
import type { WeightLink } from './weightLink';

/** What a layer hands to the next one: its field's correlations, and its response where it has one. */
export interface Upstream {
  /** (t, c) × (s, c') averages over neurons. */
  correlations: WorkspaceMatrix;
  /** Response to the partner's source, which couples back through the weights' transpose. */
  cross?: Pick<SourceRows, 'matrix'>;
}

/** Room for one time's rows. */
export interface Scratch {
  coefficients: WorkspaceMatrix;
  product: WorkspaceMatrix;
}

/**
 * One field of one layer at infinite width: the forward image z_l of the error or the backward field g_l. A neuron's field is
 * a linear function of two independent Gaussian sources, its `own` (u_l for z_l, r_l for g_l) and its partner's (`cross`):
 *   z = u + 𝒞 g,  g = r + 𝒟 z  (docs/infinite-width.md), with 𝒞 and 𝒟 strictly causal.
 * Correlations are C×C blocks, G^l(t, s) or Z^l(t, s), filled up to the present time.
 */
export class NeuronField implements Upstream {
  readonly own: SourceRows;
  readonly cross: SourceRows;
  readonly correlations: WorkspaceMatrix;

  constructor(
    ws: Workspace,
    readonly outputs: number,
    times: number,
    sizes: { own?: number; cross?: number },
    /** Of the own source; the partner has that of the other. */
    readonly covariance: SourceCovariance,
    { correlated = true }: { correlated?: boolean } = {},
  ) {
    this.own = new SourceRows(ws, outputs, times, sizes.own);
    this.cross = new SourceRows(ws, outputs, times, sizes.cross);
    this.correlations = correlated ? ws.matrix(times * outputs, times * outputs) : ws.matrix(0, 0);
  }

  /**
   * Rows of time t from the partner's earlier rows. `base`: coefficients over a fixed own source with which it enters
   * (C×size), times `weight`; a growing one enters with the identity.
   */
  advance(t: number, partner: NeuronField, coefficients: WorkspaceMatrix, base?: WorkspaceMatrix, weight = 1): void {
    this.covariance.update(t);
    if (t > 0) {
      partner.own.combine(this.cross.at(t, false), coefficients, t);
      partner.cross.combine(this.own.at(t, false), coefficients, t);
    }
    for (let c = 0; c < this.outputs; c++) {
      const row = this.own.matrix.row(t * this.outputs + c);
      if (base) addScaled(row, base.row(c), weight);
      else row[t * this.outputs + c] = 1;
    }
  }

  /** Correlations of time t with all times up to t, from the sources' covariances; both triangles. */
  correlate(t: number, partner: NeuronField, scratch: Scratch): void {
    const { outputs, own, cross } = this;
    const out = this.correlations.block(t * outputs, 0, outputs, (t + 1) * outputs);
    const along = (rows: WorkspaceMatrix, { covariance }: NeuronField) =>
      covary(scratch.product.block(0, 0, rows.rows, rows.cols), rows, covariance);
    own.project(out, along(own.at(t, true), this), t + 1, 0);
    if (t > 0) cross.project(out, along(cross.at(t, false), partner), t + 1, 1);
    symmetrize(this.correlations, t, outputs);
  }

  /** Whether everything of time t is finite. */
  finiteAt(t: number): boolean {
    for (let i = t * this.outputs; i < (t + 1) * this.outputs; i++) {
      const rows = [this.own.matrix.row(i), this.cross.matrix.row(i)];
      if (this.correlations.rows > 0) rows.push(this.correlations.row(i).subarray(0, (t + 1) * this.outputs));
      for (const row of rows) for (let j = 0; j < row.length; j++) if (!Number.isFinite(row[j])) return false;
    }
    return true;
  }
}

/** Mirrors the rows of time t into its columns; the block (t, t) becomes symmetric to the last bit. */
export function symmetrize(correlations: WorkspaceMatrix, t: number, outputs: number): void {
  const all = correlations.data;
  const n = correlations.cols;
  const first = t * outputs;
  for (let i = first; i < first + outputs; i++) {
    for (let j = first; j < i; j++) all[i * n + j] = 0.5 * (all[i * n + j] + all[j * n + i]);
    for (let j = 0; j < i; j++) all[j * n + i] = all[i * n + j];
  }
}

/**
 * The bracket of docs/infinite-width.md for time t, columns (s, c') with s < t:
 * K(t, s)·⟨upstream(t) upstream(s)⟩ + Q(t, s)·∂upstream(t)/∂source(s), times `ratio`. Without `upstream`: the readout, ⟨··⟩ = 1.
 */
export function couple(
  out: WorkspaceMatrix,
  t: number,
  link: WeightLink,
  upstream: Upstream | undefined,
  ratio = 1,
): WorkspaceMatrix {
  const outputs = out.rows;
  const columns = t * outputs;
  const { coupling, variance } = link.at(t);
  for (let c = 0; c < outputs; c++) {
    const row = out.row(c);
    if (!upstream) {
      for (let j = 0; j < columns; j++) row[j] = j % outputs === c ? coupling[j] : 0;
      continue;
    }
    const correlations = upstream.correlations.row(columns + c);
    for (let j = 0; j < columns; j++) row[j] = coupling[j] * correlations[j];
    if (upstream.cross) {
      const response = upstream.cross.matrix.row(columns + c);
      for (let j = 0; j < columns; j++) row[j] += variance[j] * response[j];
    }
    if (ratio !== 1) for (let j = 0; j < columns; j++) row[j] *= ratio;
  }
  return out.block(0, 0, outputs, columns);
}
