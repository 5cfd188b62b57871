import { checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { matmul } from '../linalg/matmul';
import { type Matrix, matrix } from '../matrix';
import { type OptimizerOptions, optimizer, optimizerOptions } from '../optimizer';
import { hiddenLayers } from '../perLayer';
import { knownOptions, positive, reject } from '../validate';
import { dataModes } from './data/dataModes';
import { langevinPredictor } from './langevin/langevinEnergy';
import { langevinMinima } from './langevin/langevinMinima';

/**
 * Data, net and the rule of `train` in the limit of small steps: momentum (with or without `nesterov`) heats by 1/(1 − μ), decoupled
 * decay λ' acts as coupled decay λ' (1 − μ). Every layer needs some decay.
 */
export interface LangevinEquilibriumOptions extends OptimizerOptions {
  /** Moments of the training data: all that the equilibrium depends on. */
  moments: MomentsLike;
  /** L ≥ 1. */
  hidden: number;
  /** Richness γ0 of muP. Default 1. */
  gamma0?: number;
  /** θ > 0. */
  temperature: number;
}

/** A minimum of the free energy F(U). */
export interface LangevinMinimum {
  /** u ≥ 1; for several outputs the mean of the eigenvalues of U. */
  readonly orderParameter: number;
  /** U, C×C. */
  readonly orderMatrix: Matrix;
  /** F(U). */
  readonly freeEnergy: number;
}

export interface LangevinEquilibrium {
  /** u of least F: 1 for the Gaussian process, above it features have been learnt. Several outputs: mean eigenvalue of U. */
  readonly orderParameter: number;
  /** U of least F, C×C. */
  readonly orderMatrix: Matrix;
  /** F(U) at that U, the least one. */
  readonly freeEnergy: number;
  /**
   * Local minima, u ascending; more than one where learning is a transition of first order. For one output all of them, for several
   * those that descents from U = 1 and from the strongest 1 … C directions of the labels reach, then from the lowest of them with
   * any one direction learnt or not, until none is lower. Noise on fields of infinitely
   * many neurons does not cross the barrier: training ends in the one whose valley it starts in.
   */
  readonly minima: readonly LangevinMinimum[];
  /** Mean predictor, C×D: f(x) = predictor·x. Fluctuations vanish as N^{−1/2}. */
  readonly predictor: Matrix;
  /** Loss ½ mean‖y − f‖² of the mean predictor on the data. */
  readonly loss: number;
  /** The predictor of the Gaussian process, U = 1 (γ0 → 0). */
  readonly gaussianProcess: Matrix;
  /** κ: outputs have the prior covariance κ x·x'/D (times 1/(γ0² N)). Several outputs: mean eigenvalue of the matrix. */
  readonly kernelScale: number;
  /** κ = v^{L+1} U^L, C×C. */
  readonly kernelMatrix: Matrix;
  /** θ/(1 − μ). */
  readonly temperature: number;
}

const names = ['moments', 'hidden', 'gamma0', ...optimizerOptions];
/** Beyond it powers of γ0 in the free energy leave float64. */
const MOST_GAMMA0 = 1e50;

/**
 * Equilibrium of Langevin training (noise of temperature θ, decay λ, small steps η γ0² N on ½ mean_P ‖y − f‖²) of a plain
 * muP net as N → ∞ at fixed data: the weights reach their posterior under the prior N(0, v), v = θ/λ, with
 * Gaussian label noise θP/(γ0² N). Kernels are renormalized by one symmetric matrix U between the C outputs, the minimum of
 *   F(U) = L tr(U − log U) + γ0² yᵀ (κ⊗K + θP)⁻¹ y,   κ = v^{L+1} U^L,   K = XXᵀ/D (samples as rows),
 * and the mean predictor is (κ⊗k*ᵀ)(κ⊗K + θP)⁻¹ y. It is where `infiniteWidth` with `temperature` ends. With decay of its own in
 * each layer, v^{L+1} is the product of θ/λ_l. Li & Sompolinsky 2021 (arXiv:2004.07689) in mean-field scaling; derivation in
 * docs/limits/langevin.md. O(D³), and O(C²D) for each of some dozens of evaluations of F.
 * @throws ValueError, ShapeError for options outside their range or unknown
 */
export function langevinEquilibrium(options: LangevinEquilibriumOptions): LangevinEquilibrium {
  knownOptions('langevinEquilibrium', options, names);
  const hidden = hiddenLayers(options.hidden);
  const gamma0 = positive('gamma0', options.gamma0 ?? 1);
  if (gamma0 > MOST_GAMMA0) reject('gamma0', `at most ${MOST_GAMMA0}`, gamma0);
  const { momentum, weightDecay, decoupledDecay } = optimizer(options, hidden);
  const temperature = positive('temperature', options.temperature) / (1 - momentum);
  const variance = weightDecay.reduce((product, coupled, l) => {
    const decay = coupled + decoupledDecay[l] * (1 - momentum);
    return product * (temperature / positive(`weightDecay[${l}] (with decoupledDecay)`, decay));
  }, 1);
  positive('weightDecay: product of temperature/decay over the layers', variance);
  const moments = checkedMoments('moments', options.moments);
  const D = moments.sxx.rows;
  const C = moments.syx.rows;

  const { values, vectors, target, leastLoss } = dataModes(moments);
  const problem = {
    hidden,
    gamma0,
    temperature,
    variance,
    eigenvalues: values.map((value) => value / D),
    labels: target,
    unexplained: 2 * leastLoss,
  };

  const states = langevinMinima(problem);
  const minima = states
    .map(({ value, order }) => ({ orderParameter: trace(order) / C, orderMatrix: order, freeEnergy: value }))
    .sort((a, b) => a.orderParameter - b.orderParameter);
  const least = minima.reduce((best, other) => (other.freeEnergy < best.freeEnergy ? other : best));
  const { kernel, loss } = states.find(({ order }) => order === least.orderMatrix)!;
  const predictorOf = (scale: Matrix) => matmul(langevinPredictor(problem, scale), vectors, { transposeB: true });
  const unit = matrix(C, C);
  for (let c = 0; c < C; c++) unit.data[c * C + c] = variance;
  return {
    ...least,
    minima,
    predictor: predictorOf(kernel),
    loss,
    gaussianProcess: predictorOf(unit),
    kernelScale: trace(kernel) / C,
    kernelMatrix: kernel,
    temperature,
  };
}

function trace({ rows, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * rows + i];
  return sum;
}
