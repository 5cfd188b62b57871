import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { ntkRandomness } from '../limits/ntkRandomness';
import { createNet } from '../nets/createNet';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';

/** Of the tangent kernel Θ(x, x) of one output at x·x = D. */
interface Moments {
  mean: number;
  /** E Θ²/(E Θ)². */
  ratio: number;
}
type Law = (width: number) => Moments;

const hiddenOf = (values: ParameterValues, width: number) =>
  Math.max(1, Math.round((values.depthPerWidth as number) * width));

function law(values: ParameterValues): Law {
  return (width) => {
    const hidden = hiddenOf(values, width);
    return { mean: hidden + 1, ratio: ntkRandomness({ hidden, width }).ratio };
  };
}

function kernel(values: ParameterValues, width: number, seed: number, init: 'gaussian' | 'orthogonal' = 'gaussian') {
  const hidden = hiddenOf(values, width);
  return createNet({ inputs: 1, outputs: 1, hidden, width, parameterization: 'ntk', init, seed }).ntk([[1]]).data[0];
}

/** The tangent kernel of nets about as deep as wide is random at initialization (theory: limits/ntkRandomness.ts). */
export const ntkRandomnessExperiment = /* @__PURE__ */ defineExperiment<Law, number, SizedDeviation>(() => ({
  id: 'ntk-randomness',
  title: 'The tangent kernel of nets about as deep as wide is random',
  summary:
    'Tangent kernels of deep linear nets are measured at initialization, at a fixed ratio of depth to width. Their mean and second moment are those of the exact law at every width: they do not become deterministic, as they do at fixed depth.',
  paper: {
    authors: 'Hanin, Nica',
    title: 'Finite depth and width corrections to the neural tangent kernel',
    year: 2019,
    url: 'https://arxiv.org/abs/1909.05989',
  },
  page: 'limits/proportional-limit.md',
  parameters: [
    {
      name: 'depthPerWidth',
      type: 'number',
      default: 0.25,
      least: 0.05,
      most: 0.5,
      doc: 'hidden layers over width; second moments of more are a matter of rare nets',
    },
    { name: 'widths', type: 'integers', default: [4, 8, 16], least: 2, most: 512, doc: 'widths of the nets' },
    { name: 'seeds', type: 'integer', default: 1800, least: 1, doc: 'nets a width' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'widths',
  expected: {
    law: 'mean and second moment of the kernel are those of the exact law at every width, and at infinite width those of the proportional limit',
    verdict: (observations) =>
      interceptFinding(observations, {
        quantities: [
          { name: 'the relative deviation of the mean kernel', margin: 0.12 },
          { name: 'the relative deviation of its second moment', margin: 0.2 },
        ],
        simulated: 'nets',
        sizeName: 'width',
        doubt:
          'that the kernel is deterministic, the number of layers, or that weights are independent Gaussian numbers',
      }),
  },
  theorySteps: (values) => atOnce(() => law(values)),
  observe: (at) => (found, size) => {
    const { mean, ratio } = at(size);
    const relative = found / mean;
    // 2(Θ − E Θ) has no mean and takes most of the chance out of Θ²
    return { size, values: [relative - 1, (relative ** 2 - 2 * (relative - 1)) / ratio - 1] };
  },
  simulateSteps: (values, width, seed) => atOnce(() => kernel(values, width, seed)),
  wrong: [
    {
      id: 'deterministic-kernel',
      doc: 'a kernel that is not random, as at infinite width and fixed depth',
      theorySteps: (values) => atOnce(() => (width) => ({ ...law(values)(width), ratio: 1 })),
    },
    {
      id: 'twice-the-depth',
      doc: 'the randomness of nets with twice as many layers a width',
      theorySteps: (values) =>
        atOnce(() => {
          const twice = law({ ...values, depthPerWidth: 2 * (values.depthPerWidth as number) });
          return (width) => ({ ...law(values)(width), ratio: twice(width).ratio });
        }),
    },
    {
      id: 'orthogonal-initialization',
      doc: 'nets whose hidden layers are orthogonal, whose kernels are less random',
      simulateSteps: (values, width, seed) => atOnce(() => kernel(values, width, seed, 'orthogonal')),
    },
  ],
}));
