import { describe, expect, it } from 'vitest';
import { type ExactBatch, exactFinding } from '../../src/checks/findings/exactFinding';
import { rng } from '../../src/random/rng';

const options = {
  quantities: [
    { name: 'the mean', margin: 0.04 },
    { name: 'the share', margin: 0.05, says: (deviation: number) => (0.9 + deviation).toFixed(3) },
  ],
  sizeName: 'width',
  doubt: 'the width',
};
/** Batches of ten nets whose means are off by `shifts`, a number a size, with a spread of 0.02. */
function batches(count: number, shifts: readonly number[], lawError = 0.002): ExactBatch[] {
  const draws = rng(3).normal(2 * count * shifts.length);
  return shifts.flatMap((shift, i) =>
    Array.from({ length: count }, (_, k) => {
      const [a, b] = [draws[2 * (i * count + k)], draws[2 * (i * count + k) + 1]];
      return { size: 2 ** (i + 2), nets: 10, values: [shift + 0.02 * a, 0.02 * b], lawErrors: [lawError, 0] };
    }),
  );
}

describe('exactFinding', () => {
  it('agrees where the mean deviation over all sizes is none', () => {
    const finding = exactFinding(batches(20, [0, 0, 0]), options);
    expect(finding.verdict).toBe('agrees');
    expect(finding.samples).toBe(600);
    expect(finding.rows.map(({ samples }) => samples)).toEqual([200, 200, 200]);
    expect(finding.explain()).toMatch(
      /^Of 600 nets, width 4, 8, 16, the mean is .*; the share is 0\.\d+ .* Law and nets agree\.$/,
    );
  });

  it('disagrees where all sizes are off, or where opposite errors of two sizes cancel', () => {
    for (const shifts of [
      [0.1, 0.1, 0.1],
      [0.1, 0, -0.1],
    ]) {
      const finding = exactFinding(batches(20, shifts), options);
      expect(finding.verdict).toBe('disagrees');
      expect(finding.statistic).toContain('the mean');
      expect(finding.explain()).toContain('doubt the width');
    }
  });

  it('is underpowered with one batch, few batches or a law that is drawn too coarsely', () => {
    expect(exactFinding(batches(1, [0, 0]), options)).toMatchObject({ verdict: 'underpowered' });
    expect(exactFinding(batches(2, [0]), options)).toMatchObject({ verdict: 'underpowered' });
    const coarse = exactFinding(batches(20, [0, 0], 0.1), options);
    expect(coarse.verdict).toBe('underpowered');
    expect(coarse.needed).toBeGreaterThan(400);
  });

  it('refuses nothing and batches without all quantities', () => {
    expect(() => exactFinding([], options)).toThrow('observations: expected at least one');
    expect(() => exactFinding([{ size: 1, nets: 1, values: [0], lawErrors: [0] }], options)).toThrow(
      'observations: expected 2 values and errors each, got 1 and 1',
    );
  });
});
