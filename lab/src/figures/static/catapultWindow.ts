import { catapult, createNet, moments, rng, train } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, logSpaced, upTo } from '../simulations';
import { curve, means, spaced } from './series';

const full = {
  width: 4096,
  starts: [0.3, 3.9],
  points: 400,
  nets: 28,
  steps: 1500,
  times: [2.3, 2.5, 3.5],
  widths: [64, 256, 1024, 4096, 16_384, 65_536],
  seeds: 40,
  draws: 1000,
};

const x = [[1]];
/** Steps within which the loss of the widest nets has its peak. */
const GROWTH = 60;

/** Where a catapult ends, and when it comes (theory: limits/catapult.ts). */
export const catapultWindowFigure: FigureDefinition = {
  id: 'catapult-window',
  title: 'The catapult window: where the kernel ends, and how long the loss grows',
  experiment: 'catapult',
  after: 'Lewkowycz et al. 2020, figures 2 and 3',
  settings: {
    full,
    quick: { width: 1024, points: 200, nets: 19, widths: [64, 256, 1024, 4096, 16_384], seeds: 24, draws: 200 },
  },
  *content(values) {
    const { width, starts, points, nets, steps, times, widths, seeds, draws } = values as typeof full;
    const net = (n: number, seed: number) =>
      createNet({ inputs: 1, outputs: 1, hidden: 1, width: n, parameterization: 'ntk', seed });
    const one = net(width, 6);
    const [f0, lambda0] = [one.predict(x).data[0], one.ntk(x).data[0]];
    const data = moments(x, [[0]]);
    const line = spaced(starts[0], starts[1], points);
    const ends = yield* inTurn(line, (start) => {
      const lr = start / lambda0;
      return lr * catapult({ f0, lambda0, lr, width, steps }).lambda.at(-1)!;
    });
    const dots = spaced(starts[0], starts[1], nets);
    const found = yield* inTurn(dots, (start) => {
      const lr = start / lambda0;
      return lr * train(one, { moments: data, lr, steps }).net.ntk(x).data[0];
    });
    // in wide nets f_0 is a normal number and λ_0 is 2: the map alone
    const starting = rng(1).normal(draws);
    const wide = logSpaced(widths[0], widths.at(-1)!, 25).map(Math.round);
    const growth = yield* inTurn(times, function* (start) {
      const mean = yield* inTurn(wide, (n) => {
        const peaks = Array.from(starting, (f) =>
          peakOf(catapult({ f0: f, lambda0: 2, lr: start / 2, width: n, steps: GROWTH }).loss),
        );
        return peaks.reduce((sum, peak) => sum + peak, 0) / draws;
      });
      const measured = yield* inTurn(widths, (n) =>
        upTo(seeds).map((k) => {
          const trained = net(n, k + 1);
          const lr = start / trained.ntk(x).data[0];
          return peakOf(train(trained, { moments: data, lr, steps: GROWTH }).loss);
        }),
      );
      const name = `ηλ₀ = ${start}`;
      return [{ name, x: wide, y: mean }, means(name, widths, measured)];
    });
    const slope = 1 / (2 * Math.log(times[1] - 1));
    return {
      panels: [
        {
          title: 'end of training',
          x: { label: 'ηλ₀' },
          y: { label: 'ηλ at the end' },
          series: [
            { name: 'the map', x: line, y: ends },
            { name: 'the map', x: dots, y: found, dots: true },
            { ...curve('4 − ηλ₀', [2, 2.6], (start) => 4 - start), dashed: true, reference: true },
          ],
        },
        {
          title: 'growth of the loss',
          x: { label: 'width', log: true },
          y: { label: 'step of the largest loss' },
          series: growth.flat(),
          ordered: true,
        },
      ],
      caption: `One sample, one hidden layer: the exact map (lines), trained nets (dots; left one net of width ${width}, right ${seeds} of each width). Lazy nets keep ηλ₀ < 2; just above 2 training ends as far below, beyond that the map is jagged. The loss grows for a time that goes with log N, at ηλ₀ = ${times[1]} ${slope.toFixed(2)} steps for each e-fold of the width.`,
    };
  },
};

function peakOf(loss: ArrayLike<number>): number {
  return upTo(loss.length).reduce((best, t) => (loss[t] > loss[best] ? t : best), 0);
}
