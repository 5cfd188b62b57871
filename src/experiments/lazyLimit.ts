import { distanceToLimit } from '../checks/comparison/distanceToLimit';
import { type ScaledSample, scalingFinding } from '../checks/findings/scalingFinding';
import { type LazyLimitOptions, lazyLimit } from '../limits/lazyLimit';
import { matrix } from '../matrix';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';
import { type NtkRun, ntkNetSteps, ntkParameters, ntkTask } from './ntkNets';
import { jacot2018 } from './papers';

/** Options of the limit for one net. */
type Law = (run: NtkRun) => LazyLimitOptions;

/** The limit from the function that a net starts with. */
function law(values: ParameterValues, changed: Partial<LazyLimitOptions> = {}): Law {
  const options = {
    moments: ntkTask(values),
    hidden: values.hidden as number,
    lr: values.lr as number,
    steps: values.steps as number,
  };
  return ({ start }) => ({ ...options, initialPredictor: start.predictor(), ...changed });
}

/** Nets in NTK parameterization against training with the tangent kernel of infinite width (theory: limits/lazyLimit.ts). */
export const lazyLimitExperiment = /* @__PURE__ */ defineExperiment<Law, NtkRun, ScaledSample>(() => ({
  id: 'lazy-limit',
  title: 'Nets in NTK parameterization converge to the lazy limit',
  summary:
    'Deep linear nets in NTK parameterization are trained beside the closed form of the lazy limit, which starts from the same function and has the constant tangent kernel of infinite width. Kernels of finite nets fluctuate, so the distance falls as width^(-1/2) and its mean as 1/width.',
  paper: jacot2018,
  page: 'limits/lazy.md',
  parameters: ntkParameters,
  axis: 'widths',
  powered: { seeds: 32 },
  expected: {
    law: 'the distance to the lazy limit from the same initial function falls as width^(-1/2), and nothing is left at infinite width',
    verdict: (observations) =>
      scalingFinding(observations, {
        subject: 'The predictors of {samples} nets in training differ from the lazy limit',
        size: 'width',
        sizes: 'widths',
        statistic: 'the relative deviation at infinite width',
        doubt:
          'The lazy limit does not describe these nets: is it NTK parameterization, the number of layers, the same initial function?',
      }),
  },
  theorySteps: (values) => atOnce(() => law(values)),
  simulateSteps: (values, width, seed) => ntkNetSteps(values, width, seed),
  observe: (options, values) => {
    const moments = ntkTask(values);
    return (simulated) => {
      const measure = distanceToLimit(lazyLimit(options(simulated)), { moments });
      const { width, distance, deviation, diverged, curve, deviations, scale } = measure(simulated.run);
      return { size: width, distance, deviation, diverged, along: { curve, deviations, scale } };
    };
  },
  wrong: [
    {
      id: 'one-layer-more',
      doc: 'the limit of nets with one hidden layer more, whose kernel is larger',
      theorySteps: (values) => atOnce(() => law(values, { hidden: 1 + (values.hidden as number) })),
    },
    {
      id: 'from-zero',
      doc: 'the limit from f = 0 instead of the random function of the net',
      theorySteps: (values) =>
        atOnce(() => law(values, { initialPredictor: matrix(values.outputs as number, values.inputs as number) })),
    },
    {
      id: 'mup-labelled-ntk',
      doc: 'nets in muP, whose kernel learns',
      simulateSteps: (values, width, seed) => ntkNetSteps(values, width, seed, 'muP'),
    },
  ],
}));
