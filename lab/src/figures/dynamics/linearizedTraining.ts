import {
  createNet,
  distanceToLimit,
  infiniteWidthSteps,
  lazyLimit,
  linearizedTraining,
  type Moments,
  syntheticTask,
  trainEnsembleSteps,
  trainSteps,
} from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, meanOf, upTo, type Work } from '../simulations';
import { dotsOf, type Measured, powerThrough } from './sharedDistances';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    inputs: 8,
    hidden: 2,
    gamma0s: [0.5, 1, 2, 4],
    width: 512,
    nets: 24,
    lr: 0.1,
    steps: 60,
    widths: [32, 64, 128, 256, 512, 1024],
    members: 64,
  },
  quick: { width: 256, widths: [32, 64, 128, 256, 512], members: 24 },
};

type Settings = typeof settings.full;

export const linearizedTrainingFigure: FigureDefinition = {
  id: 'linearized-training',
  title: 'From rich to lazy: nets that train like their linearization',
  experiment: 'linearized-training',
  settings,
  *content(values) {
    const given = values as unknown as Settings;
    const { inputs, gamma0s, width, nets, widths } = given;
    const { moments } = syntheticTask({ inputs, spectrum: 'isotropic', seed: 3 });
    const rich = yield* inTurn(gamma0s, (gamma0) => richness(given, moments, gamma0));
    const { lr, steps, hidden } = given;
    const lazy = lazyLimit({ moments, hidden, lr, steps });
    const found = yield* inTurn(widths, (size) => distances(given, moments, size));
    const own = found.map(([linearized]) => linearized);
    const common = found.map(([, limit]) => limit);
    const [fast, slow] = ['own linearization, and 1/N', 'lazy limit, and N^−1/2'];
    return {
      panels: [
        {
          title: 'Loss in muP, by richness',
          x: { label: 'step', log: true },
          y: { label: 'training loss' },
          series: [...rich.flat(), { name: 'lazy', x: upTo(steps + 1), y: lazy.loss, reference: true }],
          ordered: true,
        },
        {
          title: 'Distance in NTK parameterization',
          x: { label: 'width N', log: true },
          y: { label: 'distance of the outputs', log: true },
          series: [
            dotsOf(slow, widths, common),
            powerThrough(slow, widths, common, { exponent: -0.5, from: widths[1] }),
            dotsOf(fast, widths, own),
            powerThrough(fast, widths, own, { exponent: -1, from: widths[1] }),
          ],
        },
      ],
      caption:
        `L = ${hidden}, isotropic inputs. Left: infinite width (lines) and ${nets} nets of width ${width} (dots) tend to the lazy limit as γ0 falls. ` +
        'Right: nets with γ0 = N^−1/2 beside their own linearization at the start, and beside the lazy limit from their own initial function, whose kernel is that of infinite width.',
    };
  },
};

function* richness({ inputs, hidden, width, nets, lr, steps }: Settings, moments: Moments, gamma0: number) {
  const training = { moments, lr, steps };
  const { loss } = yield* infiniteWidthSteps({ ...training, hidden, gamma0 });
  const net = { inputs, outputs: 1, hidden, width, gamma0, dtype: 'float32' } as const;
  const { runs } = yield* trainEnsembleSteps(net, { ...training, seeds: nets });
  const curves = meanOf(runs.map((run) => run.loss));
  return lineAndDots(`γ0 = ${gamma0}`, loss, curves, logSteps(steps, 12));
}

/** Root mean squares over nets: to the linearization of each, and to the lazy limit. */
function* distances(
  { inputs, hidden, lr, steps, members }: Settings,
  moments: Moments,
  width: number,
): Work<Measured[]> {
  const training = { moments, lr, steps };
  const squares = yield* inTurn(upTo(members), function* (seed) {
    const start = createNet({ inputs, outputs: 1, hidden, width, parameterization: 'ntk', seed });
    const run = yield* trainSteps(start, { ...training, record: { quantities: ['predictor'] } });
    const limits = [
      linearizedTraining(start, training),
      lazyLimit({ ...training, hidden, initialPredictor: start.predictor() }),
    ];
    return limits.map((limit) => distanceToLimit(limit, { moments })(run).distance ** 2);
  });
  const { mean, error } = meanOf(squares);
  return Array.from(mean, (square, i) => ({ value: Math.sqrt(square), error: error[i] / (2 * Math.sqrt(square)) }));
}
