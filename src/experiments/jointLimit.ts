import { defineJointExperiment } from './jointExperiment';
import { jointOptions, jointParameters } from './jointTask';

/** Two groups of modes, so that the spectrum counts. */
const spectrum = [
  { eigenvalue: 2, fraction: 0.25, target: 1.5 },
  { eigenvalue: 0.5, fraction: 0.75, target: 0.7 },
];

/** Gradient descent on the same noisy samples at every step against the joint limit (theory: limits/jointLimit.ts). */
export const jointLimitExperiment = /* @__PURE__ */ defineJointExperiment(() => ({
  id: 'joint-limit',
  title: 'Width and samples in proportion to the inputs',
  summary:
    'Plain nets with D inputs are trained by gradient descent on P noisy samples, width N and P in fixed proportion to D. Their test and training loss are compared, step by step, with the exact limit of infinite D, in which a finite width and a finite sample still count.',
  page: 'limits/joint-limit.md',
  parameters: jointParameters({
    hidden: 2,
    widthPerInput: 0.5,
    samplesPerInput: 1.5,
    noiseStd: 0.5,
    gammaHat: 1,
    lrHat: 0.05,
    steps: 12,
    inputs: [20, 40, 80],
    seeds: 480,
  }),
  task: (values) => ({ ...jointOptions(values, 'repeated'), spectrum }),
  law: 'mean test and training loss of nets with D inputs are those of the limit up to a term in 1/D',
  doubt: 'the scale of the output (gamma0), the learning rate, the label noise, or width and samples per input',
  wrong: [
    {
      id: 'infinite-width',
      doc: 'the limit of nets far wider than their inputs',
      theory: (options) => ({ ...options, widthPerInput: Number.POSITIVE_INFINITY }),
    },
    {
      id: 'infinite-samples',
      doc: 'the limit of far more samples than inputs: no over-fitting',
      theory: (options) => ({ ...options, samplesPerInput: Number.POSITIVE_INFINITY }),
    },
    {
      id: 'twice-the-richness',
      doc: 'the limit of gammaHat twice as large',
      theory: (options) => ({ ...options, gammaHat: 2 * options.gammaHat! }),
    },
    {
      id: 'half-the-noise',
      doc: 'nets on labels with half the noise',
      nets: (options) => ({ ...options, noiseStd: 0.5 * options.noiseStd! }),
    },
  ],
}));
