import { NumericalError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { finite } from '../validate';
import { semidefinite } from './semidefinite';
import { symmetricFunction } from './symmetricFunction';

/**
 * The power a^p of a symmetric matrix (float64, n×n) for any finite p, by its eigenvalues; symmetric to the last bit.
 * The lower triangle of `a` counts. a^0 is the identity to rounding, also of a singular matrix.
 * @throws ValueError when p is not an integer and an eigenvalue is negative beyond rounding (10·n·eps of the largest), and
 * as `eigh`; NumericalError when p < 0 and an eigenvalue is at most n·eps of the largest (with the condition number), or
 * when the power of an eigenvalue overflows.
 */
export function powm(a: MatrixLike, p: number): Matrix {
  finite('p', p);
  return symmetricFunction(a, (values) => {
    const bases = Number.isInteger(p) ? values : semidefinite(values, `the power ${p}`);
    if (p < 0) assertRegular(bases, p);
    const powers = bases.map((x) => x ** p);
    const over = powers.findIndex((x) => !Number.isFinite(x));
    if (over >= 0) throw new NumericalError(`powm: the eigenvalue ${bases[over]} to the power ${p} overflows float64`);
    return powers;
  });
}

/** Refuses an inverse that would be nothing but rounding. */
function assertRegular(values: Float64Array, p: number): void {
  const sizes = values.map(Math.abs);
  const least = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = sizes.reduce((a, b) => Math.max(a, b), 0);
  if (least > values.length * Number.EPSILON * most) return;
  const conditionNumber = most / least || Number.POSITIVE_INFINITY;
  throw new NumericalError(
    `powm: a is singular to working precision (condition number ${conditionNumber.toPrecision(3)}), so it has no power ${p}; try adding a ridge of ${ridge(most)} to the diagonal`,
    { conditionNumber },
  );
}

/** A ridge that leaves half of the digits: √eps of the largest eigenvalue. */
function ridge(most: number): string {
  return (Math.sqrt(Number.EPSILON) * (most || 1)).toPrecision(2);
}
