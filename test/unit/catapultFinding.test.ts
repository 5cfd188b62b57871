import { describe, expect, it } from 'vitest';
import { type CatapultSample, catapultFinding } from '../../src/checks/findings/catapultFinding';
import { rng } from '../../src/random/rng';

/** Peaks of width^power with a spread of a tenth. */
function samples(seeds: number, power: number, changed: Partial<CatapultSample> = {}): CatapultSample[] {
  const widths = [256, 1024, 4096];
  const draws = rng(5).normal(seeds * widths.length);
  return widths.flatMap((width, i) =>
    Array.from({ length: seeds }, (_, k) => {
      return {
        width,
        peak: width ** power * Math.exp(0.1 * draws[i * seeds + k]),
        mapPeak: Math.sqrt(width),
        off: 1e-12,
        inPhase: true,
        ...changed,
      };
    }),
  );
}

describe('catapultFinding', () => {
  it('agrees where nets follow the map and their peaks grow as they should', () => {
    const finding = catapultFinding(samples(20, 0.5), { expectedSlope: 0.5 });
    expect(finding.verdict).toBe('agrees');
    expect(finding.rows.map((row) => row.samples)).toEqual([20, 20, 20]);
    expect(catapultFinding(samples(20, 0), { expectedSlope: 0 }).verdict).toBe('agrees');
  });

  it('disagrees where peaks do not grow, one net leaves the map or nets miss the phase', () => {
    expect(catapultFinding(samples(20, 0), { expectedSlope: 0.5 }).verdict).toBe('disagrees');
    const [one, ...others] = samples(20, 0.5);
    expect(catapultFinding([{ ...one, off: 1e-3 }, ...others], { expectedSlope: 0.5 }).verdict).toBe('disagrees');
    const finding = catapultFinding(samples(20, 0.5, { inPhase: false }), { expectedSlope: 0.5 });
    expect(finding.verdict).toBe('disagrees');
    expect(finding.explain()).toContain('0 ended in its phase');
  });

  it('is underpowered where the peaks of the map itself do not grow so yet, and says so', () => {
    const early = samples(20, 0.3).map((one) => ({ ...one, mapPeak: one.peak }));
    const finding = catapultFinding(early, { expectedSlope: 0.5 });
    expect(finding.verdict).toBe('underpowered');
    expect(finding.explain()).toMatch(/map's own peaks go as width\^0\.\d+ here: use more steps/);
    // it excuses no net that leaves the map
    const [one, ...others] = early;
    expect(catapultFinding([{ ...one, off: 1e-3 }, ...others], { expectedSlope: 0.5 }).verdict).toBe('disagrees');
  });

  it('is underpowered with two nets a width, and with one width says what is missing', () => {
    const few = catapultFinding(samples(2, 0.5), { expectedSlope: 0.5, slopeMargin: 0.04 });
    expect(few.verdict).toBe('underpowered');
    expect(few.needed).toBeGreaterThan(6);
    const one = catapultFinding(samples(20, 0.5).slice(0, 20), { expectedSlope: 0.5 });
    expect(one.verdict).toBe('underpowered');
    expect(one.explain()).toContain('at least two widths');
  });
});
