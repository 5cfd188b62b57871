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

  it('takes a seed; refuses too few and unequal curves; steps without noise are no matter', () => {
    const curves = walks(5);
    expect(maxZ(curves, { seed: 1 })).toEqual(maxZ(curves, { seed: 1 }));
    const pinned = maxZ(
      curves.map((curve) => [0, ...curve]),
      { seed: 1 },
    );
    expect(pinned.curve[0]).toEqual({ value: 0, standardError: 0, interval: [0, 0] });
    expect(() => maxZ([[1], [2]], { seed: 1 })).toThrow('curves: expected at least 3, got 2');
    expect(() => maxZ([[1], [2], [1, 2]], { seed: 1 })).toThrow('curves: expected one length, got 1 and 2');
  });
});
