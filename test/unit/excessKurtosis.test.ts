import { describe, expect, it } from 'vitest';
import { excessKurtosis } from '../../src/checks/statistics/excessKurtosis';
import { mean } from '../../src/checks/statistics/mean';
import { samplesForPower } from '../../src/checks/statistics/samplesForPower';
import { tInterval } from '../../src/checks/statistics/tInterval';
import { variance } from '../../src/checks/statistics/variance';
import { rng } from '../../src/random/rng';
import { expectCalibrated } from '../reference/calibration';
import { netOutputs } from '../reference/netOutputs';
import { significance } from '../tolerances';

const sample = [
  0.31, -1.2, 0.05, 2.2, 0.7, -0.4, 1.1, -0.9, 0.2, 0.65, 0.5, 1.9, 1.2, 2.5, -0.1, 0.9, 1.4, 3.0, 4.5, -2,
];

describe('excessKurtosis', () => {
  it('matches published software', () => {
    const { value, z, p } = excessKurtosis(sample);
    expect(value).toBeCloseTo(0.7485544312488797, 12);
    expect(z).toBeCloseTo(0.9271572082488481, 12);
    expect(p).toBeCloseTo(0.3538449168701211, 12);
  });

  it('has no unit', () => {
    for (const unit of [2 ** -1000, 2 ** -266, 2 ** 300, 2 ** 1000])
      expect(excessKurtosis(sample.map((v) => unit * v))).toEqual(excessKurtosis(sample));
  });

  it('is unbiased with the stated standard error and calibrated for normal samples', () => {
    const source = rng(12);
    const tests = Array.from({ length: 4000 }, () => excessKurtosis(source.normal(100)));
    const values = tests.map((test) => test.value);
    expect(Math.abs(mean(values)) / (tests[0].standardError / Math.sqrt(4000))).toBeLessThan(significance.most);
    // The sample variance of a law with heavy tails: its own standard error is some 4 % here.
    expect(Math.sqrt(variance(values)) / tests[0].standardError).toBeCloseTo(1, 0);
    expectCalibrated(tests.map((test) => test.p));
  });

  it('finds 6/N for outputs of nets with one hidden layer', () => {
    const source = rng(13);
    for (const width of [8, 30]) {
      const values = Array.from({ length: 40 }, () => excessKurtosis(netOutputs(source, width, 4000)).value);
      const { value, standardError } = tInterval(values);
      expect(Math.abs(value - 6 / width) / standardError).toBeLessThan(significance.most);
    }
  });

  it('rejects about as often as the number of samples is made for', () => {
    const source = rng(14);
    const width = 30;
    const n = samplesForPower(6 / width / Math.sqrt(24), { power: 0.9 });
    const tests = Array.from({ length: 200 }, () => excessKurtosis(netOutputs(source, width, n)));
    // The kurtosis of a heavy law is spread more than √(24/n): a little less power than a shift of the normal law would have.
    expect(tests.filter((test) => test.p < 0.05).length / tests.length).toBeGreaterThan(0.75);
  });

  it('refuses samples that are too small or all equal', () => {
    expect(() => excessKurtosis([1, 2, 3])).toThrow('sample: expected at least 8 numbers, got 3');
    expect(() => excessKurtosis(new Float64Array(20))).toThrow('expected numbers that differ');
  });
});
