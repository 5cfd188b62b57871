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

  /** One step each: a distance √(0.04/size + (drift/size)²) along a curve of length 1, whose mean deviation is the drift. */
  const drifting = (drift: number): ScaledSample[] =>
    samples(40).map(({ size }, i) => {
      const across = (0.2 + 0.02 * ((i % 5) - 2)) / Math.sqrt(size);
      const along = (drift * (1 + 0.01 * ((i % 7) - 3))) / size;
      const distance = Math.hypot(across, along);
      return {
        size,
        distance,
        deviation: along,
        along: { curve: [distance], deviations: [along], scale: 1 },
      };
    });

  it('gives the exponent of the distance less the drift in 1/size where it is told how runs deviate along the curve', () => {
    const found = scalingFinding(drifting(3), words);
    const plain = scalingFinding(
      drifting(3).map(({ along: _, ...sample }) => sample),
      words,
    );
    expect(found.slope!.interval[0]).toBeLessThan(-0.5);
    expect(found.slope!.interval[1]).toBeGreaterThan(-0.5);
    expect(plain.slope!.interval[1]).toBeLessThan(-0.6);
    expect(found.verdict).toBe('agrees');
    expect(found.explain()).toContain(', less a drift in width^-1, at widths 32, 64, 128, 256 (95 %');
    expect(plain.explain()).not.toContain('drift in');
  });

  it('names the step where only the curve is off', () => {
    const errors = samples(40).map(({ size }, i): ScaledSample => {
      const chance = (0.02 * ((i % 5) - 2)) / Math.sqrt(size);
      const deviations = [0.3 + chance, chance - 0.3];
      const curve = deviations.map(Math.abs);
      return { size, distance: 0.3, deviation: 0.1 * chance, along: { curve, deviations, scale: 1 } };
    });
    const { verdict, explain } = scalingFinding(errors, words);
    expect(verdict).toBe('disagrees');
    expect(explain()).toMatch(/At recorded step \d it is -?30 % \(.* a band for all steps\)\. Doubt the boats\.$/);
  });

  it('shows a power of the size, and exponents of that', () => {
    const plain = scalingFinding(samples(40, { power: -0.5 }), words);
    const squared = scalingFinding(samples(40, { power: -0.5 }), { ...words, size: 'area', sizes: 'areas', power: 2 });
    expect(squared.rows.map(({ size }) => size)).toEqual([1024, 4096, 16384, 65536]);
    expect([plain.sizeName, squared.sizeName]).toEqual([undefined, 'area']);
    expect(squared.slope!.expected).toBe(-0.25);
    expect(squared.slope!.value).toBe(plain.slope!.value / 2);
    expect(squared.verdict).toBe(plain.verdict);
    expect(squared.explain()).toContain('areas 1024, 4096, 16384, 65536');
  });
});
