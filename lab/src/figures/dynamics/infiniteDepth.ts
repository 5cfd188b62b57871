import {
  type InfiniteWidthOptions,
  infiniteDepthSteps,
  infiniteWidthSteps,
  syntheticTask,
  trainEnsembleSteps,
} from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, type MeanWithError, upTo } from '../simulations';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: { depths: [2, 4, 8, 16], beta0: 1, branch: 0.5, gamma0: 1.5, lr: 0.01, steps: 80, width: 768, nets: 12 },
  quick: { depths: [2, 4, 8], width: 512, nets: 8, steps: 60 },
};

export const infiniteDepthFigure: FigureDefinition = {
  id: 'infinite-depth',
  title: 'Residual nets of growing depth: branches β0/√L have a limit, constant ones do not',
  experiment: 'infinite-depth',
  settings,
  *content(values) {
    const { depths, beta0, branch, gamma0, lr, steps, width, nets } = values as unknown as typeof settings.full;
    const { moments } = syntheticTask({ inputs: 4, spectrum: [1.6, 1.1, 0.8, 0.5], seed: 1 });
    const training = { moments, lr, steps };
    const relative = (loss: Float64Array) => loss.map((value) => value / loss[0]);
    function* curves(hidden: number, residual: InfiniteWidthOptions['residual']) {
      const limit = yield* infiniteWidthSteps({ ...training, gamma0, hidden, residual });
      const net = { inputs: 4, outputs: 1, hidden, width, gamma0, residual, dtype: 'float32' } as const;
      const { loss } = yield* trainEnsembleSteps(net, { ...training, seeds: nets });
      const { loss: start } = limit;
      const mean: MeanWithError = {
        mean: loss.mean.map((value) => value / start[0]),
        error: loss.standardError.map((value) => value / start[0]),
      };
      return { theory: relative(start), mean };
    }
    const kinds = [
      { title: `Branches ${beta0 === 1 ? 1 : beta0}/√L`, residual: { beta0 } },
      { title: `Branches ${branch}`, residual: { branch } },
    ];
    const found = yield* inTurn(kinds, ({ residual }) => inTurn(depths, (hidden) => curves(hidden, residual)));
    const { loss: deep } = yield* infiniteDepthSteps({ ...training, gamma0, residual: { beta0 } });
    const infinite: Series = { name: 'L = ∞', x: upTo(steps + 1), y: relative(deep), reference: true };
    const off = found[0].map(({ theory }) =>
      Math.max(...theory.map((value, t) => Math.abs(value - relative(deep)[t]))),
    );
    const panels = kinds.map(({ title }, i) => ({
      title,
      x: { label: 'step', log: true },
      y: { label: 'training loss over its start', domain: [0, 1.1] as [number, number] },
      series: [
        ...found[i].flatMap(({ theory, mean }, d) =>
          lineAndDots(`L = ${depths[d]}`, theory, mean, logSteps(steps, 14)),
        ),
        ...(i === 0 ? [infinite] : []),
      ],
    }));
    return {
      panels,
      ordered: true,
      caption:
        `Infinite width (lines) and ${nets} nets of width ${width} (dots) at the same learning rate, γ0 = ${gamma0}. ` +
        `Branches ${kinds[0].title.slice(9)}: the largest difference to infinite depth falls as 1/L, ${off.map((value) => value.toPrecision(2)).join(', ')} for L = ${depths.join(', ')}; ` +
        `with branches ${branch} the loss falls ever faster with depth, until training is unstable. Deep nets of finite width are a little behind.`,
    };
  },
};
