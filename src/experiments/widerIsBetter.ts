import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import type { Progress } from '../longWork';
import { defineExperiment, type ParameterValues } from './experiment';
import { jointOptions, jointParameters, memberOf, stableLimitSteps } from './jointTask';
import { bordelon2025 } from './papers';

/** What each width gains over the one before: logarithm of the ratio of their final test losses. */
type Gains = number[];

interface GainDeviation extends SizedDeviation {
  /** Those of the theory. */
  gains: Gains;
}

const widths = (values: ParameterValues) => values.widthsPerInput as readonly number[];
const task = (values: ParameterValues, widthPerInput: number) =>
  jointOptions({ ...values, widthPerInput }, 'population');

function gainsOf(losses: readonly number[]): Gains {
  return losses.slice(1).map((loss, i) => Math.log(losses[i] / loss));
}

function* theory(
  values: ParameterValues,
  asIf: (width: number) => number = (width) => width,
): Generator<Progress, Gains, boolean | undefined> {
  const losses: number[] = [];
  for (const width of widths(values)) {
    const { test, steps } = yield* stableLimitSteps(task(values, asIf(width)));
    losses.push(test[steps]);
  }
  return gainsOf(losses);
}

function* nets(
  values: ParameterValues,
  inputs: number,
  seed: number,
  gammaHat: (own: number, width: number) => number = (own) => own,
): Generator<Progress, Gains, boolean | undefined> {
  const losses: number[] = [];
  for (const width of widths(values)) {
    const options = task(values, width);
    const member = memberOf({ ...options, gammaHat: gammaHat(options.gammaHat!, width) }, inputs, seed);
    const { test, diverged } = yield* member.curvesSteps();
    losses.push(diverged ? Number.NaN : test[test.length - 1]);
  }
  return gainsOf(losses);
}

/** Mean deviation of the logarithm that counts as none. */
const MARGIN = 0.15;

/** What a greater width is worth at a fixed learning rate, against the joint limit (theory: limits/jointLimit.ts). */
export const widerIsBetterExperiment = /* @__PURE__ */ defineExperiment<Gains, Gains, GainDeviation>(() => ({
  id: 'wider-is-better',
  title: 'Wider nets learn better at the same learning rate',
  summary:
    'Nets of several widths in muP scaling are trained at one learning rate. By what factor the test loss of a net is above that of the next wider one is compared with the limit of many inputs.',
  paper: bordelon2025,
  page: 'limits/learning-rate-transfer.md',
  parameters: jointParameters({
    hidden: 2,
    widthsPerInput: [0.5, 2],
    gammaHat: 1,
    lrHat: 0.08,
    steps: 6,
    inputs: [16, 32, 64],
    seeds: 360,
  }),
  axis: 'inputs',
  expected: {
    law: 'the ratio of the test losses of two widths is that of the limit up to a term in 1/D, above 1 in muP',
    verdict: (observations, values) => {
      const [{ gains }] = observations;
      return interceptFinding(observations, {
        quantities: gains.map((gain, i) => ({
          name: `the test loss at width ${widths(values)[i]} D over that at ${widths(values)[i + 1]} D`,
          statistic: `logarithm of what width ${widths(values)[i + 1]} D gains over ${widths(values)[i]} D, less the theory's`,
          margin: MARGIN,
          says: (deviation) => Math.exp(gain + deviation).toFixed(2),
        })),
        simulated: 'sets of nets of every width',
        sizeName: 'inputs',
        doubt: 'the parameterization: in muP a wider net learns features as fast as a narrow one, in NTK scaling less',
      });
    },
  },
  theorySteps: (values) => theory(values),
  simulateSteps: (values, inputs, seed) => nets(values, inputs, seed),
  observe: (gains) => (own, size) => ({ size, values: own.map((gain, i) => gain - gains[i]), gains }),
  wrong: [
    {
      id: 'width-does-not-count',
      doc: 'the limit of nets far wider than their inputs, whatever their width',
      theorySteps: (values) => theory(values, () => Number.POSITIVE_INFINITY),
    },
    {
      id: 'ntk-labelled-mup',
      doc: 'nets in NTK parameterization, the same as in muP at the narrowest width',
      simulateSteps: (values, inputs, seed) =>
        nets(values, inputs, seed, (own, width) => own * Math.sqrt(widths(values)[0] / width)),
    },
    {
      id: 'twice-the-richness',
      doc: 'the limit of gammaHat twice as large',
      theorySteps: (values) => theory({ ...values, gammaHat: 2 * (values.gammaHat as number) }),
    },
  ],
}));
