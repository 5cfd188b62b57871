import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exact } from '../../src/index';
import { layerFlow, product } from '../reference/layerFlow';
import { slopeOf } from '../reference/slopeOf';
import { tolerance } from '../tolerances';

interface Modes {
  matrices?: number;
  s: number[];
  u0: number;
  t: number[];
  u: number[][];
}
const table: {
  twoLayer: Modes;
  deepModes: Modes[];
  unbalancedScalar: { a0: number; b0: number; s: number; t: number[]; u: number[] };
} = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'reference', 'data', 'exact.json'), 'utf8'));

/** Product of M scalar weights at `time` by small steps of the flow of each. */
const scalarFlow = (weights: number[], s: number, time: number) =>
  product(
    layerFlow(
      weights.map((w) => [[w]]),
      [[s]],
      time,
      600,
    ),
  )[0][0];
const closed4 = (s: number, u: number) => {
  const [v, root] = [Math.sqrt(u), Math.sqrt(s)];
  return (-2 / v + Math.log((root + v) / (root - v)) / root) / s;
};

describe('exact.modes', () => {
  it.each([{ ...table.twoLayer, matrices: 2 }, ...table.deepModes])(
    'reproduces the table of $matrices matrices',
    (run) => {
      const u = exact.modes({ matrices: run.matrices!, strengths: run.s, initial: run.u0, times: run.t });
      run.u.forEach((row, k) => {
        row.forEach((value, i) => {
          expect(Math.abs(u[k][i] - value)).toBeLessThan(tolerance.flowTable);
        });
      });
    },
  );

  it('is between start and target where rounding of a late time hides which', () => {
    const run = { matrices: 10, strengths: [1], initial: 10 ** -29.25 };
    const half = exact.learningTimes(run)[0];
    for (const factor of [1 - 1e-12, 1 - 2e-16, 1, 1 + 2e-16, 1 + 1e-12]) {
      const [[u]] = exact.modes({ ...run, times: [factor * half] });
      expect(u).toBeGreaterThan(0);
      expect(u).toBeLessThanOrEqual(1);
    }
  });

  it.each([1, 2, 3, 4, 7])('is the flow of %d weights of equal size, whatever the signs', (matrices) => {
    for (const s of [2, 0.7, 0, -1.5]) {
      for (const u0 of [0.3, -0.4, 1.9]) {
        const times = [0.4, 1.3];
        const u = exact.modes({ matrices, strengths: [s], initial: [u0], times });
        const size = Math.abs(u0) ** (1 / matrices);
        const weights = Array.from({ length: matrices }, (_, j) => (j === 0 ? Math.sign(u0) * size : size));
        times.forEach((time, k) => {
          expect(Math.abs(u[k][0] - scalarFlow(weights, s, time))).toBeLessThan(tolerance.limit);
        });
      }
    }
  });

  it('agrees with the closed form of four matrices, small weights included', () => {
    for (const s of [3, 0.5]) {
      for (const u0 of [0.1, 1e-2, 1e-6, 1e-12]) {
        for (const share of [0.3, 0.9, 1 - 1e-6]) {
          const time = (closed4(s, share * s) - closed4(s, u0)) / 4;
          const [[u]] = exact.modes({ matrices: 4, strengths: [s], initial: u0, times: [time] });
          // the time of the rise itself is known to its own rounding only
          expect(Math.abs(u / (share * s) - 1)).toBeLessThan(tolerance.flow + 2 ** -50 * time * 4 * s ** 1.5);
        }
      }
    }
  });

  it('takes commuting inputs of any variance: λ(s/λ − u)', () => {
    const [[u, v]] = exact.modes({ matrices: 3, strengths: [2, 2], initial: 0.2, variances: [0.5, 1], times: [0.6] });
    expect(Math.abs(u - exact.modes({ matrices: 3, strengths: [4], initial: 0.2, times: [0.3] })[0][0])).toBe(0);
    expect(v).toBe(exact.modes({ matrices: 3, strengths: [2], initial: 0.2, times: [0.6] })[0][0]);
  });

  it.each([1, 2, 3, 30])('keeps its edges with %d matrices: times in any order, fixed points, extremes', (matrices) => {
    const at = (strength: number, initial: number, times: number[]) =>
      exact.modes({ matrices, strengths: [strength], initial, times }).map(([u]) => u);
    const [late, start, middle] = at(2, 0.5, [5, 0, 0.2]);
    expect(Math.abs(start - 0.5)).toBeLessThan(tolerance.flow);
    expect(late).toBeGreaterThan(middle);
    expect(middle).toBeGreaterThan(start);
    expect(at(2, 2, [0, 1e300])).toEqual([2, 2]);
    expect(Math.abs(at(2, 0.5, [1e300])[0] / 2 - 1)).toBeLessThan(tolerance.flow);
    expect(Math.abs(at(2, 1e6, [1e300])[0] / 2 - 1)).toBeLessThan(tolerance.flow);
    if (matrices > 1) {
      expect(at(2, 0, [1e300])).toEqual([0]);
      // the wrong sign vanishes and never comes back
      expect(Math.abs(at(-2, 0.5, [1e300])[0])).toBeLessThan(1e-100);
      expect(at(0, 0.5, [1e300])[0]).toBeGreaterThanOrEqual(0);
    }
    expect(exact.modes({ matrices, strengths: [], initial: 1, times: [1] })).toEqual([new Float64Array(0)]);
    expect(exact.modes({ matrices, strengths: [1], initial: 1, times: [] })).toEqual([]);
  });

  it('learns from weights as small as numbers go', () => {
    const at = (matrices: number, strength: number, t: number) =>
      exact.modes({ matrices, strengths: [strength], initial: 1e-300, times: [0, t] }).map(([u]) => u);
    for (const [matrices, strength, t] of [
      [3, 1e10, 1e200],
      [2, 1e100, 1],
    ]) {
      const [start, end] = at(matrices, strength, t);
      expect(Math.abs(start / 1e-300 - 1)).toBeLessThan(tolerance.flow);
      expect(Math.abs(end / strength - 1)).toBeLessThan(tolerance.flow);
    }
    const [time] = exact.learningTimes({ matrices: 3, strengths: [1e10], initial: 1e-300 });
    // u0^(−1/3)/s
    expect(Math.abs(time / 1e90 - 1)).toBeLessThan(tolerance.flow);
  });

  it('refuses what is not described', () => {
    const run = { matrices: 2, strengths: [1, 2], initial: 0.1, times: [1] };
    expect(() => exact.modes({ ...run, matrices: 0 })).toThrow('matrices: expected an integer of at least 1, got 0');
    expect(() => exact.modes({ ...run, initial: [1] })).toThrow('initial: expected one number or 2');
    expect(() => exact.modes({ ...run, times: [-1] })).toThrow('times[0]');
    expect(() => exact.modes({ ...run, times: 1 as never })).toThrow('times: expected a list');
    expect(() => exact.modes({ ...run, strengths: [Number.NaN] })).toThrow('strengths[0]');
    expect(() => exact.modes({ ...run, variances: 0 })).toThrow('variances');
    expect(() => exact.modes({ ...run, noise: 1 } as never)).toThrow('"noise"');
  });
});

describe('exact.learningTimes', () => {
  it.each([1, 2, 3, 4, 9])('are when modes of %d matrices arrive', (matrices) => {
    for (const [s, u0, fraction] of [
      [2, 0.1, 0.5],
      [0.3, 0.01, 0.9],
      [-2, -0.1, 0.25],
    ]) {
      for (const variances of [1, 0.4]) {
        const options = { matrices, strengths: [s], initial: u0, variances };
        const times = exact.learningTimes({ ...options, fraction });
        expect(Math.abs((exact.modes({ ...options, times })[0][0] * variances) / (fraction * s) - 1)).toBeLessThan(
          tolerance.limit,
        );
      }
    }
  });

  it('are half-lives log(s/u0 − 1)/(2s) for two matrices, 0 for what is there, Infinity for what never comes', () => {
    const times = exact.learningTimes({
      matrices: 2,
      strengths: [3, 0.5, 1, -1, 0],
      initial: [0.01, 0.01, 0.6, 0.1, 1],
    });
    [Math.log(299) / 6, Math.log(49), 0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY].forEach((time, i) => {
      if (Number.isFinite(time)) expect(Math.abs(times[i] - time)).toBeLessThan(tolerance.flow);
      else expect(times[i]).toBe(time);
    });
    expect(exact.learningTimes({ matrices: 2, strengths: [1], initial: 0 })[0]).toBe(Number.POSITIVE_INFINITY);
    expect(() => exact.learningTimes({ matrices: 2, strengths: [1], initial: 1, fraction: 1 })).toThrow('fraction');
  });

  it('separate as weights become small: log(1/u0)/(2s), and a power of 1/u0 beyond two matrices', () => {
    const starts = [1e-20, 1e-40, 1e-80];
    const strengths = [3, 1.5, 0.5];
    const two = starts.map((initial) => exact.learningTimes({ matrices: 2, strengths, initial }));
    const four = starts.map((initial) => exact.learningTimes({ matrices: 4, strengths, initial }));
    strengths.forEach((s, i) => {
      const rise = slopeOf(
        starts.map((u0) => -Math.log(u0)),
        two.map((times) => times[i]),
      );
      expect(Math.abs(rise * 2 * s - 1)).toBeLessThan(tolerance.limit);
      starts.forEach((u0, k) => {
        expect(Math.abs((four[k][i] * 2 * s) / u0 ** -0.5 - 1)).toBeLessThan(tolerance.limit);
      });
    });
  });
});

describe('exact.unbalancedScalar', () => {
  it('reproduces the table', () => {
    const { a0, b0, s, t, u } = table.unbalancedScalar;
    exact.unbalancedScalar({ a0, b0, strength: s, times: t }).forEach((value, k) => {
      expect(Math.abs(value - u[k])).toBeLessThan(tolerance.flowTable);
    });
  });

  it('is the flow of two weights of any size and sign', () => {
    for (const [a0, b0] of [
      [1.2, 0.3],
      [-0.2, 1.5],
      [2, -0.1],
      [0.7, 0.7],
      [0.7, -0.7],
      [1, 0],
      [0, -1],
      [1e-3, 1e-9],
    ]) {
      for (const strength of [1.1, 0, -0.8]) {
        const times = [1.7, 0, 0.5];
        const u = exact.unbalancedScalar({ a0, b0, strength, times });
        times.forEach((time, k) => {
          expect(Math.abs(u[k] - scalarFlow([a0, b0], strength, time))).toBeLessThan(tolerance.limit);
        });
      }
    }
  });

  it('learns at late times what it can reach, also from tiny weights and in stiff units', () => {
    for (const [a0, b0, strength, end] of [
      [1, 0.1, 2, 2],
      [1, -0.1, 2, 2],
      [1e-150, 1e-151, 2, 2],
      [1e8, 1, 1e-3, 1e-3],
      [1, 0.1, 0, 0],
      [1, -1, 2, 0],
      [0, 0, 2, 0],
    ]) {
      const [u] = exact.unbalancedScalar({ a0, b0, strength, times: [1e200] });
      expect(Math.abs(u - end)).toBeLessThan(tolerance.flow * (1 + strength));
    }
  });

  it('leaves the saddle when its imbalance, however small, has grown: ten times less, log 10/s later', () => {
    for (const [sign, strength] of [
      [-1, 1],
      [1, -2],
    ]) {
      const rate = Math.abs(strength);
      const at = (b: number, t: number) =>
        exact.unbalancedScalar({ a0: 1, b0: sign * b, strength, times: [t] })[0] / strength;
      for (let offset = 1e-4; offset > 1e-13; offset /= 10) {
        // what floats keep of the offsets
        const [far, near] = [1 + offset, 1 + offset / 10];
        const later = Math.log((far - 1) / (near - 1)) / rate;
        expect(Math.abs(rate * later - Math.LN10)).toBeLessThan(0.02);
        const leaves = Math.log(2 / (far - 1)) / rate;
        for (const t of [leaves - 1, leaves, leaves + 1, leaves + 40]) {
          expect(Math.abs(at(near, t + later) - at(far, t))).toBeLessThan(20 * offset);
        }
        expect(at(far, leaves - 2)).toBeLessThan(0.3);
        expect(at(far, leaves + 2)).toBeGreaterThan(0.7);
      }
    }
  });
});
