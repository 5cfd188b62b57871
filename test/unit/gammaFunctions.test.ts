import { describe, expect, it } from 'vitest';
import { complexLogGamma } from '../../src/special/complexLogGamma';
import { digamma, digammaHalfStep, digammaLessLog } from '../../src/special/digamma';
import { logGamma } from '../../src/special/logGamma';
import { trigamma } from '../../src/special/trigamma';
import table from '../reference/data/gamma.json';
import { tolerance } from '../tolerances';

/** Values of mpmath with 40 digits, and how far a function may be off relative to them (and to 1 where asked). */
const near = (value: number, exact: number, least = 0) =>
  expect(Math.abs(value - exact) / Math.max(Math.abs(exact), least)).toBeLessThanOrEqual(tolerance.special);

describe('gamma functions', () => {
  it('logGamma has the tabulated values, relative to themselves also next to its zeros at 1 and 2', () => {
    for (const [x, exact] of table.logGamma) near(logGamma(x), exact);
    expect([logGamma(1), logGamma(2), logGamma(0), logGamma(-1)]).toEqual([0, 0, Number.POSITIVE_INFINITY, Number.NaN]);
    expect(logGamma(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it('digamma has the tabulated values on both sides of 0', () => {
    for (const [x, exact] of table.digamma) near(digamma(x), exact, 1);
    expect(digamma(-2)).toBeNaN();
  });

  it('differences of digamma have the tabulated values to their own digits', () => {
    for (const [x, exact] of table.digammaLessLog) near(digammaLessLog(x), exact);
    for (const [y, exact] of table.digammaHalfStep) near(digammaHalfStep(y), exact);
  });

  it('trigamma has the tabulated values on both sides of 0', () => {
    for (const [x, exact] of table.trigamma) near(trigamma(x), exact);
    expect(trigamma(0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('complexLogGamma has the tabulated values on the principal branch', () => {
    for (const [re, im, realPart, imaginaryPart] of table.complexLogGamma) {
      const value = complexLogGamma(re, im);
      const size = Math.max(1, Math.hypot(realPart, imaginaryPart));
      near(value.re, realPart, size);
      near(value.im, imaginaryPart, size);
    }
  });

  it('on the real axis the complex function is the real one, and conjugate arguments give conjugate values', () => {
    for (const x of [0.2, 1.7, 14]) {
      near(complexLogGamma(x, 0).re, logGamma(x), 1);
      const [up, down] = [complexLogGamma(x, 2.5), complexLogGamma(x, -2.5)];
      expect(down).toEqual({ re: up.re, im: -up.im });
    }
  });
});
