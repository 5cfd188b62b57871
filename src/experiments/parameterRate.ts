import { distanceToLimit } from '../checks/comparison/distanceToLimit';
import { type ScaledSample, scalingFinding } from '../checks/findings/scalingFinding';
import { syntheticTask } from '../data/syntheticTask';
import { type InfiniteWidthLimit, infiniteWidthSteps } from '../limits/infiniteWidth';
import type { TrainRun } from '../train/train';
import { defineExperiment, type ParameterValues } from './experiment';
import { chizat2022 } from './papers';
import { wideNets } from './wideNets';

/** The limit, and the power of the width that the number of parameters is taken for. */
interface Law {
  limit: InfiniteWidthLimit;
  power: number;
}

/** A distance at the size p^(1/power). */
type Observation = ScaledSample & { power: number };

const OUTPUTS = 1;
const parameters = wideNets.parameters;

/** Few inputs, so that p is a power of the width already for small nets. */
function data({ inputs }: ParameterValues) {
  const D = inputs as number;
  const spectrum = Array.from({ length: D }, (_, k) => 0.1 * 4 ** (-k / D));
  return { moments: syntheticTask({ inputs: D, outputs: OUTPUTS, spectrum, seed: 0 }).moments };
}

/** p = N(D + C) + (L − 1)N² grows as N with one hidden layer, as N² with more. */
const powerOf = ({ hidden }: ParameterValues) => (hidden === 1 ? 1 : 2);

function* law(values: ParameterValues, power = powerOf(values)) {
  return { limit: yield* infiniteWidthSteps(wideNets.limitOptions(values, data(values))), power };
}

function parameterCount({ hidden, inputs }: ParameterValues, width: number): number {
  return width * ((inputs as number) + OUTPUTS) + ((hidden as number) - 1) * width ** 2;
}

/** The infinite-width limit at its rate in the number of parameters (theory: limits/infiniteWidth.ts). */
export const parameterRateExperiment = /* @__PURE__ */ defineExperiment<Law, TrainRun, Observation>(() => ({
  id: 'parameter-rate',
  title: 'Nets approach the infinite-width limit at a rate in the number of parameters',
  summary:
    'Deep linear nets of growing width are trained and compared, step by step, with the limit of infinite width. Their distance falls as width^(-1/2). In the number p of parameters this is p^(-1/2) for one hidden layer, but only p^(-1/4) for more, which have width² parameters in every further layer.',
  paper: chizat2022,
  page: 'infinite-width.md',
  parameters: [
    parameters.hidden,
    { name: 'inputs', type: 'integer', default: 4, least: 1, doc: 'inputs D of the data' },
    parameters.gamma0,
    parameters.lr,
    { ...parameters.steps, default: 20 },
    { ...parameters.widths, default: [32, 64, 128, 256] },
    { ...parameters.seeds, default: 96 },
    parameters.seed,
  ],
  axis: 'widths',
  expected: {
    law: 'the distance to the limit falls as p^(-1/2) with one hidden layer and as p^(-1/4) with more, p the number of parameters, and nothing is left at infinitely many',
    verdict: (observations) =>
      scalingFinding(observations, {
        subject: 'The outputs of {samples} nets in training differ from the infinite-width limit',
        size: 'parameters',
        sizes: 'numbers of parameters',
        power: observations[0].power,
        statistic: 'the relative deviation at infinitely many parameters',
        doubt:
          'These nets do not approach the limit at this rate: is it muP, and how does the number of parameters grow with the width?',
      }),
  },
  theorySteps: (values) => law(values),
  simulateSteps: (values, width, seed) => wideNets.netSteps(values, width, seed, data(values)),
  observe: ({ limit, power }, values) => {
    const measure = distanceToLimit(limit, data(values));
    return (run, width) => {
      const { distance, deviation, diverged, curve, deviations, scale } = measure(run);
      const size = parameterCount(values, width) ** (1 / power);
      return { size, power, distance, deviation, diverged, along: { curve, deviations, scale } };
    };
  },
  wrong: [
    {
      id: 'parameters-as-the-width',
      doc: 'the rate p^(-1/2), as if the parameters grew as the width whatever the depth',
      theorySteps: (values) => law(values, 3 - powerOf(values)),
    },
    {
      id: 'one-layer-more',
      doc: 'the limit of nets with one hidden layer more',
      theorySteps: (values) => law({ ...values, hidden: 1 + (values.hidden as number) }, powerOf(values)),
    },
    {
      id: 'ntk-labelled-mup',
      doc: 'nets in NTK parameterization beside the limit of muP',
      simulateSteps: (values, width, seed) =>
        wideNets.netSteps(values, width, seed, data(values), { gamma0: width ** -0.5 }),
    },
  ],
}));
