import { defineJointExperiment } from './jointExperiment';
import { jointOptions, jointParameters } from './jointTask';

/** Residual nets with branches β0/√L against the joint limit (theory: limits/jointLimit.ts). */
export const jointResidualExperiment = /* @__PURE__ */ defineJointExperiment(() => ({
  id: 'joint-residual',
  title: 'Residual nets in the joint limit',
  summary:
    'Nets with skip connections and branches beta0/sqrt(L), whose width and samples are in fixed proportion to the inputs, are trained by gradient descent and compared with their limit, in which the fields of all layers are coupled.',
  page: 'limits/joint-limit.md',
  parameters: jointParameters({
    hidden: 3,
    widthPerInput: 0.5,
    samplesPerInput: 2,
    noiseStd: 0.4,
    gammaHat: 1,
    beta0: 1,
    lrHat: 0.03,
    steps: 12,
    inputs: [20, 40, 80],
    seeds: 480,
  }),
  task: (values) => jointOptions(values, 'repeated'),
  law: 'mean test and training loss of residual nets with D inputs are those of the limit up to a term in 1/D',
  doubt:
    'the factor beta0/sqrt(L) of the branches, the skip connections themselves, or the scale of the output (gamma0)',
  wrong: [
    {
      id: 'constant-branches',
      doc: 'the limit of branches beta0 without the factor 1/sqrt(L)',
      theory: (options) => ({ ...options, residual: { branch: (options.residual as { beta0: number }).beta0 } }),
    },
    {
      id: 'no-skip-connections',
      doc: 'the limit of plain nets',
      theory: (options) => ({ ...options, residual: undefined }),
    },
    {
      id: 'twice-the-richness',
      doc: 'the limit of gammaHat twice as large',
      theory: (options) => ({ ...options, gammaHat: 2 * options.gammaHat! }),
    },
  ],
}));
