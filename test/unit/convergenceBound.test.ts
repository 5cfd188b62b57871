import { describe, expect, it } from 'vitest';
import { convergenceBound, infiniteWidth, matrix, minimumNorm, moments, randomNormal } from '../../src/index';
import { tolerance } from '../tolerances';

/** Three samples of six inputs: many predictors fit, one of them has least norm. */
const few = moments(randomNormal({ seed: 5, rows: 3, cols: 6 }), randomNormal({ seed: 6, rows: 3, cols: 1 }));
const many = moments(randomNormal({ seed: 1, rows: 12, cols: 4 }), randomNormal({ seed: 2, rows: 12, cols: 2 }));

describe('convergenceBound', () => {
  it.each([1, 2, 3])('holds in the flow of L = %s: premise, monotone loss, faster than the rate', (hidden) => {
    for (const data of [few, many]) {
      const limit = infiniteWidth({ moments: data, hidden, lr: 0.2, steps: 60, flow: true });
      const bound = convergenceBound(limit, { moments: data, lr: 0.2 });
      expect(bound).toMatchObject({ premise: true, monotone: true, holds: true });
      expect(bound.rate).toBeGreaterThanOrEqual(bound.premiseRate * (1 - tolerance.recursion(60)));
      expect(bound.lateRate).toBeGreaterThan(bound.localRate[60]);
      expect(bound.times[60]).toBeCloseTo(12, 9);
      // and the loss itself is the excess over the least one
      for (const t of [0, 10, 30]) {
        const least = limit.loss[t] - bound.excess[t];
        expect(Math.abs(least - (limit.loss[5] - bound.excess[5]))).toBeLessThan(tolerance.momentLoss * 10 * data.syy);
      }
    }
  });

  it('cannot tell of a flow whose error is as large as its curve, and can where it breaks the bound by more', () => {
    const limit = infiniteWidth({ moments: few, hidden: 1, lr: 0.2, steps: 30, flow: true });
    const of = (loss: Float64Array) =>
      convergenceBound(
        { ...limit, extrapolationError: { ...limit.extrapolationError!, loss } },
        { moments: few, lr: 0.2 },
      );
    expect(of(limit.loss)).toMatchObject({ holds: undefined });
    const back = { ...limit, predictors: [...limit.predictors].reverse() };
    expect(convergenceBound(back, { moments: few, lr: 0.2 })).toMatchObject({ monotone: false, holds: false });
  });

  it('the distance to the predictor of least norm vanishes, and faster with depth', () => {
    const distances = [1, 2, 3].map((hidden) => {
      const limit = infiniteWidth({ moments: few, hidden, lr: 0.1, steps: 400 });
      return convergenceBound(limit, { moments: few, lr: 0.1 }).distance[400];
    });
    const size = Math.hypot(...minimumNorm(few).data);
    expect(distances[0]).toBeLessThan(tolerance.equilibrium * size);
    expect(distances[1]).toBeLessThan(distances[0]);
    expect(distances[2]).toBeLessThan(distances[1]);
  });

  it('says when large steps break the premise and the monotone loss', () => {
    const { values } = { values: [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6] };
    const bounds = values.map((lr) => {
      const limit = infiniteWidth({ moments: few, hidden: 2, gamma0: 2, lr, steps: 20 });
      return convergenceBound(limit, { moments: few, lr });
    });
    expect(bounds[0]).toMatchObject({ premise: true, monotone: true, holds: true });
    expect(bounds.some(({ monotone }) => !monotone)).toBe(true);
  });

  it('holds with a first layer narrower or wider than the last, which starts with the same bound', () => {
    const rates = [
      [0.1, 1],
      [1, 1],
      [10, 1],
    ].map((widthRatios) => {
      const run = { moments: many, hidden: 2, gamma0: 0.3, lr: 0.3, steps: 60, widthRatios };
      for (const limit of [infiniteWidth({ ...run, flow: true }), infiniteWidth(run)]) {
        const bound = convergenceBound(limit, { moments: many, lr: 0.3 });
        expect(bound).toMatchObject({ premise: true, monotone: true, holds: true });
        expect(bound.localRate[0] / bound.premiseRate).toBeCloseTo(1, 9);
        expect(bound.lateRate).toBeGreaterThan(bound.rate);
        // a copy is as good
        expect(convergenceBound({ ...limit }, { moments: many, lr: 0.3 })).toEqual(bound);
      }
      return convergenceBound(infiniteWidth(run), { moments: many, lr: 0.3 }).gradientEigenvalue[0];
    });
    expect(rates.map((value) => Number(value.toPrecision(9)))).toEqual([10, 1, 0.1]);
  });

  it('takes the rate of W_0 and a schedule', () => {
    const layerLr = [0.5, 1, 2];
    const schedule = (t: number) => 0.1 / (1 + t);
    const limit = infiniteWidth({ moments: many, hidden: 2, schedule, steps: 9, layerLr });
    const bound = convergenceBound(limit, { moments: many, schedule, layerLr });
    const plain = convergenceBound(limit, { moments: many, schedule });
    expect(bound.premiseRate).toBeCloseTo(plain.premiseRate / 2, 12);
    expect(bound.times[2]).toBeCloseTo(0.15, 12);
    // a last step of no length, as schedules that end at 0 have, tells no rate
    const ending = (steps: number) => {
      const rates = (t: number) => (t < 4 ? 0.1 : 0);
      const run = infiniteWidth({ moments: many, hidden: 2, schedule: rates, steps });
      return convergenceBound(run, { moments: many, schedule: rates }).lateRate;
    };
    expect(ending(6)).toBe(ending(4));
    expect(ending(4)).toBeGreaterThan(0);
  });

  it('takes the smallest eigenvalue in inputs of units however far apart', () => {
    for (const unit of [1e-5, 1e-8, 1e-11, 1e8]) {
      const data = { sxx: matrix(2, 2, [1, 0, 0, unit ** 2]), syx: matrix(1, 2, [0.5, 0.5 * unit]), syy: 1 };
      const lr = 0.2 / Math.max(1, unit) ** 2;
      const limit = infiniteWidth({ moments: data, hidden: 1, lr, steps: 9, flow: true });
      const bound = convergenceBound(limit, { moments: data, lr });
      const rate = Math.min(1, unit ** 2);
      expect(Math.abs(bound.premiseRate / rate - 1)).toBeLessThan(tolerance.recursion(9));
      expect(bound).toMatchObject({ premise: true, holds: true });
    }
    // correlated inputs: what the other leaves of the small one, (25 − 16)/5
    const correlated = { sxx: matrix(2, 2, [5, 4e-9, 4e-9, 5e-18]), syx: matrix(1, 2, [1, 1e-9]), syy: 1 };
    const limit = infiniteWidth({ moments: correlated, hidden: 1, lr: 0.1, steps: 2, flow: true });
    const { premiseRate } = convergenceBound(limit, { moments: correlated, lr: 0.1 });
    expect(Math.abs(premiseRate / 1.8e-18 - 1)).toBeLessThan(tolerance.recursion(9));
    const none = { sxx: matrix(2, 2), syx: matrix(1, 2), syy: 1 };
    const still = infiniteWidth({ moments: none, hidden: 1, lr: 0.1, steps: 2 });
    expect(convergenceBound(still, { moments: none, lr: 0.1 })).toMatchObject({ rate: 0, premiseRate: 0, holds: true });
  });

  it('refuses data that are not those of the limit', () => {
    const limit = infiniteWidth({ moments: few, hidden: 1, lr: 0.1, steps: 2 });
    expect(() => convergenceBound(limit, { moments: many, lr: 0.1 })).toThrow('moments: expected those of the limit');
    expect(() => convergenceBound(limit, { moments: few } as never)).toThrow('lr: expected exactly one');
  });
});
