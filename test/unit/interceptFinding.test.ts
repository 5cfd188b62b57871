import { describe, expect, it } from 'vitest';
import { type InterceptOptions, interceptFinding } from '../../src/checks/findings/interceptFinding';
import { rng } from '../../src/random/rng';

const options: InterceptOptions = {
  quantities: [{ name: 'the deviation of the loss', margin: 0.05 }],
  simulated: 'nets',
  sizeName: 'width',
  doubt: 'the learning rate',
};
const sizes = [16, 32, 64];

/** Deviations c0 + slope/size + scatter/√size of so many nets a size. */
function draw(seed: number, { c0 = 0, slope = 1, scatter = 0.5, nets = 100, quantities = 1 }) {
  return sizes.flatMap((size) => {
    const normals = rng(seed)
      .fork(size)
      .normal(nets * quantities);
    return Array.from({ length: nets }, (_, k) => ({
      size,
      values: Array.from(
        normals.subarray(k * quantities, (k + 1) * quantities),
        (normal) => c0 + slope / size + (scatter / Math.sqrt(size)) * normal,
      ),
    }));
  });
}

const both: InterceptOptions = {
  ...options,
  quantities: [...options.quantities, { name: 'the deviation of the rate', margin: 0.02, says: (x) => x.toFixed(3) }],
};

describe('interceptFinding', () => {
  it('finds what is left at infinite size, whatever the term in 1/size', () => {
    for (const slope of [0, 3]) {
      const finding = interceptFinding(draw(1, { slope }), options);
      expect(finding.verdict).toBe('agrees');
      const [low, high] = finding.interval!;
      expect(low).toBeLessThan(finding.value);
      expect(Math.max(-low, high)).toBeLessThan(finding.margin!);
      expect(finding.rows.map(({ size, samples }) => [size, samples])).toEqual(sizes.map((size) => [size, 100]));
      expect(finding.samples).toBe(300);
    }
    const off = interceptFinding(draw(1, { c0: 0.15 }), options);
    expect(off.verdict).toBe('disagrees');
    expect(off.explain()).toMatch(
      /is 1\d\.\d % .*: disagrees.* doubt the learning rate; or repeat with twice the width,/,
    );
  });

  it('its interval covers the truth in 95 % of repetitions, and several of them together', () => {
    for (const o of [options, both]) {
      let covered = 0;
      for (let seed = 0; seed < 400; seed++) {
        const finding = interceptFinding(draw(seed, { nets: 12, quantities: o.quantities.length }), {
          ...o,
          // the largest deviation decides
          quantities: o.quantities.map((quantity) => ({ ...quantity, margin: 1e-9 })),
        });
        const [low, high] = finding.interval!;
        if (low <= 0 && high >= 0) covered++;
      }
      // 99.9 % of binomial counts of 400 at 95 %
      expect(covered).toBeGreaterThanOrEqual(364);
      expect(covered).toBeLessThanOrEqual(396);
    }
  });

  it('says a deviation that rounds to zero without a sign', () => {
    const off = (size: number, error: number) => ({ size, values: [-1e-4 + error] });
    const observations = sizes.flatMap((size) => [-1e-6, 0, 1e-6].map((error) => off(size, error)));
    expect(interceptFinding(observations, options).explain()).toContain('is 0.0 % (0.0 % to 0.0 %;');
  });

  it('one quantity that is off decides, and the numbers are its own', () => {
    const off = draw(3, { quantities: 2 }).map(({ size, values: [a, b] }) => ({ size, values: [a, b + 0.3] }));
    const finding = interceptFinding(off, both);
    expect(finding).toMatchObject({ verdict: 'disagrees', margin: 0.02 });
    expect(finding.statistic).toBe('the deviation of the rate at infinite width');
    expect(finding.value).toBeGreaterThan(0.2);
    expect(finding.explain()).toContain('theory 0.000');
  });

  it('few nets are underpowered, and it says how many would do', () => {
    const few = interceptFinding(draw(7, { nets: 20 }), options);
    expect(few.verdict).toBe('underpowered');
    expect(few.needed).toBeGreaterThan(60);
    for (const observations of [draw(5, { nets: 1 }), draw(5, { nets: 50 }).filter(({ size }) => size === 16)]) {
      const finding = interceptFinding(observations, options);
      expect(finding).toMatchObject({ verdict: 'underpowered', value: Number.NaN, interval: undefined });
      expect(finding.explain()).toContain('at least two sizes');
    }
  });

  // the last is finite, its square is not
  it.each([Number.NaN, Number.NEGATIVE_INFINITY, 1e200])(
    'leaves out what diverged to %d, unless that is most of it',
    (end) => {
      const diverged = (share: number) =>
        draw(6, {}).map((one, k) => ({ ...one, values: k % 10 < 10 * share ? [end] : one.values }));
      const some = interceptFinding(diverged(0.1), options);
      expect(some).toMatchObject({ verdict: 'agrees', samples: 270 });
      expect(some.explain()).toContain('30 diverged and were left out');
      expect(interceptFinding(diverged(0.6), options).verdict).toBe('disagrees');
      const all = interceptFinding(diverged(1), options);
      expect(all).toMatchObject({ verdict: 'disagrees', samples: 0, rows: [] });
    },
  );

  it('refuses observations that say nothing', () => {
    expect(() => interceptFinding([], options)).toThrow('observations: expected at least one, got none');
    expect(() => interceptFinding([{ size: 3, values: [1, 2] }], options)).toThrow('expected 1 values each, got 2');
  });
});
