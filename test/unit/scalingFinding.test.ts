import { describe, expect, it } from 'vitest';
import { type ScaledSample, scalingFinding } from '../../src/checks/findings/scalingFinding';
import { rng } from '../../src/random/rng';

const words = {
  subject: 'The boats of {samples} nets drift',
  size: 'width',
  sizes: 'widths',
  statistic: 'the deviation at infinite width',
  doubt: 'Doubt the boats.',
};
/** Distances size^power with a spread of a tenth; deviations around c0 + c1/size. */
function samples(seeds: number, { power = -1, c0 = 0, c1 = 0.3, sizes = [32, 64, 128, 256] } = {}): ScaledSample[] {
  const draws = rng(7).normal(2 * seeds * sizes.length);
  return sizes.flatMap((size, i) =>
    Array.from({ length: seeds }, (_, k) => {
      const [a, b] = [draws[2 * (i * seeds + k)], draws[2 * (i * seeds + k) + 1]];
      return { size, distance: size ** power * (1 + 0.1 * a), deviation: c0 + (c1 + 0.1 * b) / size };
    }),
  );
}

describe('scalingFinding', () => {
  it('agrees where the distance falls as it should and nothing is left', () => {
    const finding = scalingFinding(samples(40), words, { expectedSlope: -1 });
    expect(finding.verdict).toBe('agrees');
    expect(finding.samples).toBe(160);
    expect(finding.rows.map(({ size }) => size)).toEqual([32, 64, 128, 256]);
    expect(finding.statistic).toBe('the deviation at infinite width');
    expect(finding.explain()).toMatch(
      /^The boats of 160 nets drift as width\^-1\.\d\d at widths 32, 64, 128, 256 .* The theory holds\.$/,
    );
  });

  it('disagrees for another exponent and for something left at infinite size, with the doubt in words', () => {
    const slower = scalingFinding(samples(40, { power: -0.5 }), words, { expectedSlope: -1 });
    const left = scalingFinding(samples(40, { c0: 0.05 }), words, { expectedSlope: -1 });
    for (const finding of [slower, left]) {
      expect(finding.verdict).toBe('disagrees');
      expect(finding.explain()).toMatch(/Doubt the boats\.$/);
    }
    expect(slower.slope!.interval[0]).toBeGreaterThan(-0.6);
    expect(left.interval![0]).toBeGreaterThan(0.02);
  });

  it('is underpowered with two seeds or one size, and says why', () => {
    expect(scalingFinding(samples(2), words, { expectedSlope: -1 }).verdict).toBe('underpowered');
    const one = scalingFinding(samples(9, { sizes: [64] }), words);
    expect(one.verdict).toBe('underpowered');
    expect(one.explain()).toBe(
      'The boats of 9 nets drift at widths 64. Underpowered: at least two widths are needed to extrapolate.',
    );
  });
});
