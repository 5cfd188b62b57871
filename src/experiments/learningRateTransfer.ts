import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { gridOptimum } from '../checks/transfer/gridOptimum';
import { ValueError } from '../errors';
import { type JointLimitOptions, jointLimitSteps } from '../limits/jointLimit';
import type { Progress } from '../longWork';
import { defineExperiment, type ParameterValues } from './experiment';
import { jointOptions, jointParameters, memberOf } from './jointTask';
import { bordelon2025 } from './papers';

/** Best rate of every width. */
type Optima = number[];

interface OptimaDeviation extends SizedDeviation {
  /** Those of the theory. */
  optima: Optima;
}

/** Learning rates at which a net of one width is trained, for the rates that are asked for. */
type Task = (values: ParameterValues, width: number) => JointLimitOptions;

const lrHats = (values: ParameterValues) => values.lrHats as readonly number[];
const widths = (values: ParameterValues) => values.widthsPerInput as readonly number[];
const narrowest = (values: ParameterValues) => widths(values)[0];

/** lrHat is put in for every rate. */
const task: Task = (values, widthPerInput) => jointOptions({ ...values, widthPerInput }, 'population');

function* theory(values: ParameterValues): Generator<Progress, Optima, boolean | undefined> {
  const optima: Optima = [];
  for (const width of widths(values)) {
    const losses: number[] = [];
    for (const lrHat of lrHats(values)) {
      const { test, steps, diverged } = yield* jointLimitSteps({ ...task(values, width), lrHat });
      losses.push(diverged ? Number.POSITIVE_INFINITY : test[steps]);
    }
    const { rate, inside } = gridOptimum(lrHats(values), losses);
    if (!inside) throw new ValueError(`lrHats: expected rates on both sides of the optimum, got it at ${rate}`);
    optima.push(rate);
  }
  return optima;
}

function* nets(
  values: ParameterValues,
  inputs: number,
  seed: number,
  own: Task = task,
): Generator<Progress, Optima, boolean | undefined> {
  const optima: Optima = [];
  for (const width of widths(values)) {
    const options = own(values, width);
    const member = memberOf(options, inputs, seed);
    const losses: number[] = [];
    for (const lrHat of lrHats(values)) {
      const { test, diverged } = yield* member.curvesSteps(lrHat * (options.lrHat ?? 1));
      losses.push(diverged ? Number.POSITIVE_INFINITY : test[test.length - 1]);
    }
    optima.push(gridOptimum(lrHats(values), losses).rate);
  }
  return optima;
}

const drift = (optima: Optima) => Math.log(optima[optima.length - 1] / optima[0]);
const last = (optima: Optima) => Math.log(optima[optima.length - 1]);

/** Mean deviations of the logarithm that count as none: the narrow nets' optimum scatters much more. */
const MARGINS = { widest: 0.05, drift: 0.12 };

/** How the optimal learning rate of muP nets moves with the width, against the joint limit (theory: limits/jointLimit.ts). */
export const learningRateTransferExperiment = /* @__PURE__ */ defineExperiment<Optima, Optima, OptimaDeviation>(() => ({
  id: 'learning-rate-transfer',
  title: 'The best learning rate transfers over width',
  summary:
    'Nets of several widths in muP scaling are trained at a grid of learning rates. The rate with the least test loss, and how far it moves from the narrowest to the widest net, are compared with the limit of many inputs.',
  paper: bordelon2025,
  page: 'limits/learning-rate-transfer.md',
  parameters: jointParameters({
    hidden: 2,
    widthsPerInput: [1, 4],
    gammaHat: 2,
    lrHats: [0.08, 0.1, 0.125, 0.156, 0.195, 0.244, 0.305, 0.381, 0.477],
    steps: 3,
    inputs: [12, 24, 48],
    seeds: 90,
  }),
  axis: 'inputs',
  expected: {
    law: 'the best learning rate and its drift with the width are those of the limit up to a term in 1/D',
    verdict: (observations) => {
      const [{ optima }] = observations;
      return interceptFinding(observations, {
        quantities: [
          {
            name: 'the best learning rate over inputs of the widest nets',
            statistic: "logarithm of the widest nets' best learning rate over the theory's",
            margin: MARGINS.widest,
            says: (deviation) => Math.exp(last(optima) + deviation).toFixed(3),
          },
          {
            name: 'its ratio to that of the narrowest nets',
            statistic: "logarithm of the best learning rate's drift with the width over the theory's",
            margin: MARGINS.drift,
            says: (deviation) => Math.exp(drift(optima) + deviation).toFixed(2),
          },
        ],
        simulated: 'sets of nets of every width',
        sizeName: 'inputs',
        doubt:
          'the parameterization (gamma0 and the factor width of the learning rate in muP), or the number of layers',
      });
    },
  },
  theorySteps: theory,
  simulateSteps: (values, inputs, seed) => nets(values, inputs, seed),
  observe: (optima) => (own, size) => ({
    size,
    values: [last(own) - last(optima), drift(own) - drift(optima)],
    optima,
  }),
  wrong: [
    {
      id: 'ntk-labelled-mup',
      doc: 'nets in NTK parameterization, the same as in muP at the narrowest width',
      simulateSteps: (values, inputs, seed) =>
        nets(values, inputs, seed, (own, width) => {
          const options = task(own, width);
          return { ...options, gammaHat: options.gammaHat! * Math.sqrt(narrowest(own) / width) };
        }),
    },
    {
      id: 'no-width-in-the-rate',
      doc: 'nets whose learning rate lacks the factor width of muP',
      simulateSteps: (values, inputs, seed) =>
        nets(values, inputs, seed, (own, width) => ({ ...task(own, width), lrHat: narrowest(own) / width })),
    },
    {
      id: 'one-layer-more',
      doc: 'the limit of nets with one hidden layer more',
      theorySteps: (values) => theory({ ...values, hidden: 1 + (values.hidden as number) }),
    },
  ],
}));
