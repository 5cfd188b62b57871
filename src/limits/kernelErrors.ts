import { NumericalError } from '../errors';
import type { PairErrors } from './dualActivation';
import type { KernelNet } from './kernelOptions';
import type { RowLayers } from './kernelPanels';

/** Quadrature errors of the layers and what becomes of them at the output, to first order. */
export class KernelErrors {
  /** Largest error of E φφ' and of E φ'φ' a layer. */
  private readonly worst: PairErrors[];
  /** Largest E φ'² a layer, and largest tangent kernel before it. */
  private readonly slope: number[] = [];
  private readonly tangent: number[] = [];
  private readonly largest: { nngp: number; ntk: number };

  constructor(
    private readonly net: KernelNet,
    rows: readonly RowLayers[],
    private readonly wantNtk: boolean,
  ) {
    const { hidden, weight } = net;
    this.worst = Array.from({ length: hidden }, () => ({ value: 0, slope: 0 }));
    const most = (of: (r: RowLayers) => Float64Array) =>
      Math.max(...rows.map((r) => of(r).reduce((a, v) => Math.max(a, v), 0)));
    let theta = most((r) => r.layers[0].q);
    for (let l = 1; l <= hidden; l++) {
      this.tangent.push(theta);
      this.slope.push(most((r) => r.layers[l - 1].slope));
      const variance = most((r) => (l < hidden ? r.layers[l].q : r.output));
      theta = variance + weight[l] * theta * this.slope[l - 1];
    }
    this.largest = { nngp: most((r) => r.output), ntk: theta };
  }

  add(layer: number, { value, slope }: PairErrors): void {
    const worst = this.worst[layer - 1];
    worst.value = Math.max(worst.value, value);
    worst.slope = Math.max(worst.slope, slope);
  }

  total(): { nngpError: number; ntkError: number } {
    let [nngpError, ntkError] = [0, 0];
    for (let l = 0; l < this.worst.length; l++) {
      const w = this.net.weight[l + 1];
      // an error of k moves E φφ' by E φ'φ' of it, and errors of the two variances by about as much again
      nngpError = w * (this.worst[l].value + 2 * this.slope[l] * nngpError);
      ntkError = nngpError + w * (this.worst[l].slope * this.tangent[l] + this.slope[l] * ntkError);
    }
    return { nngpError, ntkError };
  }

  /** @throws NumericalError when the error estimate is beyond the tolerance. */
  check(): void {
    const { nngpError, ntkError } = this.total();
    const { tolerance } = this.net;
    const shares = [nngpError / this.largest.nngp, this.wantNtk ? ntkError / this.largest.ntk : 0];
    const share = shares.find((part) => part > tolerance || Number.isNaN(part));
    if (share === undefined || nngpError + ntkError === 0) return;
    throw new NumericalError(
      `activation: expected quadrature errors below tolerance ${tolerance} of the largest entry, got ${share.toExponential(1)}; declare the activation's kinks and its derivative, or raise tolerance`,
    );
  }
}
