import { ValueError } from '../../errors';
import { learningRates } from '../../learningRates';
import { assertFits } from '../../linalg/resident';
import type { Progress } from '../../longWork';
import { matrix } from '../../matrix';
import { isPlain, type Optimizer, type OptimizerOptions, optimizer } from '../../optimizer';
import { hiddenLayers, perLayer } from '../../perLayer';
import { checkWatchers, integer, knownOptions, nonNegative, oneOf, positive, reject } from '../../validate';
import { criticalLearningRate, tangentConstant } from '../causal/criticalLearningRate';
import { infiniteDepthBeta0, type ResidualOption, residualBranch } from '../causal/residualBranch';
import { weightKernels } from '../causal/weightKernels';
import { type JointLayerSizes, JointLayers } from './jointLayers';
import { type JointNet, jointNet } from './jointNet';
import { type JointSiteSizes, JointSites } from './jointSites';
import { modeGroups, type SpectrumGroup } from './jointSpectrum';

/** Where a run stands. */
export interface JointLimitProgress extends Progress {
  /** Latest test loss; NaN while memory is made ready. */
  test: number;
}

export interface JointLimitOptions extends Pick<OptimizerOptions, 'momentum' | 'nesterov'> {
  /** Hidden layers L ≥ 1; Infinity for a residual net with branches β0/√L. */
  hidden: number;
  /** ν = N/D > 0; Infinity for width far above the inputs. */
  widthPerInput: number;
  /**
   * 'repeated': full-batch gradient descent on P samples. 'onePass': a fresh batch of B samples at every step. 'population':
   * gradient descent on the population loss.
   */
  data: 'repeated' | 'onePass' | 'population';
  /** α = P/D ('repeated') or B/D ('onePass'), > 0, needed for both; Infinity: as 'population', the only value for it. */
  samplesPerInput?: number;
  /** Standard deviation σ of the label noise, independent for every output. Default 0. */
  noiseStd?: number;
  /** Richness γ̂ = γ0 √D. Default 1 (muP); ν^(−1/2) is NTK parameterization. */
  gammaHat?: number;
  /** Learning rate η̂ = η/D > 0. Exactly one of `lrHat` and `schedule` is needed. */
  lrHat?: number;
  /** η̂ of each step 0 … steps − 1, ≥ 0, in place of `lrHat`. */
  schedule?: (step: number) => number;
  /** Steps T. */
  steps: number;
  /** h_{l+1} = h_l + b W_l h_l/√N: `true` is beta0 = 1, beta0 means b = beta0/√L, branch is b itself. Default false. */
  residual?: ResidualOption;
  /** C. Default 1. */
  outputs?: number;
  /** Groups of modes. Default: isotropic inputs and a target of order one, [{ eigenvalue: 1, fraction: 1, target: 1 }]. */
  spectrum?: readonly SpectrumGroup[];
  /** Standard deviations s_l of the initial entries: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 1. */
  initialScales?: number | ArrayLike<number>;
  /** Factors r_l of the step: one number, or L + 1 in the same order. Default 1. */
  layerLr?: number | ArrayLike<number>;
  /** Coupled decay λ̂ = λD (see `train`), so that a step takes η̂λ̂ off the raw weights: one number, or L + 1. Default 0. */
  weightDecayHat?: number | ArrayLike<number>;
  /** Decoupled decay λ̂' = λ'D: one number, or L + 1. Default 0. */
  decoupledDecayHat?: number | ArrayLike<number>;
  /** Temperature θ̂ = θD of Langevin noise √(2θ̂η̂)ξ. Default 0. */
  temperatureHat?: number;
  /** Called about every 20 ms, and before the first step; returning false stops the run: a result with `stopped`. */
  onProgress?: (progress: JointLimitProgress) => unknown;
  /** An aborted signal stops the run in the same way. */
  signal?: AbortSignal;
}

/** Checked options with every default filled in, for one number of hidden layers. */
export interface JointTask {
  layers: JointLayerSizes;
  sites: JointSiteSizes;
}

/** Runs of one limit: one, or those of several depths that are extrapolated to infinite depth. */
export interface JointPlan {
  hidden: number;
  outputs: number;
  steps: number;
  /** Shallowest first. */
  tasks: JointTask[];
  /** Learning rate η̂ above which training is unstable from the start, whatever ν and α are. */
  criticalLrHat: number;
  /** WebAssembly memory. */
  bytes: number;
  finiteNet(size: { inputs: number }): JointNet;
  signal?: AbortSignal;
}

/** Names of all options. */
export const jointOptionNames = [
  'hidden',
  'widthPerInput',
  'data',
  'samplesPerInput',
  'noiseStd',
  'gammaHat',
  'lrHat',
  'schedule',
  'steps',
  'residual',
  'outputs',
  'spectrum',
  'initialScales',
  'layerLr',
  'momentum',
  'nesterov',
  'weightDecayHat',
  'decoupledDecayHat',
  'temperatureHat',
  'onProgress',
  'signal',
];

/** Depths that are extrapolated to infinite depth. */
const DEPTHS = [3, 4, 5, 7, 9, 13];

/** @throws ValueError, ShapeError naming argument, expectation and value. */
export function jointPlan(options: JointLimitOptions): JointPlan {
  knownOptions('jointLimit', options, jointOptionNames);
  checkWatchers(options);
  const infinite = options.hidden === Number.POSITIVE_INFINITY;
  const hidden = infinite ? options.hidden : hiddenLayers(options.hidden);
  const outputs = integer('outputs', options.outputs ?? 1, 1, 1000);
  const steps = integer('steps', options.steps, 0);
  const gammaHat = positive('gammaHat', options.gammaHat ?? 1);
  const data = oneOf('data', options.data, ['repeated', 'onePass', 'population']);
  const spectrum = options.spectrum ?? [{ eigenvalue: 1, fraction: 1, target: 1 }];
  const groups = modeGroups(spectrum, outputs);
  const residual = residualBranch(options.residual);
  const beta0 = infinite ? infiniteBeta0(options) : 0;
  const shared = {
    outputs,
    times: steps + 1,
    groups,
    repeated: data === 'repeated',
    inputsPerSample: inputsPerSample(data, options.samplesPerInput),
    inputsPerWidth: 1 / positiveOrInfinite('widthPerInput', options.widthPerInput),
    gammaHat,
    noise: nonNegative('noiseStd', options.noiseStd ?? 0) ** 2,
  };
  const depths = (infinite ? DEPTHS : [hidden]).map((depth) => ({
    sizes: {
      outputs,
      times: steps + 1,
      hidden: depth,
      ...(infinite ? exactGrowth(beta0, depth) : { branch: residual?.branch(depth), learnedBranch: undefined }),
    },
    weights: {
      layerLr: perLayer('layerLr', options.layerLr ?? 1, depth),
      initialScales: perLayer('initialScales', options.initialScales ?? 1, depth),
      optimizer: hatOptimizer(options, depth),
    },
  }));
  const bytes = depths.reduce((sum, { sizes, weights }) => {
    return sum + JointLayers.bytes(sizes, isPlain(weights.optimizer)) + JointSites.bytes(shared);
  }, 0);
  assertFits(
    'steps',
    `${steps} steps with ${outputs} outputs, ${hidden} hidden layers and ${groups.length} eigenvalues`,
    bytes,
  );
  const rates = hatRates(options, steps);
  const tasks = depths.map(({ sizes, weights }): JointTask => {
    const kernels = weightKernels({ rates, gamma0: gammaHat, ...weights });
    return { layers: { ...sizes, kernels }, sites: { ...shared, kernel: kernels[0] } };
  });
  const [{ sizes, weights }] = depths;
  const { initialScales, layerLr } = weights;
  const tangent = tangentConstant(initialScales, layerLr, sizes.branch, sizes.learnedBranch);
  const largest = Math.max(0, ...groups.map(({ eigenvalue }) => eigenvalue));
  const criticalLrHat = criticalLearningRate(matrix(1, 1, [largest]), tangent, weights.optimizer);
  const finiteNet = (size: { inputs: number }) => jointNet(options, spectrum, size);
  return { hidden, outputs, steps, tasks, criticalLrHat, bytes, finiteNet, signal: options.signal };
}

function hatOptimizer(options: JointLimitOptions, hidden: number): Optimizer {
  const { momentum, nesterov, weightDecayHat = 0, decoupledDecayHat = 0, temperatureHat = 0 } = options;
  return {
    ...optimizer({ momentum, nesterov }, hidden),
    weightDecay: perLayer('weightDecayHat', weightDecayHat, hidden),
    decoupledDecay: perLayer('decoupledDecayHat', decoupledDecayHat, hidden),
    temperature: nonNegative('temperatureHat', temperatureHat),
  };
}

function hatRates({ lrHat, schedule }: JointLimitOptions, steps: number): Float64Array {
  if (schedule === undefined) return learningRates({ lr: positive('lrHat', lrHat) }, steps);
  if (lrHat !== undefined) throw new ValueError('lrHat: expected exactly one of lrHat and schedule, got both');
  return learningRates({ schedule }, steps);
}

function inputsPerSample(data: JointLimitOptions['data'], samplesPerInput: number | undefined): number {
  if (data !== 'population') return 1 / positiveOrInfinite('samplesPerInput', samplesPerInput);
  if (samplesPerInput !== undefined && samplesPerInput !== Number.POSITIVE_INFINITY) {
    reject('samplesPerInput', "none with data: 'population'", samplesPerInput);
  }
  return 0;
}

function positiveOrInfinite(name: string, value: unknown): number {
  if (value === Number.POSITIVE_INFINITY) return value as number;
  return typeof value === 'number' && value > 0 ? value : reject(name, 'a positive number or Infinity', value);
}

/** β0. Infinite depth has no list that names each layer. */
function infiniteBeta0(options: JointLimitOptions): number {
  const beta0 = infiniteDepthBeta0(options.residual);
  for (const name of ['initialScales', 'layerLr', 'weightDecayHat', 'decoupledDecayHat'] as const) {
    const value = options[name];
    if (value !== undefined && typeof value !== 'number') reject(name, 'one number with hidden: Infinity', value);
  }
  return beta0;
}

/**
 * Branches with the same limit as β0/√L whose forward images and tangent kernel at initialization are those of infinite
 * depth at every L: over L − 1 layers Z grows by (1 + b²)^(L−1) = e^β0², and the layers' part of the tangent kernel,
 * (L − 1) b'² (1 + b²)^(L−2), is β0² e^β0². The errors of the extrapolation are then those of feature learning alone.
 */
function exactGrowth(beta0: number, hidden: number): { branch: number; learnedBranch: number } {
  const share = beta0 ** 2 / (hidden - 1);
  return { branch: Math.sign(beta0) * Math.sqrt(Math.expm1(share)), learnedBranch: share * Math.exp(share) };
}
