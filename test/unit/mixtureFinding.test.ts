import { describe, expect, it } from 'vitest';
import { type MixtureDraw, mixtureFinding } from '../../src/checks/findings/mixtureFinding';
import { check } from '../../src/experiments/check';
import { rng } from '../../src/index';

const options = {
  quantities: [{ name: 'the deviation', margin: 0.2, says: (value: number) => value.toFixed(2) }],
  simulated: 'draws',
  sizeName: 'width',
  doubt: 'the drawing of draws',
  margin: 0.1,
};

/** Draws whose law is the exact one but for `power`, and whose deviation is `left` at infinite size. */
function draws(count: number, { power = 1, left = 0 } = {}): MixtureDraw[] {
  return [4, 8, 24].flatMap((size) => {
    const random = rng(size);
    const uniform = random.uniform(count);
    const normal = random.normal(count);
    return Array.from(uniform, (u, i) => ({ size, probability: u ** power, values: [left + 1 / size + normal[i]] }));
  });
}

describe('mixtureFinding', () => {
  it('agrees with draws of the law whose deviation falls as one over the size', () => {
    const finding = mixtureFinding(draws(800), options);
    expect(finding.verdict, finding.explain()).toBe('agrees');
    expect(finding.samples).toBe(2400);
    expect(finding.explain()).toMatch(
      /is 0\.0\d\d \(95 % reach ± 0\.028, up to 0\.1 counts as none; chance 0\.\d{4}\): agrees/,
    );
    expect(finding.rows.map(({ size, samples }) => [size, samples])).toEqual([4, 8, 24].map((size) => [size, 800]));
    expect(finding.interval![1]).toBeLessThan(0.1);
    expect(finding.p).toBeGreaterThan(0.01);
  });

  it('refuses another law though its limit is right, and a limit that is wrong though each law is right', () => {
    const law = mixtureFinding(draws(800, { power: 1.3 }), options);
    expect(law.verdict).toBe('disagrees');
    expect(law.p).toBeLessThan(1e-6);
    expect(law.explain()).toContain('disagrees');
    const limit = mixtureFinding(draws(800, { left: 0.6 }), options);
    expect(limit.verdict).toBe('disagrees');
    expect(limit.p).toBeGreaterThan(0.01);
    expect(limit.explain()).toContain('doubt the drawing of draws');
  });

  it('does not agree on few draws, and says how many it would take', () => {
    for (const count of [1, 2, 20]) expect(mixtureFinding(draws(count), options).verdict).toBe('underpowered');
    expect(mixtureFinding(draws(100), options).needed).toBeGreaterThan(300);
  });
});

describe('checks of nets about as deep as wide', () => {
  it('leaves out widths at which a few nets have all the weight: their mean and error tell nothing', () => {
    const hard = { hidden: 4, labelNorm: 8.5, samplesPerWidth: 0.5, seeds: 200 };
    const finding = check('kernel-renormalization', { parameters: hard });
    expect(finding.verdict, finding.explain()).toBe('underpowered');
    expect(finding.explain()).toContain('At width 8, 16, 32 fewer than 30 nets have all the weight: left out');
    const half = check('kernel-renormalization', {
      parameters: { ...hard, hidden: 1, labelNorm: 4, widths: [4, 6, 64], seeds: 400 },
    });
    expect(half.rows.map(({ size }) => size)).toEqual([4, 6]);
  });

  it.each([
    ['proportional-mixture', { seeds: 2 }],
    ['ntk-randomness', { seeds: 2 }],
    ['output-correlations', { seeds: 2 }],
    ['output-correlations', { seeds: 3, nets: 2 }],
    ['kernel-renormalization', { seeds: 2 }],
  ])('%s does not agree on %o', (id, parameters) => {
    expect(check(id, { parameters }).verdict).not.toBe('agrees');
  });
});
