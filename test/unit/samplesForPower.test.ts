import { describe, expect, it } from 'vitest';
import { samplesForPower } from '../../src/checks/statistics/samplesForPower';
import { rng } from '../../src/random/rng';

describe('samplesForPower', () => {
  it('gives the tabulated sizes', () => {
    expect(samplesForPower(0.5, { power: 0.8 })).toBe(32);
    expect(samplesForPower(0.2, { power: 0.9 })).toBe(263);
    expect(samplesForPower(1e200)).toBe(1);
    expect(samplesForPower(-0.2, { level: 0.01, power: 0.95, sides: 1 })).toBe(395);
  });

  it('a z test of that many samples rejects as often as promised', () => {
    const source = rng(51);
    const n = samplesForPower(0.3, { power: 0.8 });
    let rejected = 0;
    for (let k = 0; k < 2000; k++) {
      const z = source.normal(n).reduce((sum, v) => sum + v + 0.3, 0) / Math.sqrt(n);
      if (Math.abs(z) > 1.959964) rejected++;
    }
    expect(rejected).toBeGreaterThan(1520);
    expect(rejected).toBeLessThan(1700);
  });

  it('refuses no effect and a power below the level', () => {
    expect(() => samplesForPower(0)).toThrow('effect: expected a number other than 0, got 0');
    expect(() => samplesForPower(1, { power: 0.01 })).toThrow('power: expected a number between level and 1');
  });
});
