import { describe, expect, it } from 'vitest';
import { type InfiniteWidthOptions, infiniteWidth, infiniteWidthSteps } from '../../src/limits/infiniteWidth';
import { twoLayerFlow } from '../../src/limits/twoLayerFlow';
import { momentsOfSamples, momentsOfTarget } from '../reference/momentsOf';
import { tolerance } from '../tolerances';

/** f(t) from an independent integration of df/dt = 2 √(1 + γ0² f²)(y − f), f(0) = 0, at γ0 = ½, y = 1.5. */
const tabulated = [
  [0.25, 0.597644586213],
  [0.5, 0.973707578948],
  [1, 1.33561335513],
  [1.5, 1.45157118824],
];
const two = momentsOfSamples(
  [
    [1, 0.5, -0.3],
    [-0.4, 1.2, 0.1],
    [0.3, -0.2, 0.9],
  ],
  [
    [1, 0],
    [0.5, -1],
    [-0.7, 0.4],
  ],
);
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe('infiniteWidth with flow', () => {
  it('is the closed form of one hidden layer and one input, with its kernel', () => {
    const lr = 0.05;
    const moments = momentsOfTarget([[1]], [[1.5]]);
    const limit = infiniteWidth({ moments, hidden: 1, gamma0: 0.5, lr, steps: 30, flow: true });
    for (const [time, f] of tabulated) {
      const t = Math.round(time / lr);
      expect(Math.abs(limit.predictor(t).data[0] - f)).toBeLessThan(tolerance.limit);
      expect(Math.abs(limit.gradientKernel(1, t).data[0] - Math.sqrt(1 + 0.25 * f ** 2))).toBeLessThan(tolerance.limit);
      expect(Math.abs(limit.loss[t] - 0.5 * (1.5 - f) ** 2)).toBeLessThan(tolerance.limit);
      const { predictors, loss } = limit.extrapolationError!;
      expect(Math.abs(limit.predictor(t).data[0] - f)).toBeLessThan(predictors[t]);
      expect(predictors[t]).toBeLessThan(tolerance.flowEstimate);
      expect(loss[t]).toBeLessThan(tolerance.flowEstimate);
    }
  });

  const cases: Record<string, Partial<InfiniteWidthOptions>> = {
    'a plain net of two outputs': { hidden: 3, gamma0: 1.5 },
    'a residual net': { hidden: 3, residual: { beta0: 1 } },
    'own rates and scales, decay and noise': {
      hidden: 2,
      layerLr: [1, 0.5, 2],
      initialScales: [1, 0.8, 1.2],
      weightDecay: 0.3,
      decoupledDecay: [0.1, 0.2, 0.3],
      temperature: 0.1,
      widthRatios: [0.5, 1],
    },
  };
  for (const [name, options] of Object.entries(cases)) {
    it(`does not depend on the step within its error estimate, and is what small steps tend to: ${name}`, () => {
      const at = (lr: number, flow: boolean) =>
        infiniteWidth({ moments: two, lr, steps: Math.round(0.8 / lr), flow, ...options } as InfiniteWidthOptions);
      const coarse = at(0.08, true);
      const fine = at(0.04, true);
      const small = at(0.01, false);
      const smaller = at(0.005, false);
      for (const t of [1, 5, 10]) {
        const { predictors, loss } = coarse.extrapolationError!;
        expect(apart(coarse.predictor(t).data, fine.predictor(2 * t).data)).toBeLessThan(predictors[t]);
        expect(Math.abs(coarse.loss[t] - fine.loss[2 * t])).toBeLessThan(loss[t]);
        expect(predictors[t]).toBeLessThan(tolerance.flowEstimate);
        // the two share nothing but the solver of discrete steps
        const richardson = (of: (limit: typeof small, at: number) => ArrayLike<number>) => {
          const rough = of(small, 8 * t);
          return Array.from(of(smaller, 16 * t), (value, i) => 2 * value - rough[i]);
        };
        const step = tolerance.stepSquared(0.02);
        expect(
          apart(
            coarse.predictor(t).data,
            richardson((limit, s) => limit.predictor(s).data),
          ),
        ).toBeLessThan(step);
        for (let l = 1; l <= options.hidden!; l++) {
          const gradient = richardson((limit, s) => limit.gradientKernel(l, s, s / 2).data);
          if (t > 1 && t % 2 === 0) expect(apart(coarse.gradientKernel(l, t, t / 2).data, gradient)).toBeLessThan(step);
          const error = richardson((limit, s) => limit.errorKernel(l, s).data);
          expect(apart(coarse.errorKernel(l, t).data, error)).toBeLessThan(step);
          const x = [
            [1, 2, -1],
            [0, 1, 1],
          ];
          const feature = richardson((limit, s) => limit.featureKernel(x, l, s).data);
          expect(apart(coarse.featureKernel(x, l, t).data, feature)).toBeLessThan(20 * step);
        }
      }
    });
  }

  it('follows a schedule by the sum of its rates', () => {
    const rates = [0.02, 0.06, 0, 0.04, 0.04];
    const limit = infiniteWidth({ moments: two, hidden: 2, schedule: (t) => rates[t], steps: 5, flow: true });
    const even = infiniteWidth({ moments: two, hidden: 2, lr: 0.02, steps: 8, flow: true });
    const reached = [0, 1, 4, 4, 6, 8];
    reached.forEach((s, t) => {
      expect(apart(limit.predictor(t).data, even.predictor(s).data)).toBeLessThan(tolerance.flowEstimate);
    });
  });

  it.each([
    [0.5, 0.5, 'at half the critical rate'],
    [0.5, 5, 'five times above it'],
    [3, 0.5, 'below it until steps oscillate about the end'],
    [6, 0.2, 'below it until kernels have grown sixfold'],
    [20, 0.1, 'below it until kernels have grown thirtyfold'],
  ])('takes stable steps within those of the curve: γ0 = %s, η = %s, %s', (gamma0, lr) => {
    const moments = momentsOfTarget([[1]], [[1.5]]);
    const { predictors, loss, diverged, extrapolationError } = infiniteWidth({
      moments,
      hidden: 1,
      gamma0,
      lr,
      steps: 3,
      flow: true,
    });
    expect(diverged).toBeUndefined();
    const { f } = twoLayerFlow({ target: 1.5, gamma0, times: [0, lr, 2 * lr, 3 * lr] });
    f.slice(1).forEach((value, t) => {
      const error = Math.abs(predictors[t + 1].data[0] - value);
      const estimate = extrapolationError!.predictors[t + 1];
      expect(error).toBeLessThan(estimate + tolerance.limit);
      expect(Math.abs(loss[t + 1] - 0.5 * (1.5 - value) ** 2)).toBeLessThan(
        extrapolationError!.loss[t + 1] + tolerance.limit,
      );
      expect(estimate).toBeLessThan(0.5);
    });
    // the same flow in shorter steps of the curve
    const finer = infiniteWidth({ moments, hidden: 1, gamma0, lr: lr / 4, steps: 12, flow: true });
    const { predictors: finerError } = finer.extrapolationError!;
    for (const t of [1, 2, 3]) {
      const apartBy = Math.abs(finer.predictor(4 * t).data[0] - predictors[t].data[0]);
      expect(apartBy).toBeLessThan(extrapolationError!.predictors[t] + finerError[4 * t] + tolerance.limit);
    }
  });

  it('is refused where stable steps do not fit into memory', () => {
    const options: InfiniteWidthOptions = { moments: two, hidden: 3, lr: 100, steps: 40, flow: true };
    expect(() => infiniteWidth(options)).toThrow('got 40 (each in up to 640 of stable size) steps with 2 outputs');
    for (const lr of [1e7, 1e300]) {
      expect(() => infiniteWidth({ ...options, lr })).toThrow('steps: expected a flow of at most 100000 stable steps');
    }
  });

  it('reports progress in steps of the curve, and stops with a beginning', () => {
    const options: InfiniteWidthOptions = { moments: two, hidden: 3, lr: 0.05, steps: 40, flow: true };
    const work = infiniteWidthSteps(options);
    let turn = work.next();
    for (let i = 0; i < 4 && !turn.done; i++) {
      expect(turn.value).toMatchObject({ steps: 40 });
      turn = work.next();
    }
    turn = work.next(false);
    while (!turn.done) turn = work.next();
    const limit = turn.value as ReturnType<typeof infiniteWidth>;
    expect(limit.stopped).toEqual({ step: limit.steps });
    expect(limit.loss.length).toBe(limit.steps + 1);
    expect(limit.predictors.length).toBe(limit.steps + 1);
    const beginning = infiniteWidth({ ...options, steps: Math.max(1, limit.steps) });
    expect(apart(limit.predictor(limit.steps).data, beginning.predictor(limit.steps).data)).toBe(0);
  });

  it('refuses what no flow has', () => {
    const base: InfiniteWidthOptions = { moments: two, hidden: 2, lr: 0.1, steps: 3, flow: true };
    expect(() => infiniteWidth({ ...base, momentum: 0.5 })).toThrow('momentum: expected 0 with flow');
    expect(() => infiniteWidth({ ...base, error: () => two.syx })).toThrow('error: expected moments alone with flow');
    expect(() => infiniteWidth({ ...base, flow: 1 as never })).toThrow('flow: expected true or false, got 1');
    expect(() => infiniteWidth({ ...base, steps: 3000 })).toThrow('got 3000 steps with 2 outputs and 2 hidden layers');
    const limit = infiniteWidth(base);
    expect(() => limit.predictor(4)).toThrow('t: expected an integer of at least 0 and at most 3, got 4');
    expect(() => limit.errorKernel(1, 4)).toThrow('t: expected an integer of at least 0 and at most 3, got 4');
    expect(() => limit.gradientKernel(0, 1)).toThrow('l: expected an integer of at least 1 and at most 3, got 0');
    expect(infiniteWidth({ ...base, flow: false }).extrapolationError).toBeUndefined();
  });
});
