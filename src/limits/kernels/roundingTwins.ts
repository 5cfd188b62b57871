import type { KernelNet, KernelSamples } from './kernelOptions';
import type { RowLayers } from './kernelPanels';

/** Share of ab below which ab − c² has lost digits that show. */
const NEAR = 1e-6;
/** Relative, of variances and covariances of a layer; inputs from which on sums of them round as much. */
const ROUNDING = { each: 4 * Number.EPSILON, inputs: 2 ** 16 };

/**
 * What rounding of c does to pairs of nearly parallel u and v: long inputs that hardly differ depend on digits of ab − c² that are not
 * there. Each such pair of a row goes through the layers a second time, a rounding apart in each, and what that changes at the output is
 * its error. Equal inputs are exact.
 */
export class RoundingTwins {
  /** Columns of the pairs, and their second kernels. */
  private readonly columns: Int32Array;
  private readonly k: Float64Array;
  private readonly theta: Float64Array;
  private count = 0;
  private readonly taken: Uint8Array;
  private readonly one = new Float64Array(1);
  private readonly slope: Float64Array | undefined;

  constructor(
    private readonly net: KernelNet,
    private readonly samples: KernelSamples,
    wantNtk: boolean,
  ) {
    const room = samples.right.rows;
    this.columns = new Int32Array(room);
    this.k = new Float64Array(room);
    this.theta = new Float64Array(room);
    this.taken = new Uint8Array(room);
    this.slope = wantNtk ? new Float64Array(1) : undefined;
  }

  clear(): void {
    this.taken.fill(0);
    this.count = 0;
  }

  /** Takes up the pairs that are nearly parallel before a layer: of row i with `k.length` rows from `from` on. */
  add(
    layer: number,
    own: RowLayers,
    i: number,
    other: RowLayers,
    from: number,
    k: Float64Array,
    theta: Float64Array | undefined,
  ): void {
    const a = own.layers[layer - 1].q[i];
    const { q } = other.layers[layer - 1];
    for (let j = 0; j < k.length; j++) {
      const [b, c] = [q[from + j], k[j]];
      if (!(c * c > (1 - NEAR) * a * b) || this.taken[j]) continue;
      // equal numbers alone may be rounding of inputs that are not; deeper ones came to agree
      if (a === b && Math.abs(c) === a && (layer > 1 || this.areSame(i, from + j))) continue;
      this.taken[j] = 1;
      this.columns[this.count] = j;
      this.k[this.count] = c;
      if (theta) this.theta[this.count] = theta[j];
      this.count++;
    }
  }

  /** Whether two inputs are equal, or opposite. */
  private areSame(i: number, j: number): boolean {
    const { left, right } = this.samples;
    const x = left.data.subarray(i * left.cols, (i + 1) * left.cols);
    const y = right.data.subarray(j * left.cols, (j + 1) * left.cols);
    return x.every((v, k) => v === y[k]) || x.every((v, k) => v === -y[k]);
  }

  advance(layer: number, own: RowLayers, i: number, other: RowLayers, from: number): void {
    const { dual, weight, bias } = this.net;
    const [left, right] = [own.layers[layer - 1], other.layers[layer - 1]];
    const { one, slope } = this;
    const rounding = ROUNDING.each * (1 + this.samples.left.cols / ROUNDING.inputs);
    for (let n = 0; n < this.count; n++) {
      one[0] = this.k[n] * (1 - rounding);
      dual.pairs(left, i, right, from + this.columns[n], one, slope);
      this.k[n] = weight[layer] * one[0] + bias[layer];
      if (slope) this.theta[n] = this.k[n] + weight[layer] * this.theta[n] * slope[0];
    }
  }

  /** Largest differences from the kernels of the row, at the output. */
  differences(k: Float64Array, theta: Float64Array | undefined): { nngp: number; ntk: number } {
    const worst = { nngp: 0, ntk: 0 };
    for (let n = 0; n < this.count; n++) {
      const j = this.columns[n];
      worst.nngp = Math.max(worst.nngp, Math.abs(this.k[n] - k[j]));
      if (theta) worst.ntk = Math.max(worst.ntk, Math.abs(this.theta[n] - theta[j]));
    }
    return worst;
  }
}
