import { describe, expect, it } from 'vitest';
import { linearizedTraining } from '../../src/checks/linearizedTraining';
import { moments } from '../../src/data/moments';
import { matmul } from '../../src/linalg/matmul';
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

  it('ends where it diverges, as training does', () => {
    const net = createNet(spec);
    const run = linearizedTraining(net, { ...options, lr: 1e3, steps: 1000 });
    expect(run.diverged).toEqual({ step: run.steps + 1, reason: 'the predictor or the loss is not finite' });
    expect([run.loss.length, run.predictors.length]).toEqual([run.steps + 1, run.steps + 1]);
    expect(run.steps).toBeLessThan(1000);
    expect(run.loss.every(Number.isFinite)).toBe(true);
    expect(linearizedTraining(net, { ...options, lr: 1e3, steps: run.steps + 1 }).diverged).toEqual(run.diverged);
    expect(linearizedTraining(net, { ...options, lr: 1e3, steps: run.steps }).diverged).toBeUndefined();
    expect(() => run.predictor(run.steps + 1)).toThrow('t: expected');
    const far = [0, 0, 0].map(() => [1e200, 0]);
    expect(linearizedTraining(net, { ...options, initialPredictor: far })).toMatchObject({ steps: 0, predictors: [] });
  });

  it('has no negative loss where the labels are fitted', () => {
    const x = randomNormal({ seed: 1, rows: 12, cols: 4 });
    const teacher = randomNormal({ seed: 5, rows: 2, cols: 4 });
    const fitted = moments(x, matmul(x, teacher, { transposeB: true }));
    const net = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 20, parameterization: 'ntk', seed: 1 });
    const run = { moments: fitted, lr: 0.5, steps: 40, initialPredictor: teacher };
    for (const { loss } of [linearizedTraining(net, run), linearizedTraining(net, { ...run, steps: 400 })]) {
      expect(Math.min(...loss)).toBe(0);
    }
  });

  it('refuses bad options by name', () => {
    const net = createNet(spec);
    for (const given of [null, 0, false, '']) {
      expect(() => linearizedTraining(net, { ...options, initialPredictor: given as never })).toThrow(
        'initialPredictor',
      );
    }
    const infinite = [0, 1, 2].map(() => [Number.POSITIVE_INFINITY, 0]);
    expect(() => linearizedTraining(net, { ...options, initialPredictor: infinite })).toThrow(
      'initialPredictor: expected finite entries',
    );
    expect(() => linearizedTraining(net, { ...options, steps: 1e9 })).toThrow('steps: expected an integer of at least');
    expect(() => linearizedTraining(net, { ...options, lr: -1 })).toThrow('lr: expected');
    expect(() => linearizedTraining(net, { ...options, initialPredictor: [[1, 2]] })).toThrow(
      'initialPredictor: expected 3×2, got 1×2',
    );
    expect(() => linearizedTraining(net, { ...options, momentum: 0.5 } as never)).toThrow('momentum');
    expect(() => linearizedTraining(net, options).predictor(7)).toThrow('t: expected');
  });
});
