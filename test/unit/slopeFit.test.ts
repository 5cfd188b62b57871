import { describe, expect, it } from 'vitest';
import { slopeFit } from '../../src/checks/statistics/slopeFit';
import { rng } from '../../src/random/rng';

describe('slopeFit', () => {
  it('passes through an exact power law and drops points that are mostly noise', () => {
    const sizes = [16, 32, 64, 128];
    const fit = slopeFit(
      sizes,
      sizes.map((n) => 3 / n),
      [1e-3, 1e-3, 1e-3, 0.3 * (3 / 128) + 1e-6],
    );
    expect(fit.dropped).toEqual([128]);
    expect(fit.kept).toEqual([16, 32, 64]);
    expect(fit.slope!.value).toBeCloseTo(-1, 12);
    expect(fit.at!(128)).toBeCloseTo(3 / 128, 12);
  });

  it('is not bent by the noise floor that a fit of all points runs into', () => {
    const source = rng(61);
    const sizes = [8, 16, 32, 64, 128, 256, 512];
    let covered = 0;
    const trials = 1000;
    for (let k = 0; k < trials; k++) {
      const errors = sizes.map(() => 2e-3);
      const noise = source.normal(sizes.length);
      const values = sizes.map((n, i) => 1 / n + errors[i] * noise[i]);
      const { slope } = slopeFit(sizes, values, errors);
      if (slope && slope.interval[0] <= -1 && slope.interval[1] >= -1) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.93);
  });

  it('without two points above the noise there is no slope', () => {
    expect(slopeFit([1, 2], [1, -1], [0.1, 0.1])).toEqual({ kept: [1], dropped: [2] });
    expect(() => slopeFit([1, 2], [1], [0.1, 0.1])).toThrow('expected as many values and errors as sizes');
    expect(() => slopeFit([1, 2], [1, 2], [0.1, 0.1], { noise: 0 })).toThrow('noise');
  });
});
