import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fussCatalan } from '../../src/limits/fussCatalan';
import { gaussLegendre } from '../../src/special/gaussLegendre';
import { tolerance } from '../tolerances';

interface Case {
  L: number;
  moments: number[];
  xmax: number;
  phi: number[];
  x: number[];
  density: number[];
  cdf?: number[];
}
const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'reference', 'data', 'fussCatalan.json'), 'utf8'),
) as { cases: Case[] };
const near = (found: number, expected: number, relative = tolerance.limit) =>
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected));

describe('fussCatalan', () => {
  it.each(cases)('has the tabulated moments, support, density and cdf: $L factors', (row) => {
    const law = fussCatalan({ factors: row.L });
    near(law.max, row.xmax);
    row.moments.forEach((moment, k) => {
      expect(law.moments(k)).toBe(moment);
    });
    row.phi.forEach((phi, i) => {
      const at = law.at(phi);
      near(at.x, row.x[i]);
      near(at.density, row.density[i]);
      near(law.density(row.x[i]), row.density[i]);
      if (row.cdf) near(law.cdf(row.x[i]), row.cdf[i]);
    });
  });

  it.each([1, 2, 3, 5, 40])('density, cdf and moments are one law: %i factors', (factors) => {
    const law = fussCatalan({ factors });
    const { nodes, weights } = gaussLegendre(200);
    const end = Math.PI / (factors + 1);
    // moments from the cdf, E x^k = ∫ (1 − cdf) d(x^k), with quantiles as the variable: ∫ x(share)^k dshare
    const moment = (k: number) =>
      nodes.reduce((sum, node, i) => sum + (weights[i] / 2) * law.quantile((1 + node) / 2) ** k, 0);
    for (const k of [1, 2]) near(moment(k), law.moments(k), 1e-3);
    // cdf between two angles from the density, where neither end is near the hard edge
    const [a, b] = [0.1 * end, 0.7 * end];
    let mass = 0;
    nodes.forEach((node, i) => {
      const phi = a + ((b - a) * (1 + node)) / 2;
      const h = 1e-5 * end;
      const dx = (law.at(phi - h).x - law.at(phi + h).x) / (2 * h);
      mass += (weights[i] / 2) * (b - a) * law.at(phi).density * dx;
    });
    near(mass, law.at(a).cdf - law.at(b).cdf, tolerance.hessianByDifferences);
  });

  it('one factor is the law of Marchenko and Pastur', () => {
    const law = fussCatalan({ factors: 1 });
    for (const x of [1e-12, 0.01, 1, 3, 3.999]) {
      near(law.density(x), Math.sqrt((4 - x) / x) / (2 * Math.PI));
      near(law.cdf(x), (2 * Math.asin(Math.sqrt(x) / 2) + Math.sqrt(x * (4 - x)) / 2) / Math.PI);
    }
  });

  it.each([1, 3, 20])('quantile inverts the cdf from the hard edge to the soft one: %i factors', (factors) => {
    const law = fussCatalan({ factors });
    for (const share of [1e-6, 0.01, 0.5, 0.99, 1 - 1e-9]) near(law.cdf(law.quantile(share)), share);
    expect([law.quantile(0), law.quantile(1)]).toEqual([0, law.max]);
  });

  it('says what lies outside and at the ends of the support', () => {
    const { density, cdf, max, at } = fussCatalan({ factors: 2 });
    expect([density(-1), density(max), density(7), cdf(-1), cdf(0), cdf(max), cdf(100)]).toEqual([0, 0, 0, 0, 0, 1, 1]);
    expect(density(0)).toBe(Number.POSITIVE_INFINITY);
    expect(at(0)).toEqual({ x: max, density: 0, cdf: 1 });
    expect(at(Math.PI / 3)).toEqual({ x: 0, density: Number.POSITIVE_INFINITY, cdf: 0 });
    // ρ ~ x^(−2/3)
    near(density(1e-30) / density(1e-33), 0.01, tolerance.limit);
  });

  it('has moments up to the end of float64, beyond the binomials they are made of', () => {
    // Catalan's numbers: each is (4k + 2)/(k + 2) times the one before
    const { moments } = fussCatalan({ factors: 1 });
    for (const k of [29, 30, 500, 514, 515, 518]) near(moments(k + 1) / moments(k), (4 * k + 2) / (k + 2));
  });

  it('refuses wrong arguments by name', () => {
    expect(() => fussCatalan({ factors: 0 })).toThrow('factors: expected an integer of at least 1');
    const { cdf, quantile, moments, at } = fussCatalan({ factors: 2 });
    expect(() => cdf(Number.NaN)).toThrow('x: expected');
    expect(() => quantile(1.1)).toThrow('share: expected a number between 0 and 1, got 1.1');
    expect(() => at(2)).toThrow('phi: expected');
    expect(() => moments(0.5)).toThrow('k: expected an integer');
  });
});
