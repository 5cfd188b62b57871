import { describe, expect, it } from 'vitest';
import { randomNormal } from '../../src/random/randomNormal';
import { rng } from '../../src/random/rng';
import {
  battery,
  kolmogorovSmirnov,
  momentStatistics,
  normalCdf,
  pairStatistics,
  type Statistic,
} from '../reference/normality';
import { significance } from '../tolerances';

const { most, decisive, leastP } = significance;

function largest(statistics: Statistic[]): Statistic {
  return statistics.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) ? b : a));
}

function draws(n: number, options: { seed: number; stream?: number; dtype?: 'float64' | 'float32' }) {
  return randomNormal({ rows: 1, cols: n, ...options }).data;
}

describe.each([
  ['float32', 6e6],
  ['float64', 4e6],
] as const)('normals in %s', (dtype, n) => {
  const x = draws(n, { seed: 2026, dtype });

  it('have the moments, tails and independence of normals', () => {
    const worst = largest(battery(x));
    expect(Math.abs(worst.z), worst.name).toBeLessThan(most);
  });

  it('pass the Kolmogorov–Smirnov test', () => {
    expect(kolmogorovSmirnov(x.subarray(0, 5e5))).toBeGreaterThan(leastP);
  });

  it('of different seeds and streams are independent', () => {
    const first = x.subarray(0, 5e5);
    for (const other of [{ seed: 2027 }, { seed: 2026, stream: 1 }, { seed: 2026 + 2 ** 32 }]) {
      const worst = largest(pairStatistics(first, draws(5e5, { ...other, dtype })));
      expect(Math.abs(worst.z), `${worst.name} with ${JSON.stringify(other)}`).toBeLessThan(most);
    }
  });
});

describe('pooled over many streams, where a small bias of one law would add up', () => {
  it('moments agree with the exact ones', () => {
    const streams = Array.from({ length: 1000 }, (_, stream) => draws(1000, { seed: 5, stream, dtype: 'float32' }));
    const pooled = new Float32Array(1e6);
    streams.forEach((part, i) => {
      pooled.set(part, 1000 * i);
    });
    const worst = largest(momentStatistics(pooled));
    expect(Math.abs(worst.z), worst.name).toBeLessThan(most);
  });
});

describe('the same statistics reject', () => {
  const n = 1e6;
  const normal = draws(n, { seed: 1 });

  it('sums of twelve uniforms', () => {
    const u = rng(1).uniform(12 * n);
    const sums = Float64Array.from({ length: n }, (_, i) => {
      let sum = -6;
      for (let j = 0; j < 12; j++) sum += u[12 * i + j];
      return sum;
    });
    expect(Math.abs(largest(battery(sums)).z)).toBeGreaterThan(decisive);
  });

  it('a standard deviation of 1.006', () => {
    const worst = largest(battery(normal.map((v) => 1.006 * v)));
    expect(Math.abs(worst.z)).toBeGreaterThan(decisive);
  });

  it('a law cut off at 4', () => {
    const cut = normal.map((v) => (Math.abs(v) > 4 ? v / 2 : v));
    expect(largest(battery(cut)).name).toMatch(/4|moment 8/);
    expect(Math.abs(largest(battery(cut)).z)).toBeGreaterThan(most);
  });

  it('a correlation of 0.01 between neighbours', () => {
    const chained = normal.map((v, i) => Math.sqrt(1 - 1e-4) * v + (i > 0 ? 0.01 * normal[i - 1] : 0));
    expect(largest(battery(chained)).name).toBe('correlation, lag 1');
    expect(Math.abs(largest(battery(chained)).z)).toBeGreaterThan(decisive);
  });

  it('one radius shared by neighbouring pairs', () => {
    const shared = Float64Array.from(normal);
    for (let i = 0; i + 3 < n; i += 4) {
      const ratio = Math.hypot(shared[i], shared[i + 1]) / Math.hypot(shared[i + 2], shared[i + 3]);
      shared[i + 2] *= ratio;
      shared[i + 3] *= ratio;
    }
    expect(largest(battery(shared)).name).toMatch('correlation of squares');
  });

  it('a shift of 0.01 by the Kolmogorov–Smirnov test', () => {
    expect(kolmogorovSmirnov(normal.subarray(0, 5e5).map((v) => v + 0.01))).toBeLessThan(leastP);
  });
});

it('the reference distribution function has known values', () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(-1.959963984540054)).toBeCloseTo(0.025, 14);
  expect(normalCdf(-5) / 2.866515718791939e-7).toBeCloseTo(1, 8);
});
