/** What the experiments on the joint limit share: parameters, the limit and a net of it. */
import { trainJointNet } from '../checks/transfer/trainJointNet';
import { ValueError } from '../errors';
import { type JointLimit, type JointLimitOptions, jointLimitSteps } from '../limits/jointLimit';
import type { Progress } from '../longWork';
import { rng } from '../random/rng';
import type { Parameter, ParameterValues } from './experiment';

const above0 = { type: 'number', least: 0, exclusive: true } as const;

const parameters = {
  hidden: { type: 'integer', least: 1, doc: 'hidden layers L (the net has L + 1 weight matrices)' },
  widthPerInput: { ...above0, doc: 'width over inputs, N/D' },
  samplesPerInput: { ...above0, doc: 'training samples over inputs, P/D' },
  batchPerInput: { ...above0, doc: 'samples of a fresh batch over inputs, B/D' },
  noiseStd: { type: 'number', least: 0, doc: 'standard deviation of the label noise' },
  gammaHat: { ...above0, doc: 'richness: small is lazy (kernel regime), 1 and above learns features' },
  widthsPerInput: { type: 'numbers', least: 0, exclusive: true, doc: 'widths over inputs, N/D, increasing' },
  lrHats: { type: 'numbers', least: 0, exclusive: true, doc: 'learning rates over inputs, increasing' },
  beta0: { ...above0, doc: 'residual branches are beta0/sqrt(L)' },
  lrHat: { ...above0, doc: 'learning rate over inputs' },
  steps: { type: 'integer', least: 1, doc: 'gradient-descent steps' },
  inputs: { type: 'integers', least: 4, doc: 'numbers of inputs D to simulate' },
  seeds: { type: 'integer', least: 1, doc: 'nets of every size, each with weights, target and data of its own' },
  seed: { type: 'integer', least: 0, doc: 'first seed; the others follow it' },
} satisfies Record<string, Omit<Parameter, 'name' | 'default'>>;

/** Parameters of an experiment on the joint limit, with these defaults, in this order. */
export function jointParameters(defaults: { [Name in keyof typeof parameters]?: Parameter['default'] }): Parameter[] {
  return Object.entries({ ...defaults, seed: 1 }).map(([name, value]) => {
    const { type, doc, ...bounds } = parameters[name as keyof typeof parameters] as Omit<Parameter, 'name' | 'default'>;
    return { name, type, default: value, ...bounds, doc };
  });
}

/** Options of the limit from values of the same names. */
export function jointOptions(values: ParameterValues, data: JointLimitOptions['data']): JointLimitOptions {
  const { hidden, widthPerInput, noiseStd, gammaHat, lrHat, steps } = values as Record<string, number>;
  const samplesPerInput = (values.samplesPerInput ?? values.batchPerInput) as number;
  const residual = values.beta0 === undefined ? undefined : { beta0: values.beta0 as number };
  return { data, hidden, widthPerInput, samplesPerInput, noiseStd, gammaHat, lrHat, steps, residual };
}

/** The limit, which has to be stable. */
export function* stableLimitSteps(options: JointLimitOptions): Generator<Progress, JointLimit, boolean | undefined> {
  const limit = yield* jointLimitSteps(options);
  const { diverged } = limit;
  if (diverged) {
    throw new ValueError(`lrHat: expected a stable learning rate, got ${options.lrHat}: ${diverged.reason}`);
  }
  return limit;
}

/** A net of the limit; sizes draw independently of each other. */
export function memberOf(options: JointLimitOptions, inputs: number, seed: number) {
  return trainJointNet(options, inputs, rng(seed).fork(inputs).seed);
}
