import { convergenceBound, type InfiniteWidthLimit, type InfiniteWidthOptions, infiniteWidthSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { flowParameter, optimizerParameters, residualParameter, trainingParameters } from './sharedParameters';

export const convergenceBoundEntry = defineLimit<InfiniteWidthOptions, InfiniteWidthLimit>({
  name: 'convergence-bound',
  functions: ['convergenceBound'],
  statement:
    'Exponential convergence of an infinitely wide net to the predictor of least norm: rates, their premise, and whether they hold.',
  paper: 'Chizat, Colombo, Fernández-Real, Figalli, arXiv:2211.16980',
  page: 'limits/minimum-norm.md',
  moments: true,
  parameters: [
    ...trainingParameters,
    flowParameter,
    residualParameter,
    ...optimizerParameters,
    { name: 'widthRatios', type: 'numbers', doc: 'N_l/N_L of the L hidden layers (default: all 1)' },
  ],
  example: { hidden: 2, lr: 1, steps: 30, flow: true },
  run: infiniteWidthSteps,
  plain: (limit, { moments, lr, schedule, layerLr }) => {
    const bound = convergenceBound(limit, { moments: moments!, lr, schedule, layerLr });
    // shown as unknown, where undefined would be left out
    return { ...bound, holds: bound.holds ?? null };
  },
});
