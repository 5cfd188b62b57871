import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { syntheticTask } from '../data/syntheticTask';
import { type LangevinEquilibrium, langevinEquilibrium } from '../limits/langevinEquilibrium';
import { type EnsembleRun, trainEnsembleSteps } from '../train/trainEnsemble';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';

const INPUTS = 4;

/** What nets and theory share. */
function rule(values: ParameterValues) {
  return {
    moments: syntheticTask({ inputs: INPUTS, spectrum: 'isotropic', seed: 0 }).moments,
    temperature: values.temperature as number,
    weightDecay: values.weightDecay as number,
    momentum: values.momentum as number,
  };
}

function equilibrium(values: ParameterValues, changed: object = {}) {
  const { hidden, gamma0 } = values as { hidden: number; gamma0: number };
  return langevinEquilibrium({ ...rule(values), hidden, gamma0, ...changed });
}

function* netSteps(values: ParameterValues, width: number, seed: number) {
  const { hidden, gamma0, lr, steps } = values as Record<string, number>;
  const run: EnsembleRun = yield* trainEnsembleSteps(
    { inputs: INPUTS, outputs: 1, hidden, gamma0, width, dtype: 'float32' },
    { ...rule(values), lr, steps, noiseSeed: seed, seeds: [seed], record: { every: 10, quantities: ['predictor'] } },
  );
  return run;
}

/** Training with noise and decay against the Bayesian posterior it ends in (theory: limits/langevinEquilibrium.ts). */
export const langevinExperiment = /* @__PURE__ */ defineExperiment<LangevinEquilibrium, EnsembleRun, SizedDeviation>(
  () => ({
    id: 'langevin',
    title: 'Training with noise ends in the Langevin equilibrium',
    summary:
      'Nets in muP are trained with weight decay, momentum and Langevin noise until they forget how they started. Their mean predictor, extrapolated to infinite width, is compared with the Bayesian posterior, whose kernel is renormalized by one order parameter.',
    paper: {
      authors: 'Li, Sompolinsky',
      title: 'Statistical mechanics of deep linear neural networks: the backpropagating kernel renormalization',
      year: 2021,
      url: 'https://arxiv.org/abs/2004.07689',
    },
    page: 'limits/langevin.md',
    parameters: [
      { name: 'hidden', type: 'integer', default: 1, least: 1, doc: 'hidden layers L' },
      {
        name: 'gamma0',
        type: 'number',
        default: 2,
        least: 0,
        exclusive: true,
        doc: 'richness: 0 is the Gaussian process',
      },
      { name: 'temperature', type: 'number', default: 0.1, least: 0, exclusive: true, doc: 'temperature of the noise' },
      { name: 'weightDecay', type: 'number', default: 0.3, least: 0, exclusive: true, doc: 'coupled weight decay' },
      {
        name: 'momentum',
        type: 'number',
        default: 0.5,
        least: 0,
        most: 0.95,
        doc: 'momentum, which heats by 1/(1 − momentum)',
      },
      {
        name: 'lr',
        type: 'number',
        default: 0.04,
        least: 0,
        exclusive: true,
        doc: 'learning rate; the equilibrium is that of small ones',
      },
      { name: 'steps', type: 'integer', default: 800, least: 20, doc: 'steps, of which the later half is averaged' },
      { name: 'widths', type: 'integers', default: [32, 64, 128, 256], least: 1, doc: 'widths to train' },
      { name: 'seeds', type: 'integer', default: 24, least: 1, doc: 'nets a width' },
      { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
    ],
    axis: 'widths',
    expected: {
      law: 'the mean predictor of the nets, extrapolated to infinite width, is that of the renormalized posterior',
      verdict: (observations) =>
        interceptFinding(observations, {
          quantities: [{ name: 'the relative deviation of the mean predictor', margin: 0.03 }],
          simulated: 'nets',
          sizeName: 'width',
          doubt:
            'the temperature (momentum heats), the prior variance temperature/decay, the richness, or too few or too large steps',
        }),
    },
    theorySteps: (values) => atOnce(() => equilibrium(values)),
    simulateSteps: netSteps,
    observe: ({ predictor }) => {
      const beta = Array.from(predictor.data);
      const along = (other: ArrayLike<number>) => beta.reduce((sum, value, d) => sum + value * other[d], 0);
      const square = along(beta);
      return ({ runs: [{ predictors = [], diverged }] }, size) => {
        const later = predictors.slice(predictors.length / 2);
        const part = later.reduce((sum, { data }) => sum + along(data) / later.length, 0);
        return { size, values: [diverged ? Number.NaN : part / square - 1] };
      };
    },
    wrong: [
      {
        id: 'unheated',
        doc: 'the temperature without the factor 1/(1 − momentum)',
        theorySteps: (values) => atOnce(() => equilibrium(values, { momentum: 0 })),
      },
      {
        id: 'gaussian-process',
        doc: 'the posterior of the Gaussian process, whose kernel is not renormalized',
        theorySteps: (values) =>
          atOnce(() => {
            const found = equilibrium(values);
            return { ...found, predictor: found.gaussianProcess };
          }),
      },
      {
        id: 'half-the-richness',
        doc: 'the equilibrium of gamma0 half as large',
        theorySteps: (values) => atOnce(() => equilibrium(values, { gamma0: (values.gamma0 as number) / 2 })),
      },
    ],
  }),
);
