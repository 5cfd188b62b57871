import type { LimitInput, LimitParameter } from './limitEntry';

const layers = 'of the L + 1 layers, input to readout: one number or a list';

export const layerParameters: readonly LimitParameter[] = [
  {
    name: 'initialScales',
    type: 'numbers',
    single: true,
    default: 1,
    doc: `standard deviations of the initial entries ${layers}`,
  },
  { name: 'layerLr', type: 'numbers', single: true, default: 1, doc: `learning-rate factors ${layers}` },
];

export const scheduleParameter: LimitParameter = {
  name: 'schedule',
  type: 'schedule',
  instead: ['lr'],
  doc: 'learning rate of every step, instead of one for all',
};

/** Of a run of gradient descent. */
export const trainingParameters: readonly LimitParameter[] = [
  { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
  { name: 'gamma0', type: 'number', default: 1, doc: 'richness: small is lazy, 1 and above learns features' },
  { name: 'lr', type: 'number', doc: 'learning rate' },
  scheduleParameter,
  { name: 'steps', type: 'integer', doc: 'steps' },
  ...layerParameters,
];

export const residualParameter: LimitParameter = {
  name: 'residual',
  type: 'json',
  default: false,
  doc: `skip connections: true, {"beta0": 1} for branches beta0/√L, {"branch": 0.5} for constant ones`,
};

export const momentumParameters: readonly LimitParameter[] = [
  { name: 'momentum', type: 'number', default: 0, doc: 'momentum, at least 0 and below 1' },
  { name: 'nesterov', type: 'flag', default: false, doc: "Nesterov's variant" },
];

export const optimizerParameters: readonly LimitParameter[] = [
  ...momentumParameters,
  { name: 'weightDecay', type: 'numbers', single: true, default: 0, doc: `coupled decay ${layers}` },
  { name: 'decoupledDecay', type: 'numbers', single: true, default: 0, doc: `decoupled decay ${layers}` },
  { name: 'temperature', type: 'number', default: 0, doc: 'temperature of Langevin noise' },
];

export const flowParameter: LimitParameter = {
  name: 'flow',
  type: 'flag',
  default: false,
  doc: 'gradient flow: a step of the learning rate is that much time',
};

export const activationParameter: LimitParameter = {
  name: 'activation',
  type: 'choice',
  choices: ['linear', 'relu', 'leakyRelu', 'erf', 'sin', 'gelu', 'tanh'],
  doc: 'what neurons apply',
};

export const biasVarianceParameter: LimitParameter = {
  name: 'biasVariance',
  type: 'number',
  default: 0,
  doc: 'variance of the biases',
};

/** Of a kernel of wide nets. */
export const kernelParameters: readonly LimitParameter[] = [
  activationParameter,
  { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
  {
    name: 'weightVariance',
    type: 'numbers',
    single: true,
    default: 1,
    doc: `variance of weights times fan-in ${layers}`,
  },
  { name: 'biasVariance', type: 'numbers', single: true, default: 0, doc: `variance of biases ${layers}` },
  { name: 'tolerance', type: 'number', default: 1e-8, doc: 'largest relative error of quadrature that is accepted' },
  {
    name: 'nodes',
    type: 'integer',
    doc: 'Gauss–Hermite nodes a dimension, in place of closed forms and adaptive quadrature',
  },
];

/** The samples between which a kernel is taken. */
export const pairParameters: readonly LimitParameter[] = [
  { name: 'x', type: 'json', doc: 'samples as rows' },
  { name: 'x2', type: 'json', doc: 'other samples as rows, for the columns of the kernel (default: x)' },
];

export const kernelExample: LimitInput = {
  x: [
    [1, 0.5],
    [-0.3, 1],
    [0.2, -1.2],
  ],
  activation: 'relu',
  hidden: 2,
  weightVariance: 2,
};

/** Power-law data, with the defaults of the function. */
export function powerLawParameters({ modes, kmax }: { modes: number; kmax: number }): readonly LimitParameter[] {
  return [
    { name: 'spectrumExponent', type: 'number', doc: 'α: mode k has variance k^−α' },
    { name: 'sourceExponent', type: 'number', doc: 'β: mode k holds k^−(αβ+1) of the target' },
    { name: 'modes', type: 'word', default: modes, doc: 'groups of modes; all: every mode up to --kmax by itself' },
    { name: 'kmax', type: 'number', default: kmax, doc: 'last mode' },
    { name: 'tail', type: 'json', default: true, doc: 'whether the loss contains the modes above kmax: true or false' },
  ];
}

/** Of the joint limit of inputs, width and samples, sizes and learning rates aside. */
export const jointParameters: readonly LimitParameter[] = [
  { name: 'samplesPerInput', type: 'number', doc: 'P/D (repeated) or B/D (onePass)' },
  { name: 'data', type: 'choice', choices: ['repeated', 'onePass', 'population'], doc: 'what a step sees' },
  { name: 'noiseStd', type: 'number', default: 0, doc: 'standard deviation of the label noise' },
  { name: 'gammaHat', type: 'number', default: 1, doc: 'richness γ0·√D' },
  { name: 'steps', type: 'integer', doc: 'steps' },
  residualParameter,
  { name: 'outputs', type: 'integer', default: 1, doc: 'outputs C' },
  {
    name: 'spectrum',
    type: 'json',
    doc: 'groups of modes: [{"eigenvalue": 1, "fraction": 1, "target": 1}] is the default; target as a C×C matrix for C outputs',
  },
  ...layerParameters,
  ...momentumParameters,
  {
    name: 'weightDecayHat',
    type: 'numbers',
    single: true,
    default: 0,
    doc: `coupled decay times D: one number, or L + 1 numbers`,
  },
  {
    name: 'decoupledDecayHat',
    type: 'numbers',
    single: true,
    default: 0,
    doc: `decoupled decay times D: one number, or L + 1 numbers`,
  },
  { name: 'temperatureHat', type: 'number', default: 0, doc: 'temperature of Langevin noise times D' },
];
