import {
  convergenceBound,
  createNet,
  gradientFlowSteps,
  infiniteWidthSteps,
  minimumNorm,
  moments,
  randomNormal,
  trainSteps,
} from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, meanOf, upTo } from '../simulations';
import { dotsOf, powerThrough } from './sharedDistances';
import { lineAndDots } from './sharedSeries';

const settings = {
  full: {
    inputs: 6,
    samples: 3,
    depths: [1, 2, 3],
    unit: 0.3,
    times: 50,
    width: 512,
    nets: 8,
    widths: [32, 64, 128, 256, 512, 1024],
    lr: 0.1,
    steps: 150,
    members: 64,
  },
  quick: { depths: [1, 2], width: 512, nets: 6, widths: [32, 64, 128, 256], members: 24 },
};

export const minimumNormFigure: FigureDefinition = {
  id: 'minimum-norm',
  title: 'Wide nets converge exponentially, to the predictor of least norm',
  experiment: 'minimum-norm',
  settings,
  *content(values) {
    const { inputs, samples, depths, unit, times, width, nets, widths, lr, steps, members } =
      values as unknown as typeof settings.full;
    const data = moments(
      randomNormal({ seed: 1, rows: samples, cols: inputs }),
      randomNormal({ seed: 2, rows: samples, cols: 1 }),
    );
    const shown = upTo(times + 1).filter((t) => t % 5 === 0);
    const flows = yield* inTurn(depths, function* (hidden) {
      const limit = yield* infiniteWidthSteps({ moments: data, hidden, lr: unit, steps: times, flow: true });
      const bound = convergenceBound(limit, { moments: data, lr: unit });
      const losses = yield* inTurn(upTo(nets), function* (seed) {
        const net = createNet({ inputs, outputs: 1, hidden, width, seed });
        const at = upTo(times + 1).map((t) => t * unit);
        return (yield* gradientFlowSteps(net, { moments: data, times: at, tolerance: 1e-7 })).loss;
      });
      return { hidden, bound, found: meanOf(losses) };
    });
    // the samples are fewer than the inputs: the least loss is 0
    const series = flows.flatMap(({ hidden, bound, found }) =>
      lineAndDots(`L = ${hidden}`, bound.excess, found, shown).map((one) => ({
        ...one,
        x: Array.from(one.x, (t) => unit * t),
      })),
    );
    const [{ bound }] = flows;

    const best = minimumNorm(data).data;
    const size = norm(best);
    const ends = yield* inTurn(depths, (hidden) =>
      inTurn(widths, function* (each) {
        const distances = yield* inTurn(upTo(members), function* (seed) {
          const start = createNet({ inputs, outputs: 1, hidden, width: each, seed });
          const { net } = yield* trainSteps(start, { moments: data, lr, steps });
          const found = net.predictor().data;
          return [(norm(best.map((value, d) => found[d] - value)) / size) ** 2];
        });
        const { mean, error } = meanOf(distances);
        return { value: Math.sqrt(mean[0]), error: error[0] / (2 * Math.sqrt(mean[0])) };
      }),
    );
    return {
      panels: [
        {
          title: `Gradient flow, nets of width ${width}`,
          x: { label: 'time' },
          y: { label: 'loss above the least', log: true, domain: [1e-9, 10] },
          series: [
            ...series,
            {
              name: 'bound',
              x: bound.times,
              y: bound.times.map((time) => bound.excess[0] * Math.exp(-bound.premiseRate * time)),
              dashed: true,
              reference: true,
            },
          ],
        },
        {
          title: 'Where gradient descent ends',
          x: { label: 'width N', log: true },
          y: { label: 'distance to the predictor of least norm, relative', log: true },
          series: depths.flatMap((hidden, i) => [
            dotsOf(`L = ${hidden}`, widths, ends[i]),
            powerThrough(`L = ${hidden}`, widths, ends[i], { exponent: -0.5, from: widths[1] }),
          ]),
        },
      ],
      ordered: true,
      caption:
        `${samples} samples of ${inputs} inputs. Left: infinite width in gradient flow (lines), ${nets} nets (dots), and the exponential bound that needs only G¹ ≥ 1. ` +
        'Right: infinitely wide nets end at the least norm; finite ones keep their initial function where the data say nothing, of size N^(−1/2) (lines).',
    };
  },
};

function norm(values: ArrayLike<number>): number {
  return Math.hypot(...Array.from(values));
}
