import { checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { ShapeError } from '../errors';
import { eigh } from '../linalg/eigh';
import { matmul } from '../linalg/matmul';
import { type Matrix, matrix } from '../matrix';
import { type OptimizerOptions, optimizer, optimizerOptions } from '../optimizer';
import { hiddenLayers } from '../perLayer';
import { knownOptions, positive, reject } from '../validate';

/**
 * Data, net and the rule of `train` in the limit of small steps: momentum (with or without `nesterov`) heats by 1/(1 − μ), decoupled
 * decay λ' acts as coupled decay λ' (1 − μ). Every layer needs some decay.
 */
export interface LangevinEquilibriumOptions extends OptimizerOptions {
  /** Moments of the training data, one output: all that the equilibrium depends on. */
  moments: MomentsLike;
  /** L ≥ 1. */
  hidden: number;
  /** Richness γ0 of muP. Default 1. */
  gamma0?: number;
  /** θ > 0. */
  temperature: number;
}

/** A minimum of the free energy F(u). */
export interface LangevinMinimum {
  /** u ≥ 1. */
  readonly orderParameter: number;
  /** F(u). */
  readonly freeEnergy: number;
}

export interface LangevinEquilibrium {
  /** u of least F: 1 for the Gaussian process, above it features have been learnt. */
  readonly orderParameter: number;
  readonly freeEnergy: number;
  /**
   * Every local minimum, u ascending; more than one where learning is a transition of first order. Noise on fields of
   * infinitely many neurons does not cross the barrier: training ends in the one whose valley it starts in.
   */
  readonly minima: readonly LangevinMinimum[];
  /** Mean predictor, 1×D: f(x) = predictor·x. Fluctuations vanish as N^{−1/2}. */
  readonly predictor: Matrix;
  /** Loss ½ mean (y − f)² of the mean predictor on the data. */
  readonly loss: number;
  /** The predictor of the Gaussian process, u = 1 (γ0 → 0). */
  readonly gaussianProcess: Matrix;
  /** κ: outputs have the prior covariance κ x·x'/D (times 1/(γ0² N)). */
  readonly kernelScale: number;
  /** θ/(1 − μ). */
  readonly temperature: number;
}

const names = ['moments', 'hidden', 'gamma0', ...optimizerOptions];
/** Points per factor of e in u in the search for minima. */
const POINTS = 200;
const HALVINGS = 60;
/** Rounding of moments. */
const FORGIVEN = 1e-6;

/**
 * Equilibrium of Langevin training (noise of temperature θ, decay λ, small steps η γ0² N on ½ mean_P (y − f)²) of a plain
 * muP net with one output as N → ∞ at fixed data: the weights reach their posterior under the prior N(0, v), v = θ/λ, with
 * Gaussian label noise θP/(γ0² N). Kernels are renormalized by one order parameter u, the minimum of
 *   F(u) = L (u − log u) + γ0² yᵀ (κK + θP)⁻¹ y,   κ = v^{L+1} u^L,   K = XXᵀ/D (samples as rows),
 * and the mean predictor is κ k*ᵀ (κK + θP)⁻¹ y. It is where `infiniteWidth` with `temperature` ends. With decay of its own in
 * each layer, v^{L+1} is the product of θ/λ_l. Li & Sompolinsky 2021 (arXiv:2004.07689) in mean-field scaling; derivation in
 * docs/limits/langevin.md.
 * @throws ValueError, ShapeError for options outside their range or unknown; several outputs are not described
 */
export function langevinEquilibrium(options: LangevinEquilibriumOptions): LangevinEquilibrium {
  knownOptions('langevinEquilibrium', options, names);
  const hidden = hiddenLayers(options.hidden);
  const gamma0 = positive('gamma0', options.gamma0 ?? 1);
  const { momentum, weightDecay, decoupledDecay } = optimizer(options, hidden);
  const theta = positive('temperature', options.temperature) / (1 - momentum);
  const variance = weightDecay.reduce((product, coupled, l) => {
    const decay = coupled + decoupledDecay[l] * (1 - momentum);
    return product * (theta / positive(`weightDecay[${l}] (with decoupledDecay)`, decay));
  }, 1);
  positive('weightDecay: product of temperature/decay over the layers', variance);
  const { sxx, syx, syy } = checkedMoments('moments', options.moments);
  const D = sxx.rows;
  if (syx.rows !== 1) throw new ShapeError(`moments.syx: expected 1×${D} (one output), got ${syx.rows}×${D}`);

  // y ᵀ(κK + θP)⁻¹y in the eigenbasis of Sxx/D: (Syy − Σ κ b²/D/(κe + θ))/θ, with nothing left of the number of samples
  const { values, vectors } = eigh(symmetrized(sxx));
  const e = values.map((value) => Math.max(0, value) / D);
  const b = Float64Array.from(matmul(syx, vectors).data);
  // labels do not depend on directions without inputs
  const rounding = D * 2 ** -52 * Math.max(...e);
  b.forEach((_, i) => {
    if (e[i] <= rounding) b[i] = 0;
  });
  const fitted = b.reduce((sum, value, i) => sum + (value === 0 ? 0 : (value * value) / D / e[i]), 0);
  if (fitted > syy * (1 + FORGIVEN)) reject('moments.syy', `at least ${fitted}, what a linear fit explains`, syy);
  const scaleOf = (u: number) => variance * u ** hidden;
  const freeEnergy = (u: number) => {
    const scale = scaleOf(u);
    let explained = 0;
    for (let i = 0; i < D; i++) explained += ((b[i] * b[i]) / D) * (scale / (scale * e[i] + theta));
    return hidden * (u - Math.log(u)) + (gamma0 ** 2 * (syy - explained)) / theta;
  };
  /** u F'(u)/L = u − 1 − γ0² κ Σ b²/D/(κe + θ)²; the sum is largest, b²/(4 D e θ), where κe = θ. */
  const slope = (u: number) => {
    const scale = scaleOf(u);
    let pull = 0;
    for (let i = 0; i < D; i++) pull += ((b[i] * b[i]) / D) * (scale / (scale * e[i] + theta) / (scale * e[i] + theta));
    return u - 1 - gamma0 ** 2 * pull;
  };
  const minima = descents(slope, (gamma0 ** 2 * fitted) / (4 * theta)).map((u) => ({
    orderParameter: u,
    freeEnergy: freeEnergy(u),
  }));
  const least = minima.reduce((best, other) => (other.freeEnergy < best.freeEnergy ? other : best));
  const predictorAt = (u: number) => {
    const scale = scaleOf(u);
    const inEigenbasis = matrix(
      1,
      D,
      Float64Array.from(b, (value, i) => ((value / D) * scale) / (scale * e[i] + theta)),
    );
    return matmul(inEigenbasis, vectors, { transposeB: true });
  };
  const predictor = predictorAt(least.orderParameter);
  const image = matmul(predictor, sxx).data;
  let squares = syy;
  predictor.data.forEach((beta: number, d: number) => {
    squares += (image[d] - 2 * syx.data[d]) * beta;
  });
  return {
    ...least,
    minima,
    predictor,
    loss: 0.5 * Math.max(0, squares),
    gaussianProcess: predictorAt(1),
    kernelScale: scaleOf(least.orderParameter),
    temperature: theta,
  };
}

/** Zeros u ≥ 1 of the slope at which it turns from − to +: minima. Beyond 1 + most it is positive. */
function descents(slope: (u: number) => number, most: number): number[] {
  const end = Math.log1p(most);
  const points = Math.max(1, Math.ceil(POINTS * end));
  const found: number[] = [];
  let [low, before] = [1, slope(1)];
  if (before >= 0) found.push(1);
  for (let k = 1; k <= points + 1; k++) {
    const high = Math.exp((k * end) / points) * (1 + 2 ** -50);
    const after = slope(high);
    if (before < 0 && after >= 0) found.push(zero(slope, low, high));
    [low, before] = [high, after];
  }
  return found;
}

function zero(slope: (u: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = 0.5 * (low + high);
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/** Moments are symmetric up to rounding. */
function symmetrized({ rows, data }: Matrix): Matrix {
  return matrix(
    rows,
    rows,
    data.map((value, k) => 0.5 * (value + data[(k % rows) * rows + Math.floor(k / rows)])),
  );
}
