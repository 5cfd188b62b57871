import { describe, expect, it } from 'vitest';
import { extrapolation } from '../../src/limits/causal/extrapolation';
import { infiniteDepth, infiniteDepthSteps } from '../../src/limits/infiniteDepth';
import { infiniteWidth } from '../../src/limits/infiniteWidth';
import { momentsOfSamples } from '../reference/momentsOf';
import { tolerance } from '../tolerances';

const x = [
  [1, 0.5, -0.3],
  [-0.4, 1.2, 0.1],
  [0.3, -0.2, 0.9],
];
const moments = momentsOfSamples(
  x,
  x.map(([a, b, c]) => [0.8 * a - b, c + 0.3 * b]),
);
const oneOutput = momentsOfSamples(
  x,
  x.map(([a, b, c]) => [0.8 * a - b + c]),
);
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe('infiniteDepth', () => {
  it('is what residual nets of growing depth tend to, with a distance of order 1/L', () => {
    const shared = { moments, lr: 0.1, steps: 8, gamma0: 1.5, layerLr: 0.8, initialScales: 1.1, momentum: 0.3 };
    const residual = { beta0: 0.7 };
    const limit = infiniteDepth({ ...shared, residual });
    const nets = [10, 20, 40].map((hidden) => infiniteWidth({ ...shared, hidden, residual }));
    const gaps = nets.map((net) => apart(net.predictor(8).data, limit.predictor(8).data));
    expect(Math.abs(gaps[1] / gaps[2] - 2)).toBeLessThan(0.1);
    expect(gaps[2]).toBeGreaterThan(1000 * limit.extrapolationError.predictors[8]);
    const extrapolated = (of: (net: (typeof nets)[0]) => ArrayLike<number>) => {
      const [a, b, c] = nets.map(of);
      return Array.from(a, (value, i) => (value - 6 * b[i] + 8 * c[i]) / 3);
    };
    const check = (found: ArrayLike<number>, of: (net: (typeof nets)[0]) => ArrayLike<number>) => {
      const expected = extrapolated(of);
      const scale = Math.max(...expected.map(Math.abs));
      expect(apart(found, expected)).toBeLessThan(tolerance.depthCubed(10) * scale);
    };
    for (const t of [2, 8]) {
      check(limit.predictor(t).data, (net) => net.predictor(t).data);
      check([limit.loss[t]], (net) => [net.loss[t]]);
      check(limit.gradientKernel(0, t, 1).data, (net) => net.gradientKernel(1, t, 1).data);
      check(limit.gradientKernel(1, t).data, (net) => net.gradientKernel(net.hidden, t).data);
      check(limit.errorKernel(1, t, 1).data, (net) => net.errorKernel(net.hidden, t, 1).data);
      check(limit.featureKernel(x, 1, t).data, (net) => net.featureKernel(x, net.hidden, t).data);
    }
    expect(Math.max(...limit.extrapolationError.loss)).toBeLessThan(tolerance.infiniteDepth);
  });

  it('starts with kernels that grow exponentially along the net and moves by the tangent constant (2 + β0²) e^β0²', () => {
    for (const beta0 of [0.5, 1, 2]) {
      const limit = infiniteDepth({ moments, lr: 1e-3, steps: 1, residual: { beta0 } });
      for (const place of [0, 0.25, 0.5, 0.75, 1]) {
        const back = Math.exp(beta0 ** 2 * (1 - place));
        expect(apart(limit.gradientKernel(place, 0).data, [back, 0, 0, back])).toBeLessThan(tolerance.limit * back);
        const growth = Math.exp(beta0 ** 2 * place);
        const kernel = x.flatMap((a) =>
          x.map((b) => (growth * a.reduce((sum, value, d) => sum + value * b[d], 0)) / 3),
        );
        expect(apart(limit.featureKernel(x, place, 0).data, kernel)).toBeLessThan(tolerance.limit * growth);
      }
      const tangent = (2 + beta0 ** 2) * Math.exp(beta0 ** 2);
      const first = Array.from(moments.syx.data, (value) => (value * 1e-3 * tangent) / 3);
      expect(apart(limit.predictor(1).data, first)).toBeLessThan(tolerance.limit * Math.max(...first.map(Math.abs)));
    }
  });

  it('is one hidden layer when the branches vanish, and does not know the sign of the branches', () => {
    const shared = { moments, lr: 0.2, steps: 6, temperature: 0.1 };
    const none = infiniteDepth({ ...shared, residual: { beta0: 0 } });
    expect(apart(none.predictor(6).data, infiniteWidth({ ...shared, hidden: 1 }).predictor(6).data)).toBeLessThan(
      tolerance.limit,
    );
    const minus = infiniteDepth({ ...shared, residual: { beta0: -0.7 } });
    expect(apart(minus.loss, infiniteDepth({ ...shared, residual: { beta0: 0.7 } }).loss)).toBeLessThan(
      tolerance.limit,
    );
    expect(infiniteDepth(shared).loss).toEqual(infiniteDepth({ ...shared, residual: { beta0: 1 } }).loss);
  });

  it.each([
    [2, 2, 0.01, 10],
    [3, 1, 2e-4, 8],
  ])('knows its error at strong branches, β0 = %s, γ0 = %s', (beta0, gamma0, lr, steps) => {
    const shared = { moments: oneOutput, lr, steps, gamma0 };
    const limit = infiniteDepth({ ...shared, residual: { beta0 } });
    // branches with the initial kernels of infinite depth: e^(β0²) = (1 + b²)^(L−1), and what learns at the rate of β0²/(L − 1)
    const depths = [17, 25, 33, 41, 49];
    const nets = depths.map((hidden) => {
      const share = beta0 ** 2 / (hidden - 1);
      const branch = Math.sqrt(Math.expm1(share));
      const inner = (share * Math.exp(share)) / branch ** 2;
      const layerLr = Array.from({ length: hidden + 1 }, (_, l) => (l === 0 || l === hidden ? 1 : inner));
      return infiniteWidth({ ...shared, hidden, residual: { branch }, layerLr });
    });
    const { weights, changes } = extrapolation(depths.map((hidden) => hidden - 1));
    for (let t = 1; t <= steps; t++) {
      const deeper = (by: readonly number[]) =>
        limit.predictor(t).data.map((_, i) => nets.reduce((sum, net, k) => sum + by[k] * net.predictor(t).data[i], 0));
      const uncertain = changes.reduce((sum, change) => sum + Math.max(...deeper(change).map(Math.abs)), 0);
      const estimate = limit.extrapolationError.predictors[t];
      expect(apart(limit.predictor(t).data, deeper(weights)), `t = ${t}`).toBeLessThan(estimate + tolerance.limit);
      // the deeper computation is the more precise one
      expect(uncertain).toBeLessThan(estimate + tolerance.limit);
    }
  });

  it('has a gradient flow', () => {
    const flow = infiniteDepth({ moments, lr: 0.05, steps: 2, flow: true, residual: { beta0: 0.7 } });
    const at = (lr: number) => infiniteDepth({ moments, lr, steps: Math.round(0.1 / lr), residual: { beta0: 0.7 } });
    const [coarse, fine] = [at(0.02), at(0.01)];
    const richardson = Array.from(fine.predictor(10).data, (value, i) => 2 * value - coarse.predictor(5).data[i]);
    expect(apart(flow.predictor(2).data, richardson)).toBeLessThan(tolerance.stepSquared(0.04));
    expect(flow.extrapolationError.predictors[2]).toBeLessThan(tolerance.flowEstimate);
  });

  it('yields, stops and diverges as a run of infiniteWidth', () => {
    const work = infiniteDepthSteps({ moments, lr: 0.1, steps: 30 });
    expect(work.next()).toMatchObject({ done: false, value: { steps: 30 } });
    let turn = work.next(false);
    while (!turn.done) turn = work.next();
    const limit = turn.value as ReturnType<typeof infiniteDepth>;
    expect(limit.stopped).toEqual({ step: limit.steps });
    expect(limit.hidden).toBe(Number.POSITIVE_INFINITY);
    const { diverged } = infiniteDepth({ moments, lr: 1e3, steps: 30 });
    expect(diverged?.criticalLr).toBeLessThan(2);
  });

  it('refuses what infinite depth does not have', () => {
    const base = { moments, lr: 0.1, steps: 1 };
    const wrong: [object, string][] = [
      [{ residual: { branch: 1 } }, 'residual: expected true or { beta0 }'],
      [{ residual: false }, 'residual: expected true or { beta0 }'],
      [{ hidden: 3 }, 'hidden: expected none, or Infinity, got 3'],
      [{ layerLr: [1, 1, 1] }, 'layerLr: expected one number for all layers'],
      [{ widthRatios: [1] }, 'infiniteDepth: expected options among'],
      [{ lr: -1 }, 'lr: expected a positive finite number, got -1'],
      [{ steps: 600 }, 'got 600 steps with 2 outputs and 5, 9, 13, 17, 21, 25 hidden layers'],
    ];
    for (const [options, message] of wrong) {
      expect(() => infiniteDepth({ ...base, ...options })).toThrow(message);
    }
    const limit = infiniteDepth({ ...base, hidden: Number.POSITIVE_INFINITY } as never);
    expect(() => limit.gradientKernel(0.3, 0)).toThrow('place: expected 0, ¼, ½, ¾ or 1, got 0.3');
    expect(() => limit.errorKernel(2, 0)).toThrow('place: expected 0, ¼, ½, ¾ or 1, got 2');
  });
});
