import { describe, expect, it } from 'vitest';
import { maxZ } from '../../src/checks/statistics/maxZ';
import { rng } from '../../src/random/rng';
import { expectCalibrated } from '../reference/calibration';
import { significance } from '../tolerances';

const steps = 30;
const source = rng(81);

/** Random walks: steps are strongly correlated, as those of a training curve. */
const walks = (n: number) =>
  Array.from({ length: n }, () => {
    let at = 0;
    return source.normal(steps).map((z) => {
      at += z;
      return at;
    });
  });
/** Independent steps: the hardest case, as many statistics as steps. */
const noise = (n: number) => Array.from({ length: n }, () => source.normal(steps));

describe('maxZ', () => {
  it('has calibrated p-values where the mean curve is zero, though pointwise z would alarm too often', () => {
    const tests = Array.from({ length: 600 }, (_, seed) => maxZ(walks(16), { seed, resamples: 299 }));
    expectCalibrated(
      tests.map((test) => test.p),
      { conservative: true },
    );
    const alarms = tests.filter((test) => test.p <= 0.05).length;
    expect(alarms).toBeGreaterThan(9);
    expect(tests.filter((test) => Math.abs(test.z) > 2.13).length).toBeGreaterThan(2 * alarms);
    const independent = Array.from({ length: 400 }, (_, seed) => maxZ(noise(16), { seed, resamples: 299 }).p);
    expectCalibrated(independent, { conservative: true });
  });

  it('the fewest curves alarm no more often than they say, of one step or many', () => {
    for (const length of [1, steps]) {
      const p = Array.from({ length: 300 }, (_, seed) => {
        const curves = Array.from({ length: 8 }, () => source.normal(length));
        return maxZ(curves, { seed, resamples: 299 }).p;
      });
      expectCalibrated(p, { conservative: true });
    }
  });

  it('its band covers a whole curve as often as it says', () => {
    const curve = Array.from({ length: steps }, (_, t) => 10 * Math.sin(t));
    let covered = 0;
    for (let seed = 0; seed < 400; seed++) {
      const shifted = walks(12).map((walk) => walk.map((v, t) => v + curve[t]));
      const band = maxZ(shifted, { seed, resamples: 299 }).curve;
      if (band.every(({ interval: [low, high] }, t) => low <= curve[t] && curve[t] <= high)) covered++;
    }
    expect(covered).toBeGreaterThan(400 * 0.95 - significance.most * Math.sqrt(400 * 0.95 * 0.05));
  });

  it('finds the step where the mean is not zero', () => {
    const shifted = noise(40).map((v) => v.map((z, t) => (t === 7 ? z - 1.5 : z)));
    const test = maxZ(shifted, { seed: 1, resamples: 1999 });
    expect(test.step).toBe(7);
    expect(test.z).toBeLessThan(-4);
    expect(test.p).toBeLessThan(significance.leastP);
  });

  it('has no scale of its own, at any step', () => {
    const curves = noise(8);
    const plain = maxZ(curves, { seed: 1 });
    const by = (t: number) => 2 ** (60 * (t - 15));
    const scaled = maxZ(
      curves.map((curve) => curve.map((v, t) => v * by(t))),
      { seed: 1 },
    );
    expect([scaled.z, scaled.step, scaled.p]).toEqual([plain.z, plain.step, plain.p]);
    scaled.curve.forEach(({ value, standardError }, t) => {
      expect([value / by(t), standardError / by(t)]).toEqual([plain.curve[t].value, plain.curve[t].standardError]);
    });
  });

  it('takes a seed; refuses too few and unequal curves; steps without noise are no matter', () => {
    const curves = walks(8);
    expect(maxZ(curves, { seed: 1 })).toEqual(maxZ(curves, { seed: 1 }));
    const pinned = maxZ(
      curves.map((curve) => [0, ...curve]),
      { seed: 1 },
    );
    expect(pinned.curve[0]).toEqual({ value: 0, standardError: 0, interval: [0, 0] });
    expect(() => maxZ(walks(7), { seed: 1 })).toThrow('curves: expected at least 8, got 7');
    expect(() => maxZ([...walks(7), [1, 2]], { seed: 1 })).toThrow('curves: expected one length, got 30 and 2');
  });
});
