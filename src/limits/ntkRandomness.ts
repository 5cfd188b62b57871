import { hiddenLayers } from '../perLayer';
import { integer, knownOptions, nonNegative, reject } from '../validate';

export interface NtkRandomnessOptions {
  /** Hidden layers L, with `width`. */
  hidden?: number;
  /** Width N of every hidden layer. */
  width?: number;
  /** α = lim L/N instead: the proportional limit. */
  depthPerWidth?: number;
}

export interface NtkRandomness {
  /** E Θ²/(E Θ)². */
  ratio: number;
  /** Var Θ/(E Θ)² = ratio − 1. */
  relativeVariance: number;
}

/**
 * How random the tangent kernel Θ(x, x) of one output is at initialization, for deep linear nets in NTK parameterization with unit
 * scales and rates, γ0 = 1/√N. E Θ = (L + 1) x·x/D at every width; exactly
 *   E Θ²/(E Θ)² = {(L+1)(1+2/N)^L + 2 Σ_{d=1…L} (L+1−d)(1+2/N)^{L−d} X_{d−1}}/(L+1)²,
 *   X_k = [(N+2)(1+2/N)^k + 2(N−1)(1−1/N)^k]/(3N),
 * and e^{2α}/3 + (4/3)e^{2α}[1/(3α) − (1 − e^{−3α})/(9α²)] as L/N → α: a kernel that stays random, so that regression with a
 * deterministic one fails. Compare Hanin & Nica (arXiv:1909.05989) for ReLU nets.
 * @throws ValueError for bad options; unequal widths are not described.
 */
export function ntkRandomness(options: NtkRandomnessOptions): NtkRandomness {
  knownOptions('ntkRandomness', options, ['hidden', 'width', 'depthPerWidth']);
  const { hidden, width, depthPerWidth } = options;
  if (depthPerWidth === undefined) {
    return randomness(finiteVariance(hiddenLayers(hidden), integer('width', width, 1)));
  }
  if (hidden !== undefined) reject('hidden', 'none with depthPerWidth', hidden);
  if (width !== undefined) reject('width', 'none with depthPerWidth', width);
  return randomness(limitVariance(nonNegative('depthPerWidth', depthPerWidth)));
}

function randomness(relativeVariance: number): NtkRandomness {
  return { ratio: 1 + relativeVariance, relativeVariance };
}

/** Of the sum less (L + 1)², term by term: little is left of the ratio of a wide net less 1. */
function finiteVariance(hidden: number, width: number): number {
  /** (1 + 2/N)^k − 1 and X_k − 1. */
  const grown = (k: number) => Math.expm1(k * Math.log1p(2 / width));
  const shrunk = (k: number) => (width === 1 ? 0 : (width - 1) * Math.expm1(k * Math.log1p(-1 / width)));
  const mixed = (k: number) => ((width + 2) * grown(k) + 2 * shrunk(k)) / (3 * width);
  let sum = (hidden + 1) * grown(hidden);
  for (let d = 1; d <= hidden; d++) {
    const growth = grown(hidden - d);
    sum += 2 * (hidden + 1 - d) * (growth + (1 + growth) * mixed(d - 1));
  }
  return sum / (hidden + 1) ** 2;
}

function limitVariance(alpha: number): number {
  const x = 3 * alpha;
  if (x >= 1) return Math.exp(2 * alpha) * (1 / 3 + (4 / 3) * ((x + Math.expm1(-x)) / (x * x))) - 1;
  // what cancels there: 1/x − (1 − e^−x)/x² = ½ − x h/2, h = 2 Σ (−x)^k/(k + 3)!
  let h = 0;
  for (let k = 18; k >= 0; k--) h = (1 - x * h) / (k + 3);
  return Math.expm1(2 * alpha) - (2 / 3) * Math.exp(2 * alpha) * x * h;
}
