import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { addScaled } from '../causal/addScaled';
import { symmetrize } from '../causal/neuronField';
import { covary, SourceCovariance } from '../causal/sourceCovariance';
import { SourceRows } from '../causal/sourceRows';
import type { WeightKernel } from '../causal/weightKernels';
import { WeightLink } from '../causal/weightLink';

export interface JointLayerSizes {
  outputs: number;
  /** Times 0 … T. */
  times: number;
  hidden: number;
  /** b of a residual net; undefined: no skip connections. */
  branch?: number;
  /** What stands for b² in the learned part of a layer between two hidden ones. Default b². */
  learnedBranch?: number;
  /** Of W_0 … readout. */
  kernels: readonly WeightKernel[];
}

/** One field of one layer: its coefficients over every Gaussian source that reaches it, and its correlations. */
export interface LayerField {
  /** By source: u_1 … u_L, r_1 … r_L. */
  rows: (SourceRows | undefined)[];
  correlations: WorkspaceMatrix;
}

/** What a field takes from its neighbours. */
interface Advance {
  field: LayerField;
  partner: LayerField;
  /** Times of the partner that are summed over. */
  times: number;
  /** Neighbour of a skip connection. */
  skip: LayerField | undefined;
  /** Source of its own, which enters with coefficient `weight`. */
  own: number;
  weight: number;
}

/**
 * Hidden layers of the joint limit, plain or residual: the processes of the backward fields g_l and forward images z_l
 * (docs/limits/joint-limit.md), kept as coefficients over the Gaussian sources u_1 … u_L, r_1 … r_L. Unlike at fixed data, z_1
 * answers to g_1 of the same time, so every sum of a z runs up to and including that time. In a plain net a field contains
 * the two sources of its own layer only, in a residual net all 2L.
 */
export class JointLayers {
  readonly z: LayerField[] = [];
  readonly g: LayerField[] = [];
  private readonly links: WeightLink[];
  private readonly covariances: SourceCovariance[] = [];
  /** Bracket of a field at the present time, and a field's rows times their covariance: C rows. */
  private readonly bracket: WorkspaceMatrix;
  private readonly covaried: WorkspaceMatrix;

  constructor(
    private readonly ws: Workspace,
    private readonly sizes: JointLayerSizes,
  ) {
    const { outputs, times, kernels } = sizes;
    this.links = kernels.map((kernel) => new WeightLink(kernel, outputs, 1));
    this.bracket = ws.matrix(outputs, outputs * times);
    this.covaried = ws.matrix(outputs, outputs * times);
  }

  /** WebAssembly memory; `plain`: of plain gradient descent, whose covariances are the correlations. */
  static bytes({ outputs, times, hidden, branch }: Omit<JointLayerSizes, 'kernels'>, plain: boolean): number {
    const size = outputs * times;
    const fields = 2 * hidden * ((branch === undefined ? 2 : 2 * hidden) + 1);
    return 8 * size * (size * (fields + (plain ? 0 : 2 * hidden)) + 2 * outputs);
  }

  /** Makes the fields, one a turn: clearing the memory of large ones takes a while. `errorGram`: C_e, filled by the caller. */
  *allocate(errorGram: WorkspaceMatrix): Generator<void> {
    const { ws, sizes, links, covariances, z, g } = this;
    const { outputs, times, hidden, branch } = sizes;
    const size = outputs * times;
    const field = (l: number): LayerField => {
      const sources = Array.from({ length: 2 * hidden }, (_, source) => source).filter((source) => {
        return branch !== undefined || source % hidden === l - 1;
      });
      const growing = sources.filter((source) => !this.isFixed(source));
      // in one piece: the memory grows once a field, and growing it takes longer than a small matrix is worth
      const all = ws.matrix(growing.length * size, size);
      const rows: LayerField['rows'] = new Array(2 * hidden).fill(undefined);
      for (const source of sources) {
        const at = growing.indexOf(source);
        const place = at < 0 ? undefined : all.block(at * size, 0, size, size);
        rows[source] = new SourceRows(ws, outputs, times, at < 0 ? outputs : undefined, place);
      }
      return { rows, correlations: ws.matrix(size, size) };
    };
    for (let l = 1; l <= hidden; l++) {
      for (const fields of [z, g]) {
        fields[l] = field(l);
        yield;
      }
    }
    const covariance = (link: WeightLink, source: number, upstream?: WorkspaceMatrix) =>
      new SourceCovariance(ws, link, 1, outputs, upstream, this.isFixed(source));
    for (let l = 1; l <= hidden; l++) {
      const [u, r] = [this.u(l), this.r(l)];
      covariances[u] = covariance(links[l - 1], u, l === 1 ? errorGram : z[l - 1].correlations);
      covariances[r] = covariance(links[l], r, g[l + 1]?.correlations);
      yield;
    }
  }

  /** g_l(t), after g_{l+1}(t). */
  backward(t: number, l: number): void {
    const { g, z, bracket, links, covariances } = this;
    const { outputs, hidden } = this.sizes;
    const past = t * outputs;
    const above = g[l + 1];
    const own = this.r(l);
    const branch = l === hidden ? 1 : this.branch;
    covariances[own].update(t);
    const { coupling, variance } = links[l].at(t);
    for (let c = 0; c < outputs; c++) {
      const row = bracket.row(c).fill(0);
      if (above) {
        accumulate(row, past, this.learnedBranch, coupling, above.correlations.row(past + c));
        accumulate(row, past, branch, variance, above.rows[this.u(l + 1)]!.matrix.row(past + c));
      } else for (let j = c; j < past; j += outputs) row[j] = coupling[j];
    }
    const weight = this.isFixed(own) ? links[l].kernel.start[t] : branch;
    this.advance(t, { field: g[l], partner: z[l], times: t, skip: above, own, weight });
  }

  /** z_l(t), after z_{l−1}(t); `below` for l = 1: C_e and A^0 = ∂e/∂r_0. */
  forward(t: number, l: number, below: { correlations: WorkspaceMatrix; response?: WorkspaceMatrix }): void {
    const { g, z, bracket, links, covariances } = this;
    const { outputs } = this.sizes;
    const past = t * outputs;
    const own = this.u(l);
    const branch = l === 1 ? 1 : this.branch;
    const { correlations } = l === 1 ? below : z[l - 1];
    const response = l === 1 ? below.response : z[l - 1].rows[this.r(l - 1)]!.matrix;
    covariances[own].update(t);
    const { coupling, variance } = links[l - 1].at(t);
    for (let c = 0; c < outputs; c++) {
      const row = bracket.row(c).fill(0);
      accumulate(row, past, l === 1 ? 1 : this.learnedBranch, coupling, correlations.row(past + c));
      if (response) accumulate(row, past + outputs, branch, variance, response.row(past + c));
    }
    this.advance(t, { field: z[l], partner: g[l], times: t + 1, skip: z[l - 1], own, weight: branch });
  }

  /** ∂g_l/∂u_l. */
  gradientResponse(l: number): WorkspaceMatrix {
    return this.g[l].rows[this.u(l)]!.matrix;
  }

  /** ∂z_l/∂r_l, l < L. */
  errorResponse(l: number): WorkspaceMatrix {
    return this.z[l].rows[this.r(l)]!.matrix;
  }

  private u(l: number): number {
    return l - 1;
  }

  private r(l: number): number {
    return this.sizes.hidden + l - 1;
  }

  private get branch(): number {
    return this.sizes.branch ?? 1;
  }

  private get learnedBranch(): number {
    return this.sizes.learnedBranch ?? this.branch ** 2;
  }

  /** The readout, as long as no noise enters it, is the same C Gaussians at all times. */
  private isFixed(source: number): boolean {
    const { hidden, kernels } = this.sizes;
    return source === this.r(hidden) && !kernels[hidden].noisy;
  }

  /** field(t) = [skip(t) +] weight·own source + bracket·partner, and its correlations with all times up to t. */
  private advance(t: number, { field, partner, times, skip, own, weight }: Advance): void {
    const { bracket, covaried, covariances, sizes } = this;
    const { outputs, branch } = sizes;
    const past = t * outputs;
    const coefficients = bracket.block(0, 0, outputs, times * outputs);
    const out = field.correlations.block(past, 0, outputs, past + outputs);
    let beta = 0;
    field.rows.forEach((rows, source) => {
      if (!rows) return;
      const { matrix } = rows;
      if (times > 0) {
        partner.rows[source]!.combine(matrix.block(past, 0, outputs, rows.width(times)), coefficients, times);
      }
      for (let c = 0; c < outputs; c++) {
        const row = matrix.row(past + c);
        if (branch !== undefined && skip) addScaled(row, skip.rows[source]!.matrix.row(past + c));
        if (source === own) row[this.isFixed(own) ? c : past + c] += weight;
      }
      const now = rows.at(t, true);
      const along = covary(covaried.block(0, 0, outputs, now.cols), now, covariances[source]);
      rows.project(out, along, t + 1, beta);
      beta = 1;
    });
    symmetrize(field.correlations, t, outputs);
  }
}

/** row += factor·weights·of, entry by entry, for the first `columns` columns. */
export function accumulate(
  row: Float64Array | Float32Array,
  columns: number,
  factor: number,
  weights: ArrayLike<number>,
  of: ArrayLike<number>,
): void {
  for (let j = 0; j < columns; j++) row[j] += factor * weights[j] * of[j];
}
