import { fixed } from '../checks/findings/fixed';
import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { syntheticTask } from '../data/syntheticTask';
import { ValueError } from '../errors';
import { type PowerLawLoss, type PowerLawLossOptions, powerLawLossSteps } from '../limits/powerLawLoss';
import type { Progress } from '../longWork';
import { createNet } from '../nets/createNet';
import { type TrainRun, trainSteps } from '../train/train';
import { defineExperiment, type ParameterValues } from './experiment';

interface ExponentDeviation extends SizedDeviation {
  theory: Pick<PowerLawLoss, 'exponent' | 'regime' | 'predictedExponent'>;
}

/** The limit of the very modes that the nets are trained on. */
function options(values: ParameterValues) {
  const { spectrumExponent, sourceExponent, inputs, hidden, gamma0, lr, steps } = values as Record<string, number>;
  const shared = { spectrumExponent, sourceExponent, inputs, hidden, gamma0, lr, steps };
  return { ...shared, modes: 'all', kmax: inputs, tail: false } satisfies PowerLawLossOptions;
}

function* theory(values: ParameterValues): Generator<Progress, PowerLawLoss, boolean | undefined> {
  const limit = yield* powerLawLossSteps(options(values));
  if (limit.diverged) {
    throw new ValueError(`lr: expected a stable learning rate, got ${values.lr}: ${limit.diverged.reason}`);
  }
  return limit;
}

function net(values: ParameterValues, width: number, seed: number) {
  const { spectrumExponent, sourceExponent, inputs, hidden, gamma0, lr, steps } = options(values);
  const { moments } = syntheticTask({ inputs, spectrum: { spectrumExponent, sourceExponent }, seed: 0 });
  return trainSteps(createNet({ inputs, outputs: 1, hidden, gamma0, width, seed }), { moments, lr, steps });
}

const changed = (doc: string, change: (values: Record<string, number>) => ParameterValues) => ({
  doc,
  theorySteps: (values: ParameterValues) => theory({ ...values, ...change(values as Record<string, number>) }),
});

/** Mean deviation of the exponent that counts as none. */
const MARGIN = 0.03;

/** Exponent of the loss of finite nets on power-law data against infinite width (theory: limits/powerLawLoss.ts). */
export const powerLawExperiment = /* @__PURE__ */ defineExperiment<PowerLawLoss, TrainRun, ExponentDeviation>(() => ({
  id: 'power-law',
  title: 'Exponents of learning curves on power-law data',
  summary:
    'Rich nets of growing width are trained on data whose spectrum and target fall as powers. The exponent of their loss over the last octave of steps is compared with that of infinitely wide nets at the same steps, which tends to max(β, (L+1)β/(1+Lβ)) in long runs on many modes.',
  paper: {
    authors: 'Bordelon, Atanasov, Pehlevan',
    title: 'How feature learning can improve neural scaling laws',
    year: 2024,
    url: 'https://arxiv.org/abs/2409.17858',
  },
  page: 'limits/power-law.md',
  parameters: [
    {
      name: 'spectrumExponent',
      type: 'number',
      default: 2,
      least: 0,
      exclusive: true,
      doc: 'variances of the modes fall as k^(−α): α',
    },
    {
      name: 'sourceExponent',
      type: 'number',
      default: 0.4,
      least: 0,
      exclusive: true,
      doc: 'lazy nets learn as t^(−β): β; the target has λ_k w_k² = k^(−αβ−1)',
    },
    { name: 'inputs', type: 'integer', default: 64, least: 2, doc: 'inputs D, one a mode' },
    { name: 'hidden', type: 'integer', default: 2, least: 1, doc: 'hidden layers L' },
    { name: 'gamma0', type: 'number', default: 0.7, least: 0, exclusive: true, doc: 'richness: small is lazy' },
    { name: 'lr', type: 'number', default: 0.6, least: 0, exclusive: true, doc: 'learning rate' },
    { name: 'steps', type: 'integer', default: 60, least: 4, doc: 'steps; the exponent is that of the second half' },
    { name: 'widths', type: 'integers', default: [24, 48, 96], least: 1, doc: 'widths to train' },
    { name: 'seeds', type: 'integer', default: 300, least: 1, doc: 'random initializations a width' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'widths',
  expected: {
    law: 'the mean exponent of the loss is that of infinite width up to a term in 1/N',
    verdict: (observations) => {
      const { exponent, regime, predictedExponent } = observations[0].theory;
      return interceptFinding(observations, {
        quantities: [
          {
            name: `the exponent of the ${regime} loss (in the long run ${fixed(predictedExponent, 3)})`,
            statistic: "exponent of the loss, less the theory's,",
            margin: MARGIN,
            says: (deviation) => fixed(exponent + deviation, 3),
          },
        ],
        simulated: 'nets',
        sizeName: 'width',
        doubt: 'whether nets are rich or lazy (gamma0), the number of layers, or the exponents of the data',
      });
    },
  },
  theorySteps: theory,
  simulateSteps: net,
  observe: (limit) => {
    const { exponent, regime, predictedExponent, window } = limit;
    const [from, to] = window;
    return ({ loss, diverged }, size) => ({
      size,
      values: [diverged ? Number.NaN : Math.log(loss[from] / loss[to]) / Math.log(to / from) - exponent],
      theory: { exponent, regime, predictedExponent },
    });
  },
  wrong: [
    { id: 'lazy', ...changed('the exponent of lazy nets', () => ({ gamma0: 0 })) },
    {
      id: 'one-layer-less',
      ...changed('the limit of nets with one hidden layer less, or more for one', ({ hidden }) => ({
        hidden: hidden > 1 ? hidden - 1 : 2,
      })),
    },
    {
      id: 'other-source',
      ...changed('the limit of data with β larger by a quarter', ({ sourceExponent }) => ({
        sourceExponent: 1.25 * sourceExponent,
      })),
    },
    {
      id: 'lazy-nets',
      doc: 'nets a hundred times less rich',
      simulateSteps: (values, width, seed) => net({ ...values, gamma0: 0.01 * (values.gamma0 as number) }, width, seed),
    },
  ],
}));
