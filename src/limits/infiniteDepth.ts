import { drain } from '../longWork';
import type { Matrix, MatrixLike } from '../matrix';
import { knownOptions, reject } from '../validate';
import { extrapolatedLimit } from './causal/extrapolatedLimit';
import { extrapolation } from './causal/extrapolation';
import { flowing, infiniteWidthTask, ownMoments } from './causal/infiniteWidthOptions';
import { residualBranch } from './causal/residualBranch';
import { type RunPlan, runPlan, stableRuns } from './causal/stableRuns';
import type {
  ExtrapolationError,
  InfiniteWidthLimit,
  InfiniteWidthOptions,
  InfiniteWidthProgress,
} from './infiniteWidth';

/** Options of `infiniteWidth`, one number for all layers where that takes a list. `error` is called for each of six depths. */
export interface InfiniteDepthOptions
  extends Omit<
    InfiniteWidthOptions,
    'hidden' | 'residual' | 'initialScales' | 'layerLr' | 'weightDecay' | 'decoupledDecay' | 'widthRatios'
  > {
  /** Branches b = β0/√L, L → ∞; `true` is beta0 = 1. Default true. */
  residual?:
    | true
    | {
        /** β0. */
        beta0: number;
      };
  /** s. Default 1. */
  initialScales?: number;
  /** Factor of the step. Default 1. */
  layerLr?: number;
  /** Coupled (L2) decay λ. Default 0. */
  weightDecay?: number;
  /** Decoupled decay λ'. Default 0. */
  decoupledDecay?: number;
}

/** A training run of an infinitely wide and deep residual net; see InfiniteWidthLimit. */
export interface InfiniteDepthLimit
  extends Omit<
    InfiniteWidthLimit,
    'gradientKernel' | 'errorKernel' | 'featureKernel' | 'widthRatios' | 'extrapolationError'
  > {
  /** G at a place among the layers: 0 is the first hidden layer, 1 the last; 0, ¼, ½, ¾ or 1. */
  gradientKernel(place: number, t: number, s?: number): Matrix;
  /** Z at such a place. */
  errorKernel(place: number, t: number, s?: number): Matrix;
  /** Φ at such a place. */
  featureKernel(x: MatrixLike, place: number, t: number): Matrix;
  /** Infinity. */
  readonly hidden: number;
  /** Estimated errors of the loss and of the largest entry of Beta_t, at every time. */
  readonly extrapolationError: ExtrapolationError;
}

/**
 * Depths that are extrapolated: powers of 1/(L − 1) up to the fifth. Measured for β0 = ½, 1, 2 and γ0 = 1 … 3: errors of 1e-10 … 1e-6 of
 * the loss, below the estimate; without the deepest 10 to 100 times as much. Places k/4 are layers of all of them.
 */
const DEPTHS = [5, 9, 13, 17, 21, 25];

const known = [
  ...['moments', 'error', 'inputs', 'outputs', 'residual', 'gamma0', 'lr', 'schedule', 'steps', 'flow', 'hidden'],
  ...['initialScales', 'layerLr', 'momentum', 'nesterov', 'weightDecay', 'decoupledDecay', 'temperature'],
  ...['onProgress', 'signal'],
];

/**
 * Exact training dynamics of infinitely wide residual nets with branches b = β0/√L in the limit of infinite depth, width first:
 * `infiniteWidth` at L = 5, 9 … 25, extrapolated in 1/(L − 1) (Richardson). As L → ∞ the layers become a stochastic differential
 * equation along the net, dz = β0 dU + β0² (response + κ Z) g dτ (Bordelon & Pehlevan, arXiv:2502.02531; docs/limits/infinite-depth.md).
 * Nets of depth L differ from it by O(1/L).
 *
 * The branches of the finite depths are not β0/√L but have the same limit and, at every L, the initial kernels of infinite depth:
 * what is extrapolated is feature learning alone, from errors some hundred times smaller.
 *
 * With n = C(T + 1): about 4300·n³ multiply-adds, 52 kB·n² of WebAssembly memory and half of that in the result; `flow` as there.
 * @throws ValueError, ShapeError for bad options; ValueError, before any work, when the runs would not fit into memory.
 */
export function infiniteDepth(options: InfiniteDepthOptions): InfiniteDepthLimit {
  return drain(infiniteDepthSteps(options), options.onProgress);
}

/** The generator behind `infiniteDepth`: yields about every 20 ms; `next(false)` stops the run. Options are checked at once. */
export function infiniteDepthSteps(
  options: InfiniteDepthOptions,
): Generator<InfiniteWidthProgress, InfiniteDepthLimit, boolean | undefined> {
  const plan = depthPlan(options);
  return (function* () {
    const { shares, runs } = yield* stableRuns(plan);
    const { widthRatios: _, ...limit } = extrapolatedLimit(shares, runs, ({ task }, place) => {
      const layer = typeof place === 'number' ? 1 + place * (task.hidden - 1) : Number.NaN;
      return Number.isInteger(layer) && place >= 0 && place <= 1 ? layer : reject('place', '0, ¼, ½, ¾ or 1', place);
    });
    return { ...limit, hidden: Number.POSITIVE_INFINITY, extrapolationError: limit.extrapolationError! };
  })();
}

function depthPlan(options: InfiniteDepthOptions): RunPlan {
  knownOptions('infiniteDepth', options, known);
  const { hidden, residual = true, ...rest } = options as InfiniteDepthOptions & { hidden?: number };
  if (hidden !== undefined && hidden !== Number.POSITIVE_INFINITY) reject('hidden', 'none, or Infinity', hidden);
  const beta0 = residualBranch(residual)?.beta0;
  if (beta0 === undefined) return reject('residual', 'true or { beta0 }', residual);
  for (const name of ['initialScales', 'layerLr', 'weightDecay', 'decoupledDecay'] as const) {
    const value = options[name];
    if (value !== undefined && typeof value !== 'number') reject(name, 'one number for all layers', value);
  }
  const flow = flowing(rest);
  // one copy for all depths
  const moments = ownMoments(rest);
  const { weights, changes } = extrapolation(DEPTHS.map((depth) => depth - 1));
  const shares = DEPTHS.map((depth, i) => {
    const task = infiniteWidthTask({ ...rest, hidden: depth }, moments);
    const branches = exactGrowth(beta0, task.initialScales[0], depth);
    return {
      task: { ...task, ...branches },
      stride: 1,
      weight: weights[i],
      changes: changes.map((change) => change[i]),
    };
  });
  return runPlan(shares, flow, DEPTHS.join(', '));
}

/**
 * Over L − 1 layers Z grows by (1 + b²s²)^(L−1) = e^(β0²s²), and the layers' part of the tangent kernel, (L − 1) b'²
 * (1 + b²s²)^(L−2), is β0² e^(β0²s²); b'² stands for b² in the learned part.
 */
function exactGrowth(beta0: number, scale: number, hidden: number): { branch: number; learnedBranch: number } {
  const learned = beta0 ** 2 / (hidden - 1);
  const share = learned * scale ** 2;
  const branch = share > 0 ? Math.sqrt(Math.expm1(share)) / scale : Math.sqrt(learned);
  return { branch: Math.sign(beta0) * branch, learnedBranch: learned * Math.exp(share) };
}
