import { catapult, createNet, moments, netFromWeights, train } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo } from '../simulations';
import { spaced } from './series';

const full = { width: 1024, starts: [0.5, 2.5, 3.5, 4.1], steps: 40, seed: 6 };

/** Least loss that is shown. */
const LEAST = 1e-8;
const MOST = 1e8;
/** ‖x‖² = D; the target is 0. */
const x = [[1, 1, 1, 1]];

/** Lewkowycz et al.: large learning rates, the exact map and trained nets (theory: limits/catapult.ts). */
export const catapultFigure: FigureDefinition = {
  id: 'catapult',
  title: 'Catapult: at large learning rates the loss grows until the kernel gives way',
  experiment: 'catapult',
  exact: true,
  settings: { full, quick: { width: 512 } },
  *content(values) {
    const { width, starts, steps, seed } = values as typeof full;
    const net = createNet({ inputs: 4, outputs: 1, hidden: 1, width, parameterization: 'ntk', seed });
    const [f0, lambda0] = [net.predict(x).data[0], net.ntk(x).data[0]];
    const runs = yield* inTurn(starts, (start) => {
      const lr = start / lambda0;
      const run = train(net, {
        moments: moments(x, [[0]]),
        lr,
        steps,
        record: { every: 1, quantities: ['weights'] },
      });
      const map = catapult({ f0, lambda0, lr, width, steps });
      // a run that diverges ends before its steps
      const shown = Math.min(map.loss.length, run.loss.length);
      const name = `ηλ₀ = ${start}`;
      const all = upTo(shown).filter((t) => map.loss[t] > LEAST && map.loss[t] < MOST);
      const dots = all.filter((t) => t % 2 === 0);
      const lambdas = dots.map((t) => lr * netFromWeights(net.spec, run.recorded!.weights![t]).ntk(x).data[0]);
      const last = run.net.ntk(x).data[0] * lr;
      return {
        last,
        loss: [
          { name, x: all, y: all.map((t) => map.loss[t]) },
          { name, x: dots, y: dots.map((t) => run.loss[t]), dots: true },
        ] as Series[],
        kernel: [
          { name, x: all, y: all.map((t) => lr * map.lambda[t]) },
          { name, x: dots, y: lambdas, dots: true },
        ] as Series[],
      };
    });
    return {
      panels: [
        {
          title: 'loss',
          x: { label: 'step' },
          y: { label: 'loss', log: true },
          series: runs.flatMap(({ loss }) => loss),
        },
        {
          title: 'tangent kernel',
          x: { label: 'step' },
          y: { label: 'ηλ', domain: [0, 6] },
          series: [
            ...runs.flatMap(({ kernel }) => kernel),
            { name: 'stable below', x: spaced(0, steps, 2), y: [2, 2], dashed: true, reference: true },
          ],
        },
      ],
      ordered: true,
      caption: `One sample, one hidden layer of ${width} linear neurons: the exact map (lines) and a trained net (dots). Above ηλ₀ = 2 the loss grows to order N until ηλ falls below 2 (to ${runs
        .slice(1, -1)
        .map(({ last }) => last.toFixed(2))
        .join(', ')}); above 4 it diverges.`,
    };
  },
};
