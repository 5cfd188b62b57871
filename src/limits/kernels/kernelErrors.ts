import { NumericalError } from '../../errors';
import type { DualActivation, PairErrors } from './dualActivation';
import { kinksToDeclare } from './findKinks';
import type { KernelNet } from './kernelOptions';
import type { RowLayers } from './kernelPanels';

/** Of a sum of thousands of function values, relative. */
const ROUNDING = 8 * Number.EPSILON;

/** Quadrature errors of the layers and what becomes of them at the output, to first order. */
export class KernelErrors {
  /** Largest error of E φφ' and of E φ'φ' a layer. */
  private readonly worst: PairErrors[];
  /** Largest E φ'² and tangent kernel before a layer, and what an error of a variance does there. */
  private readonly slope: number[] = [];
  private readonly growth: Growth[] = [];
  private readonly tangent: number[] = [];
  private readonly largest: { nngp: number; ntk: number };
  /** Of nearly parallel rows, at the output. */
  private readonly rounding = { nngp: 0, ntk: 0 };

  constructor(
    private readonly net: KernelNet,
    rows: readonly RowLayers[],
    private readonly wantNtk: boolean,
  ) {
    const { hidden, weight } = net;
    // a pair's variances are those of its rows
    const ofRows = (l: number, k: 0 | 1) =>
      Math.max(0, ...rows.map(({ layers }) => layers[l].errors?.[k].reduce((a, v) => Math.max(a, v), 0) ?? 0));
    this.worst = Array.from({ length: hidden }, (_, l) => ({ value: ofRows(l, 0), slope: ofRows(l, 1) }));
    const most = (of: (r: RowLayers) => Float64Array) =>
      Math.max(...rows.map((r) => of(r).reduce((a, v) => Math.max(a, v), 0)));
    // row by row: of saturating functions long rows have small slopes
    let thetas = rows.map((r) => r.layers[0].q);
    const largest = () => Math.max(...thetas.map((theta) => theta.reduce((a, v) => Math.max(a, v), 0)));
    for (let l = 1; l <= hidden; l++) {
      this.tangent.push(largest());
      this.slope.push(most((r) => r.layers[l - 1].slope));
      const lengths = rows.map((r) => r.layers[l - 1].q);
      this.growth.push(
        growthOf(
          net.dual,
          least(lengths),
          most((r) => r.layers[l - 1].q),
        ),
      );
      thetas = rows.map(({ layers, output }, k) => {
        const variances = l < hidden ? layers[l].q : output;
        return variances.map((variance, i) => variance + weight[l] * thetas[k][i] * layers[l - 1].slope[i]);
      });
    }
    this.largest = { nngp: most((r) => r.output), ntk: largest() };
  }

  add(layer: number, { value, slope }: PairErrors): void {
    const worst = this.worst[layer - 1];
    worst.value = Math.max(worst.value, value);
    worst.slope = Math.max(worst.slope, slope);
  }

  round({ nngp, ntk }: { nngp: number; ntk: number }): void {
    this.rounding.nngp = Math.max(this.rounding.nngp, nngp);
    this.rounding.ntk = Math.max(this.rounding.ntk, ntk);
  }

  total(): { nngpError: number; ntkError: number } {
    const { nngpError, ntkError } = this.quadrature();
    // series are right to more digits than their sums
    const digits = nngpError > 0 ? ROUNDING : 0;
    return {
      nngpError: nngpError + this.rounding.nngp + digits * this.largest.nngp,
      ntkError: ntkError + this.rounding.ntk + digits * this.largest.ntk,
    };
  }

  private quadrature(): { nngpError: number; ntkError: number } {
    let [variance, nngpError, ntkError] = [0, 0, 0];
    for (let l = 0; l < this.worst.length; l++) {
      const w = this.net.weight[l + 1];
      const { value } = this.worst[l];
      const { own, other } = this.growth[l];
      // an error of k moves E φφ' by E φ'φ' of it, those of the two variances by E φφ'' together
      nngpError = w * (value + this.slope[l] * nngpError + other * variance);
      variance = w * (value + own * variance);
      nngpError = Math.max(nngpError, variance);
      ntkError = nngpError + w * (this.worst[l].slope * this.tangent[l] + this.slope[l] * ntkError);
    }
    return { nngpError, ntkError };
  }

  /** @throws NumericalError when the error estimate is beyond the tolerance. */
  check(): void {
    const { activation, tolerance, rounding: allowed = Number.POSITIVE_INFINITY } = this.net;
    const { nngp, ntk } = this.largest;
    const refuse = (nngpError: number, ntkError: number, most: number, what: string, advice: () => string) => {
      const shares = [nngpError / nngp, this.wantNtk ? ntkError / ntk : 0];
      const share = shares.find((part) => part > most || Number.isNaN(part));
      if (share === undefined || nngpError + ntkError === 0) return;
      const got = Number.isNaN(share) ? 'none that is known' : share.toExponential(1);
      throw new NumericalError(
        `${what} below tolerance ${most} of the largest entry, got ${got}; ${advice()}, or raise tolerance`,
      );
    };
    const { nngpError, ntkError } = this.quadrature();
    refuse(nngpError, ntkError, tolerance, 'activation: expected quadrature errors', () => kinksToDeclare(activation));
    const { rounding } = this;
    refuse(
      rounding.nngp,
      rounding.ntk,
      allowed,
      'x: expected rounding of nearly parallel samples',
      () => 'shift or scale inputs that hardly differ',
    );
  }
}

/** Largest |d E φ²/dq| and |E φφ''| = |d E φ²/dq − E φ'²|, at the shortest and the longest row. */
interface Growth {
  own: number;
  other: number;
}

function growthOf(dual: DualActivation, shortest: number, longest: number): Growth {
  const step = 1e-4;
  // shorter ones have no digits for a difference, and linear activations
  const lengths = [shortest, longest].filter((q) => q > 1e-300);
  const { value, slope } = dual.rows(Float64Array.from(lengths.flatMap((q) => [q * (1 - step), q * (1 + step)])));
  const growth = lengths.map((q, i) => (value[2 * i + 1] - value[2 * i]) / (2 * step * q));
  return {
    own: Math.max(0, ...growth.map(Math.abs)),
    other: Math.max(0, ...growth.map((g, i) => Math.abs(g - slope[2 * i]))),
  };
}

function least(columns: readonly Float64Array[]): number {
  return columns.reduce((a, q) => q.reduce((b, v) => Math.min(b, v), a), Number.POSITIVE_INFINITY);
}
