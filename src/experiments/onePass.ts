import { defineJointExperiment } from './jointExperiment';
import { jointOptions, jointParameters } from './jointTask';

/** Stochastic gradient descent that sees every sample once against the joint limit (theory: limits/jointLimit.ts). */
export const onePassExperiment = /* @__PURE__ */ defineJointExperiment(() => ({
  id: 'one-pass',
  title: 'One pass over the data against repeated data',
  summary:
    'Nets are trained on a fresh batch at every step, width and batch in fixed proportion to the inputs, and compared with the limit of one-pass training: its noise has no memory, unlike that of samples that come again.',
  page: 'limits/joint-limit.md',
  parameters: jointParameters({
    hidden: 2,
    widthPerInput: 0.5,
    batchPerInput: 0.25,
    noiseStd: 0.5,
    gammaHat: 1,
    lrHat: 0.06,
    steps: 12,
    inputs: [20, 40, 80],
    seeds: 480,
  }),
  task: (values) => jointOptions(values, 'onePass'),
  law: 'mean test loss and loss on the fresh batch of nets with D inputs are those of the limit up to a term in 1/D',
  doubt: 'whether samples come again, the size of the batch, the label noise, or the scale of the output (gamma0)',
  wrong: [
    {
      id: 'repeated-data',
      doc: 'the limit of the same batch at every step',
      theory: (options) => ({ ...options, data: 'repeated' }),
    },
    {
      id: 'twice-the-batch',
      doc: 'the limit of batches twice as large',
      theory: (options) => ({ ...options, samplesPerInput: 2 * options.samplesPerInput! }),
    },
    {
      id: 'repeated-nets',
      doc: 'nets that are trained on the same batch at every step',
      nets: (options) => ({ ...options, data: 'repeated' }),
    },
  ],
}));
