import { fixed } from '../checks/findings/fixed';
import { type MixtureDraw, mixtureFinding } from '../checks/findings/mixtureFinding';
import { finiteWidthPrior } from '../limits/finiteWidthPrior';
import { type OutputMixture, proportionalLimit } from '../limits/proportionalLimit';
import { createNet } from '../nets/createNet';
import { digamma } from '../special/digamma';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';
import { bassetti2024 } from './papers';

/** Outputs of a net; the first is held against the exact law, all together tell the mixing factor they share. */
const OUTPUTS = 8;
/** Mean of log z² for a standard normal z. */
const LOG_SQUARE = /* @__PURE__ */ (() => digamma(0.5) + Math.LN2)();

interface Laws {
  limit: OutputMixture;
  exact(width: number): OutputMixture;
}

const hiddenOf = (depthPerWidth: number, width: number) => Math.max(1, Math.round(depthPerWidth * width));

function laws(depthPerWidth: number): Laws {
  const known = new Map<number, OutputMixture>();
  return {
    limit: proportionalLimit({ depthPerWidth }),
    exact(width) {
      const widths = Array.from({ length: hiddenOf(depthPerWidth, width) }, () => width);
      const law = known.get(width) ?? finiteWidthPrior({ widths });
      known.set(width, law);
      return law;
    },
  };
}

function outputs(values: ParameterValues, width: number, seed: number, init: 'gaussian' | 'orthogonal' = 'gaussian') {
  const hidden = hiddenOf(values.depthPerWidth as number, width);
  return createNet({ inputs: 1, outputs: OUTPUTS, hidden, width, parameterization: 'ntk', init, seed }).predict([[1]])
    .data;
}

/** Outputs of nets about as deep as wide against their exact law and its limit (theory: limits/finiteWidthPrior.ts, limits/proportionalLimit.ts). */
export const proportionalMixtureExperiment = /* @__PURE__ */ defineExperiment<Laws, ArrayLike<number>, MixtureDraw>(
  () => ({
    id: 'proportional-mixture',
    title: 'Outputs of nets about as deep as wide are a mixture of Gaussians',
    summary:
      'Deep linear nets are drawn at a fixed ratio of depth to width. Their outputs follow the exact law of finite widths, and mean and variance of the log of the factor that all outputs of a net share go to those of the proportional limit; a Gaussian law of the same variance is refused.',
    paper: bassetti2024,
    page: 'limits/proportional-limit.md',
    parameters: [
      {
        name: 'depthPerWidth',
        type: 'number',
        default: 1,
        least: 0.1,
        most: 4,
        doc: 'hidden layers over width',
      },
      { name: 'widths', type: 'integers', default: [4, 8, 24], least: 2, most: 512, doc: 'widths of the nets' },
      { name: 'seeds', type: 'integer', default: 600, least: 1, doc: 'nets a width' },
      { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
    ],
    axis: 'widths',
    expected: {
      law: 'outputs follow the exact law at every width, and mean and variance of the log-factor are those of the log-normal law at infinite width',
      verdict: (observations) =>
        mixtureFinding(observations, {
          quantities: [
            { name: 'the deviation of the mean log-factor', margin: 0.5, says: (value) => fixed(value, 3) },
            { name: 'the deviation of its variance', margin: 1.2, says: (value) => fixed(value, 3) },
          ],
          simulated: 'nets',
          sizeName: 'width',
          margin: 0.075,
          doubt:
            'the number of hidden layers over the width, NTK parameterization, or that weights are independent Gaussian numbers',
        }),
    },
    theorySteps: (values) => atOnce(() => laws(values.depthPerWidth as number)),
    observe:
      ({ exact, limit }) =>
      (found, size) => {
        const { mean, variance } = limit.logMixing;
        let sum = 0;
        let squares = 0;
        for (let c = 0; c < OUTPUTS; c++) {
          const log = Math.log(found[c] ** 2) - LOG_SQUARE - mean;
          sum += log;
          squares += log * log;
        }
        // products of different outputs: only the factor that they share is left
        const shared = (sum * sum - squares) / (OUTPUTS * (OUTPUTS - 1));
        return { size, probability: exact(size).cdf(found[0]), values: [sum / OUTPUTS, shared - variance] };
      },
    simulateSteps: (values, width, seed) => atOnce(() => outputs(values, width, seed)),
    wrong: [
      {
        id: 'gaussian',
        doc: 'a Gaussian law of the same variance, as at infinite width and fixed depth',
        theorySteps: () => atOnce(() => ({ limit: laws(0).limit, exact: () => laws(0).limit })),
      },
      {
        id: 'half-the-depth',
        doc: 'the mixture of nets half as deep',
        theorySteps: (values) => atOnce(() => laws((values.depthPerWidth as number) / 2)),
      },
      {
        id: 'orthogonal-initialization',
        doc: 'nets whose hidden layers are orthogonal, which do not spread norms',
        simulateSteps: (values, width, seed) => atOnce(() => outputs(values, width, seed, 'orthogonal')),
      },
    ],
  }),
);
