import { type ComparableLimit, distanceToLimit, type RunDistance } from '../checks/comparison/distanceToLimit';
import { type ScaledSample, scalingFinding } from '../checks/findings/scalingFinding';
import { type LinearizedTrainingOptions, linearizedTraining } from '../checks/linearizedTraining';
import { matrix } from '../matrix';
import type { Net } from '../nets/net';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';
import { type NtkRun, ntkNetSteps, ntkParameters, ntkTask } from './ntkNets';

/** What linearized training predicts for a net, from the weights it starts with. */
type Law = (start: Net) => ComparableLimit;

function law(values: ParameterValues, changed: Partial<LinearizedTrainingOptions> = {}): Law {
  const moments = ntkTask(values);
  const options = { moments, lr: values.lr as number, steps: values.steps as number, ...changed };
  return (start) => linearizedTraining(start, options);
}

/** Training of nets against training linearized at their own initial weights. */
export const linearizedTrainingExperiment = /* @__PURE__ */ defineExperiment<Law, NtkRun, ScaledSample>(() => ({
  id: 'linearized-training',
  title: 'Wide nets in NTK parameterization train like their linearization',
  summary:
    'Every net is trained beside its own first-order expansion in the weights, which starts from the same function and keeps the tangent kernel of initialization. The two stay together up to 1/width.',
  paper: {
    authors: 'Lee, Xiao, Schoenholz, Bahri, Novak, Sohl-Dickstein, Pennington',
    title: 'Wide neural networks of any depth evolve as linear models under gradient descent',
    year: 2019,
    url: 'https://arxiv.org/abs/1902.06720',
  },
  page: 'limits/lazy.md',
  parameters: ntkParameters,
  axis: 'widths',
  expected: {
    law: 'the distance between a net and its linearization, in training from the same weights, falls as 1/width, and nothing is left at infinite width',
    verdict: (observations) =>
      scalingFinding(
        observations,
        {
          subject: 'Trained beside their linearizations, the predictors of {samples} nets differ from them',
          size: 'width',
          sizes: 'widths',
          statistic: 'the relative deviation at infinite width',
          doubt:
            'These nets do not train like their linearization: is it NTK parameterization, and do both start from the same function at the same learning rate?',
        },
        { expectedSlope: -1, slopeMargin: 0.25 },
      ),
  },
  theorySteps: (values) => atOnce(() => law(values)),
  simulateSteps: (values, width, seed) => ntkNetSteps(values, width, seed),
  observe:
    (predict, values) =>
    ({ start, run }) =>
      observation(distanceToLimit(predict(start), { moments: ntkTask(values) })(run)),
  wrong: [
    {
      id: 'from-zero',
      doc: 'linearized training from f = 0 instead of the random function of the net',
      theorySteps: (values) =>
        atOnce(() => law(values, { initialPredictor: matrix(values.outputs as number, values.inputs as number) })),
    },
    {
      id: 'rate-of-one-layer-less',
      doc: 'linearized training with the share L/(L + 1) of the learning rate, that of a net with a frozen layer',
      theorySteps: (values) => {
        const hidden = values.hidden as number;
        return atOnce(() => law(values, { lr: ((values.lr as number) * hidden) / (hidden + 1) }));
      },
    },
    {
      id: 'mup-labelled-ntk',
      doc: 'nets in muP, whose kernel learns',
      simulateSteps: (values, width, seed) => ntkNetSteps(values, width, seed, 'muP'),
    },
  ],
}));

/** The observation of a run's distance. */
function observation({ width, distance, deviation, diverged }: RunDistance): ScaledSample {
  return { size: width, distance, deviation, diverged };
}
