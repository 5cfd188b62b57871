import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CatapultOptions, catapult } from '../../src/limits/catapult';
import { slopeOf } from '../reference/slopeOf';
import { significance, tolerance } from '../tolerances';

interface Table {
  trajectories: {
    f0: number;
    lam0: number;
    eta: number;
    n: number;
    y: number;
    t: number[];
    f: number[];
    lam: number[];
    divergent: boolean;
  }[];
  logWidthTime: { eta: number; lam0: number; f0: number; n: number[]; t: number[] };
}
const table: Table = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'reference', 'data', 'catapult.json'), 'utf8'),
);
const start = { f0: 1, lambda0: 2, width: 512, steps: 40 };

/** Gradient descent on every weight of f = Σ a_i u_i/√n, u = W_0 x/√D. */
function neurons(a: number[], u: number[], { lr, target, steps }: { lr: number; target: number; steps: number }) {
  const n = a.length;
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
  const curve = [];
  for (let t = 0; t <= steps; t++) {
    const f = sum((i) => a[i] * u[i]) / Math.sqrt(n);
    const lambda = sum((i) => a[i] ** 2 + u[i] ** 2) / n;
    curve.push({ f, lambda, imbalance: sum((i) => a[i] ** 2 - u[i] ** 2) / n });
    const step = (lr * (f - target)) / Math.sqrt(n);
    [a, u] = [a.map((value, i) => value - step * u[i]), u.map((value, i) => value - step * a[i])];
  }
  return curve;
}

describe('catapult', () => {
  it.each(table.trajectories)('reproduces the tabulated run with lr $eta', (run) => {
    const { f, lambda, phase } = catapult({
      f0: run.f0,
      lambda0: run.lam0,
      lr: run.eta,
      width: run.n,
      target: run.y,
      steps: 7,
    });
    run.t.forEach((t, k) => {
      expect(Math.abs(f[t] / run.f[k] - 1)).toBeLessThan(tolerance.limit);
      expect(Math.abs(lambda[t] / run.lam[k] - 1)).toBeLessThan(tolerance.limit);
    });
    expect(phase === 'divergent').toBe(run.divergent);
  });

  it('is gradient descent on every weight, at any width and target', () => {
    const a = [0.7, -1.2, 0.4, 1.9, -0.3];
    const u = [1.1, 0.2, -0.8, 0.9, 1.4];
    for (const n of [1, 2, 5]) {
      for (const target of [0, 1.5, -6]) {
        const curve = neurons(a.slice(0, n), u.slice(0, n), { lr: 0.2, target, steps: 12 });
        const [{ f: f0, lambda: lambda0, imbalance: before }] = curve;
        const run = catapult({ f0, lambda0, lr: 0.2, width: n, target, steps: 12 });
        expect(run.steps).toBe(12);
        const largest = Math.max(...curve.map(({ f }) => Math.abs(f)));
        curve.forEach(({ f, lambda, imbalance }, t) => {
          expect(Math.abs(run.f[t] - f)).toBeLessThan(tolerance.recursion(100) * largest);
          expect(Math.abs(run.lambda[t] - lambda)).toBeLessThan(tolerance.recursion(100) * Math.max(lambda, largest));
          const drift = Math.abs(run.imbalance[t] * before - imbalance);
          expect(drift).toBeLessThan(tolerance.recursion(100) * Math.max(lambda, largest));
          expect(run.loss[t]).toBe(0.5 * (run.f[t] - target) ** 2);
        });
      }
    }
  });

  it('has a scale-free form with y = 0: width and learning rate enter only through where it starts', () => {
    const run = catapult({ ...start, lr: 1.4 });
    const { x, F } = run.scaleFree;
    for (let t = 0; t < run.steps; t++) {
      expect(Math.abs(x[t + 1] - (x[t] + F[t] * (x[t] - 4)))).toBeLessThan(tolerance.recursion(1) * (x[t] + F[t]));
      const next = F[t] * (1 - x[t] + F[t]) ** 2;
      expect(Math.abs(F[t + 1] - next)).toBeLessThan(tolerance.recursion(1) * F[t] * (1 + x[t] + F[t]) ** 2);
    }
    // powers of two: the same bits
    const scaled = catapult({ f0: 4, lambda0: 1, lr: 2.8, width: 32768, steps: 40 });
    expect(scaled.scaleFree).toEqual(run.scaleFree);
    const bare = catapult({ f0: 1.4 / Math.sqrt(512), lambda0: 2.8, lr: 1, width: 1, steps: 8 });
    expect(Math.abs(bare.lambda[8] / x[8] - 1)).toBeLessThan(tolerance.limit);
  });

  it('is the same run in other units: f, y and λ larger as η is smaller', () => {
    // targets far beyond the outputs make outputs diverge at ηλ_0 of order one
    const starts = [
      { f0: 0.6, target: -6.4, lambda0: 0.8, width: 10 },
      { f0: 0.5, target: -203, lambda0: 1.03, width: 10_000 },
      { f0: 1, target: 0, lambda0: 3, width: 512 },
      { f0: 1, target: 0.5, lambda0: 1, width: 64 },
    ];
    const phases = starts.map((own) => {
      const run = catapult({ ...own, lr: 1, steps: 20 });
      for (const unit of [-450, -60, -30, 60, 450].map((power) => 2 ** power)) {
        const [f0, target, lambda0] = [own.f0, own.target, own.lambda0].map((value) => value * unit);
        const scaled = catapult({ ...own, f0, target, lambda0, lr: 1 / unit, steps: 20 });
        expect(scaled.phase).toBe(run.phase);
        expect(catapult({ ...own, f0, target, lambda0, lr: 1 / unit, steps: 0 }).phase).toBe(run.phase);
        const common = Math.min(run.steps, scaled.steps) + 1;
        expect(scaled.scaleFree.F.slice(0, common)).toEqual(run.scaleFree.F.slice(0, common));
        expect(scaled.f.slice(0, common)).toEqual(run.f.slice(0, common).map((value) => value * unit));
      }
      return run.phase;
    });
    expect(phases).toEqual(['divergent', 'divergent', 'catapult', 'lazy']);
  });

  it('refuses a start whose loss is no number', () => {
    expect(() => catapult({ ...start, f0: 1e160, lr: 1 })).toThrow('f0: expected an output whose loss fits');
    expect(() => catapult({ ...start, target: -1e200, lr: 1 })).toThrow('f0: expected an output whose loss fits');
    expect(() => catapult({ ...start, lambda0: 1e200, lr: 1e200 })).toThrow('lr: expected a rate whose product');
  });

  it('lets λ fall below 2/η after the tabulated times, which grow as the logarithm of the width', () => {
    const { eta, lam0, f0, n, t } = table.logWidthTime;
    const runs = n.map((width) => catapult({ f0, lambda0: lam0, lr: eta, width, steps: 40 }));
    expect(runs.map(({ stableFrom }) => stableFrom)).toEqual(t);
    const slope = slopeOf(n.map(Math.log), t);
    const predicted = slopeOf(
      n.map(Math.log),
      runs.map(({ growthTime }) => growthTime),
    );
    expect(Math.abs(slope / predicted - 1)).toBeLessThan(tolerance.peakExponent);
    expect(runs[0].growthTime).toBe(Math.log(64) / (2 * Math.log(1.5)));
  });

  it.each([2.3, 2.5, 3, 3.5])('throws outputs up to the square root of the width for ηλ_0 = %d', (x0) => {
    const widths = Array.from({ length: 81 }, (_, k) => Math.round(10 ** (3 + k / 20)));
    const peaks = widths.map((width) => catapult({ f0: 1, lambda0: 2, lr: x0 / 2, width, steps: 200 }).peak);
    const slope = slopeOf(widths.map(Math.log), peaks.map(Math.log));
    expect(Math.abs(slope - 0.5)).toBeLessThan(tolerance.peakExponent);
  });

  it.each([0.5, 1.5, 1.9])('throws nothing for ηλ_0 = %d', (x0) => {
    const peaks = [1e3, 1e4, 1e7].map((width) => catapult({ f0: 1, lambda0: 2, lr: x0 / 2, width, steps: 200 }).peak);
    expect(peaks).toEqual([1, 1, 1]);
  });

  it('ends as far below 2 as it starts above, close to the threshold', () => {
    const ends = [2.02, 2.05, 2.1, 2.2].map((x0) => {
      const { scaleFree } = catapult({ f0: 1e-3, lambda0: x0, lr: 1, width: 4096, steps: 5000 });
      return scaleFree.x[5000];
    });
    [1.9797, 1.9483, 1.8929, 1.7697].forEach((end, k) => {
      expect(Math.abs(ends[k] - end)).toBeLessThan(tolerance.fourDecimals);
    });
  });

  it('names the phase, however few steps are asked for', () => {
    const phase = (x0: number, more: Partial<CatapultOptions> = {}) =>
      catapult({ ...start, lr: x0 / 2, width: 4096, steps: 1, ...more }).phase;
    expect([0.1, 1, 1.99, 2].map((x0) => phase(x0))).toEqual(['lazy', 'lazy', 'lazy', 'lazy']);
    expect([2.01, 2.5, 3.5, 3.99].map((x0) => phase(x0))).toEqual(['catapult', 'catapult', 'catapult', 'catapult']);
    expect([4.05, 5, 100].map((x0) => phase(x0))).toEqual(['divergent', 'divergent', 'divergent']);
    expect(phase(3, { target: 1.5 })).toBe('catapult');
    // started at the target nothing moves, whatever the learning rate
    expect(phase(3, { target: 1 })).toBe('catapult');
    expect(phase(5, { target: 1 })).toBe('divergent');
    // above 4 narrow nets may come to rest all the same, the loss then exactly 0
    const lucky = { f0: 2.334974277351445, lambda0: 2.590116265639974, target: 0.43368104690082454, width: 5 };
    const phases = [5, 30, 40, 1000].map((steps) =>
      catapult({ ...lucky, lr: 4.3633992004359765 / lucky.lambda0, steps }),
    );
    expect(phases.map((run) => run.phase)).toEqual(['catapult', 'catapult', 'catapult', 'catapult']);
    expect(phases[3].loss.at(-1)).toBe(0);
    // a narrow net that starts with large outputs diverges also below the threshold of wide ones
    expect(phase(1.9, { width: 1, f0: 10 })).toBe('divergent');
  });

  it('ends the curves before the first loss that is not finite', () => {
    const run = catapult({ ...start, lr: 2.05 });
    expect(run.steps).toBeLessThan(40);
    expect(run.diverged).toMatchObject({ step: run.steps + 1, criticalLr: 2 });
    expect(run.diverged?.reason).toContain('4/lambda0');
    for (const curve of [run.f, run.lambda, run.loss, run.imbalance, run.scaleFree.x, run.scaleFree.F]) {
      expect(curve).toHaveLength(run.steps + 1);
    }
    expect(run.loss.every(Number.isFinite)).toBe(true);
    expect(run.peak).toBeGreaterThan(significance.decisive * 1e20);
    const none = catapult({ ...start, lr: 1, steps: 0 });
    expect(none.f).toEqual(Float64Array.of(1));
    expect(none.diverged).toBeUndefined();
  });

  it('refuses what is no start of a run', () => {
    const bad = (more: object) => () => catapult({ ...start, lr: 1, ...more });
    expect(bad({ lr: -1 })).toThrow('lr: expected a positive finite number, got -1');
    expect(bad({ width: 0.5 })).toThrow('width');
    expect(bad({ lambda0: 0 })).toThrow('lambda0');
    expect(bad({ f0: Number.NaN })).toThrow('f0');
    expect(bad({ target: Number.POSITIVE_INFINITY })).toThrow('target');
    expect(bad({ steps: -1 })).toThrow('steps');
    expect(bad({ steps: 5e7 })).toThrow('steps: expected an integer of at least 0 and at most 10000000');
    expect(bad({ momentum: 0.9 })).toThrow('"momentum"');
  });
});
