import type { FigureDefinition } from '../definition';
import { inTurn, logSpaced } from '../simulations';
import { rateSweep } from './sharedRateSweep';

const settings = {
  full: { depths: [2, 4, 8], widthPerInput: 4, beta0: 1, branch: Math.SQRT1_2, steps: 8, inputs: 192, nets: 12 },
  quick: { inputs: 96 },
};

const range: [number, number] = [0.004, 0.5];

export const depthTransferFigure: FigureDefinition = {
  id: 'depth-transfer',
  title: 'The best learning rate settles with depth if branches shrink as 1/√L',
  experiment: 'learning-rate-transfer',
  settings,
  *content(values) {
    const { depths, inputs, nets, beta0, branch, ...task } = values as unknown as typeof settings.full;
    const kinds = [
      { title: `Branches ${beta0 === 1 ? '1' : beta0}/√L`, residual: { beta0 } },
      { title: `Branches ${branch.toPrecision(2)}`, residual: { branch } },
    ];
    const found = yield* inTurn(kinds, ({ residual }) =>
      inTurn(depths, (hidden) => {
        const sweep = { fine: logSpaced(...range, 73), coarse: logSpaced(...range, 21), inputs, nets, most: 2 };
        return rateSweep(`L = ${hidden}`, { ...task, hidden, residual, data: 'population' }, sweep);
      }),
    );
    const [shrinking, constant] = found.map((curves) => {
      const best = curves.map((curve) => curve.best.theory.toPrecision(2));
      return `${best[0]} to ${best.at(-1)}`;
    });
    return {
      panels: found.map((curves, i) => ({
        title: kinds[i].title,
        x: { label: 'learning rate η̂', log: true, domain: range },
        y: { label: `test loss after ${task.steps} steps`, log: true },
        series: curves.flatMap(({ series }) => series),
      })),
      ordered: true,
      caption:
        `Joint limit (lines) and median of ${nets} residual nets with D = ${inputs} inputs (dots), N = ${task.widthPerInput}D, isotropic population. ` +
        `From L = ${depths[0]} to ${depths.at(-1)} the best η̂ goes from ${shrinking} with branches that shrink and from ${constant} with constant ones (those of L = 2). ` +
        'Right of the optimum training is unstable, and nets of finite D are still better than their limit.',
    };
  },
};
