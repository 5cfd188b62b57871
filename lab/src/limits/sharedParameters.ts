import type { LimitParameter } from './limitEntry';

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
