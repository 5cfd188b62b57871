import { describe, expect, it } from 'vitest';
import { linearizedTraining } from '../../src/checks/linearizedTraining';
import { moments } from '../../src/data/moments';
import { createNet } from '../../src/nets/createNet';
import type { Net } from '../../src/nets/net';
import { netFromWeights } from '../../src/nets/netFromWeights';
import { layerScalings } from '../../src/nets/parameterization';
import { randomNormal } from '../../src/random/randomNormal';
import { train } from '../../src/train/train';
import { toRows } from '../reference/netTraining';
import { tolerance } from '../tolerances';

const data = moments(randomNormal({ seed: 1, rows: 9, cols: 2 }), randomNormal({ seed: 2, rows: 9, cols: 3 }));
const layerLr = [1, 0.5, 2];
const options = { moments: data, lr: 0.3, steps: 6, layerLr };
const spec = { inputs: 2, outputs: 3, hidden: 2, width: 4, seed: 5 } as const;

/** Entry (l, i, j) of the weights changed by h. */
function nudged(net: Net, l: number, at: number, h: number): Net {
  return netFromWeights(
    net.spec,
    net.weights().map((w, m) => {
      if (m === l) w.data[at] += h;
      return toRows(w);
    }),
  );
}

/** The same in weight space: columns of the Jacobian by central differences, gradient descent on all weights of the linear model. */
function reference(net: Net) {
  const h = 1e-4;
  const rates = layerScalings(net.spec).map(({ rate }, l) => rate * layerLr[l]);
  const columns = net.weights().flatMap((w, l) =>
    Array.from(w.data, (_, at) => {
      const [up, down] = [nudged(net, l, at, h).predictor().data, nudged(net, l, at, -h).predictor().data];
      return { rate: rates[l], column: Array.from(up, (value, i) => (value - down[i]) / (2 * h)) };
    }),
  );
  const beta = Array.from(net.predictor().data);
  const curve = [beta.slice()];
  for (let t = 0; t < options.steps; t++) {
    const error = beta.map((_, i) => {
      const row = Math.floor(i / 2);
      return data.syx.data[i] - beta[2 * row] * data.sxx.data[i % 2] - beta[2 * row + 1] * data.sxx.data[2 + (i % 2)];
    });
    for (const { rate, column } of columns) {
      const push = options.lr * rate * column.reduce((sum, value, i) => sum + value * error[i], 0);
      column.forEach((value, i) => {
        beta[i] += push * value;
      });
    }
    curve.push(beta.slice());
  }
  return curve;
}

describe('linearizedTraining', () => {
  it.each([{ parameterization: 'ntk' }, { gamma0: 1.4 }, { residual: { beta0: 0.8 } }] as const)(
    'is gradient descent on the first-order expansion in the weights: %j',
    (shape) => {
      const net = createNet({ ...spec, ...shape });
      const { predictors, loss } = linearizedTraining(net, options);
      reference(net).forEach((beta, t) => {
        beta.forEach((value, i) => {
          expect(Math.abs(predictors[t].data[i] - value)).toBeLessThan(tolerance.linearized);
        });
      });
      const run = train(net, { ...options, steps: 1 });
      expect(Math.abs(loss[0] - run.loss[0])).toBeLessThan(tolerance.trainedLoss('float64', 1) * data.syy);
      // training itself leaves the expansion
      const after = train(net, { ...options, steps: 6, record: { quantities: ['predictor'] } }).net.predictor();
      expect(Math.abs(after.data[0] - predictors[6].data[0])).toBeGreaterThan(100 * tolerance.linearized);
    },
  );

  it('starts where it is told', () => {
    const net = createNet(spec);
    const zero = [
      [0, 0],
      [0, 0],
      [0, 0],
    ];
    const run = linearizedTraining(net, { ...options, initialPredictor: zero });
    expect(run.loss[0]).toBeCloseTo(data.syy / 2, 12);
    expect(Array.from(run.predictor(0).data)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(run.loss[6]).toBeLessThan(run.loss[0]);
  });

  it('refuses bad options by name', () => {
    const net = createNet(spec);
    expect(() => linearizedTraining(net, { ...options, lr: -1 })).toThrow('lr: expected');
    expect(() => linearizedTraining(net, { ...options, initialPredictor: [[1, 2]] })).toThrow(
      'initialPredictor: expected 3×2, got 1×2',
    );
    expect(() => linearizedTraining(net, { ...options, momentum: 0.5 } as never)).toThrow('momentum');
    expect(() => linearizedTraining(net, options).predictor(7)).toThrow('t: expected');
  });
});
