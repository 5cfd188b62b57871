import { fixed } from '../checks/findings/fixed';
import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { angleCollapse } from '../limits/angleCollapse';
import { matrix } from '../matrix';
import { createNet } from '../nets/createNet';
import { rng } from '../random/rng';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';
import { schoenholz2017 } from './papers';

/** What becomes of two inputs on their way through a net. */
interface Ends {
  /** log(1 − c²), c their correlation in the last hidden layer. */
  logSine: number;
  /** log of the mean square of the last hidden layer, relative to that of the input. */
  logNorm: number;
}

/** Their expectations at a width, and the variance of logNorm. */
type Law = (width: number) => Ends & { variance: number };

const hiddenOf = (values: ParameterValues, width: number) =>
  Math.max(1, Math.round((values.depthPerWidth as number) * width));

function law(values: ParameterValues): Law {
  return (width) => {
    const hidden = hiddenOf(values, width);
    const made = angleCollapse({ hidden, width, c0: values.c0 as number });
    return { logSine: made.logSine[hidden], logNorm: made.logNorm[hidden], variance: made.logNormVariance[hidden] };
  };
}

function ends(values: ParameterValues, width: number, seed: number): Ends {
  const c0 = values.c0 as number;
  const x = matrix(2, 2, [1, 0, c0, Math.sqrt(1 - c0 * c0)]);
  const shape = { inputs: 2, outputs: 1, hidden: hiddenOf(values, width), width } as const;
  const kernels = createNet({ ...shape, seed: rng(seed).fork(width).seed }).featureKernels(x);
  const { data } = kernels[kernels.length - 1];
  return {
    logSine: Math.log((data[0] * data[3] - data[1] ** 2) / (data[0] * data[3])),
    logNorm: Math.log(data[0] / kernels[0].data[0]),
  };
}

/** Linear nets about as deep as wide lose angles and spread norms at initialization (theory: limits/angleCollapse.ts). */
export const angleCollapseExperiment = /* @__PURE__ */ defineExperiment<Law, Ends, SizedDeviation>(() => ({
  id: 'angle-collapse',
  title: 'Angles collapse in linear nets about as deep as wide',
  summary:
    'Two inputs pass through deep linear nets at initialization. At a fixed ratio of depth to width their angle shrinks and their norms spread at every width, as the exact law of finite width says; mean-field theory would keep both.',
  paper: schoenholz2017,
  page: 'limits/propagation.md',
  parameters: [
    { name: 'c0', type: 'number', default: 0.5, least: -0.999, most: 0.999, doc: 'correlation of the two inputs' },
    {
      name: 'depthPerWidth',
      type: 'number',
      default: 0.5,
      least: 0,
      exclusive: true,
      most: 10,
      doc: 'hidden layers over width',
    },
    { name: 'widths', type: 'integers', default: [8, 12, 16, 24, 32], least: 2, most: 1024, doc: 'widths of the nets' },
    { name: 'seeds', type: 'integer', default: 800, least: 1, doc: 'nets a width' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'widths',
  expected: {
    law: 'the mean of log(1 − c²) and mean and variance of the log-norm are those of the exact law at every width',
    verdict: (observations) =>
      interceptFinding(observations, {
        quantities: [
          { name: 'the mean deviation of log(1 − c²)', margin: 0.2, says: (deviation) => fixed(deviation, 3) },
          { name: 'the mean deviation of the log-norm', margin: 0.2, says: (deviation) => fixed(deviation, 3) },
          { name: 'the relative deviation of the variance of the log-norm', margin: 0.3 },
        ],
        simulated: 'nets',
        sizeName: 'width',
        doubt: 'the number of layers, the width, or that weights are independent Gaussian numbers',
      }),
  },
  theorySteps: (values) => atOnce(() => law(values)),
  observe: (at) => (found, size) => {
    const expected = at(size);
    const norm = found.logNorm - expected.logNorm;
    return { size, values: [found.logSine - expected.logSine, norm, norm ** 2 / expected.variance - 1] };
  },
  simulateSteps: (values, width, seed) => atOnce(() => ends(values, width, seed)),
  wrong: [
    {
      id: 'mean-field',
      doc: 'angles that stay, as mean-field theory has it for critical linear nets',
      theorySteps: (values) =>
        atOnce(() => (width) => ({ ...law(values)(width), logSine: Math.log(1 - (values.c0 as number) ** 2) })),
    },
    {
      id: 'half-the-spread',
      doc: 'a log-norm whose variance is one over the width a layer instead of two',
      theorySteps: (values) =>
        atOnce(() => (width) => {
          const right = law(values)(width);
          return { ...right, variance: right.variance / 2 };
        }),
    },
  ],
}));
