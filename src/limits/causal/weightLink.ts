import type { WeightKernel } from './weightKernels';

/** The kernels of a weight matrix spread over the columns (s, c) of a row of time t. */
export interface LinkRow {
  /** K(t, s) for s < t. */
  coupling: Float64Array;
  /** Q(t, s) for s ≤ t. */
  variance: Float64Array;
}

/** A weight matrix between two fields. */
export class WeightLink {
  private readonly row: LinkRow;
  /** Time of `row`; undefined where it holds for all times. */
  private time: number | undefined = -1;

  constructor(
    readonly kernel: WeightKernel,
    private readonly outputs: number,
    /** ρ = (width after the matrix)/(width before it); N_1/N_L for W_0, 1 for the readout. */
    readonly ratio: number,
  ) {
    const steps = kernel.kappa.length;
    const size = outputs * (steps + 1);
    this.row = { coupling: new Float64Array(size), variance: new Float64Array(size) };
    if (!kernel.plain) return;
    this.fill(steps);
    this.time = undefined;
  }

  /** Row of time t, valid until the next call. */
  at(t: number): LinkRow {
    if (this.time !== undefined && this.time !== t) this.fill(t);
    return this.row;
  }

  private fill(t: number): void {
    const { row, kernel, outputs } = this;
    const spread = (to: Float64Array, from: Float64Array) => {
      for (let j = 0; j < from.length * outputs; j++) to[j] = from[Math.floor(j / outputs)];
    };
    spread(row.coupling, kernel.coupling(t));
    spread(row.variance, kernel.covariance(t));
    this.time = t;
  }
}
