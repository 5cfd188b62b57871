import { describe, expect, it } from 'vitest';
import { check } from '../../src/experiments/check';

describe('checks of the joint limit', () => {
  it.each(['joint-limit', 'joint-residual', 'one-pass', 'learning-rate-transfer', 'wider-is-better', 'power-law'])(
    '%s never agrees on a handful of nets',
    (id) => {
      const { verdict, needed } = check(id, { parameters: { seeds: 2 } });
      expect(verdict).toBe('underpowered');
      expect(needed ?? 7).toBeGreaterThan(6);
      expect(check(id, { parameters: { seeds: 1 } }).verdict).toBe('underpowered');
    },
  );

  it('refuse a theory that diverges, and rates that do not hold the optimum', () => {
    const refused = (id: string, parameters: object) => {
      return expect(() => check(id, { parameters: { seeds: 1, ...parameters } as never }));
    };
    refused('joint-limit', { lrHat: 5, steps: 100 }).toThrow('lrHat: expected a stable learning rate, got 5');
    refused('power-law', { lr: 500, steps: 100 }).toThrow('lr: expected a stable learning rate, got 500');
    refused('learning-rate-transfer', { lrHats: [0.01, 0.02, 0.03] }).toThrow('lrHats: expected rates on both sides');
  });

  it('take several widths, and compare each with the next', () => {
    const result = check('wider-is-better', { parameters: { widthsPerInput: [0.5, 1, 2], seeds: 3 } });
    expect(result.explain()).toMatch(
      /width 0\.5 D over that at 1 D is .*; the test loss at width 1 D over that at 2 D is/,
    );
  });
});
