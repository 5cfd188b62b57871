import { describe, expect, it } from 'vitest';
import { DoubleDouble, expExact, logExact } from '../reference/doubleDouble';
import {
  exactIdentity,
  exactOrthogonal,
  exactProduct,
  exactSolve,
  exactSum,
  exactTranspose,
} from '../reference/exactMatrices';
import { tolerance } from '../tolerances';

/** Distance of hi + lo from a number that float64 holds, relative to it. */
const distance = (x: DoubleDouble, exact: number) => Math.abs((x.hi - exact + x.lo) / exact);

describe('double-double arithmetic', () => {
  it('keeps what one float64 loses: products, sums that cancel, quotients and roots', () => {
    const square = DoubleDouble.of(1 + 2 ** -40).times(1 + 2 ** -40);
    expect([square.hi, square.lo]).toEqual([1 + 2 ** -39, 2 ** -80]);
    expect(square.add(-1).add(-(2 ** -39)).value).toBe(2 ** -80);
    for (const x of [3, 7, 0.1, 12345.678]) {
      const third = DoubleDouble.of(1).over(x);
      expect(distance(third.times(x), 1)).toBeLessThan(tolerance.doubleDouble);
      const { hi, lo } = DoubleDouble.of(x).sqrt();
      expect(distance(new DoubleDouble(hi, lo).times(hi, lo), x)).toBeLessThan(tolerance.doubleDouble);
    }
  });

  it('has exponentials and logarithms that undo each other, and e to 32 digits', () => {
    const e = expExact(DoubleDouble.of(1));
    expect([e.hi, e.lo]).toEqual([Math.E, expect.closeTo(1.4456468917292502e-16, 30)]);
    for (const x of [0.3, 5, 200])
      expect(distance(logExact(expExact(DoubleDouble.of(x))), x)).toBeLessThan(tolerance.doubleDouble);
    expect(distance(expExact(DoubleDouble.of(-35)).times(1, 0).over(1), Math.exp(-35))).toBeLessThan(Number.EPSILON);
  });

  it('solves and rotates to as many digits', () => {
    const q = exactOrthogonal(12, 12, 1);
    const identity = exactIdentity(12);
    const off = exactSum(exactProduct(exactTranspose(q), q), identity, -1);
    const { x } = exactSolve(q, identity);
    const left = exactSum(x, exactTranspose(q), -1);
    for (const { hi } of [off, left]) expect(Math.max(...hi.map(Math.abs))).toBeLessThan(tolerance.doubleDouble);
  });
});
