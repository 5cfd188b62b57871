import { ShapeError, ValueError } from '../../errors';
import { isNumberList, reject } from '../../validate';
import { type BandOptions, curveRegression, type MaxZ } from './curveRegression';
import { sampleOf } from './sampleOf';

/** With 5 curves of noise, p = 0.001 came up in a quarter of the trials, with 3 in all; from 6 up as often as it says. */
const FEWEST = 8;

/**
 * One statistic for a mean curve: the largest |z| over its steps, with the p-value of the maximum (steps are correlated, so a
 * maximum of pointwise z has no level of its own) and a band that covers the curve at all steps at once. By a seeded
 * bootstrap of their signs, of which fewer than 8 curves have too few. That takes symmetric errors: p is too small, up to tenfold and
 * more, of skewed ones such as losses of few narrow nets.
 * @param curves independent ones whose mean is zero where the claim holds, of one length.
 * @param options of the bootstrap and the band.
 * @throws ValueError for fewer than 8 curves, ShapeError for unequal lengths.
 */
export function maxZ(curves: readonly ArrayLike<number>[], options: BandOptions): MaxZ {
  if (!Array.isArray(curves) || !isNumberList(curves)) reject('curves', 'a list of curves', curves);
  const n = curves.length;
  if (n < FEWEST) throw new ValueError(`curves: expected at least ${FEWEST}, got ${n}`);
  const rows = Array.from(curves, (curve, i) => sampleOf(`curves[${i}]`, curve, 1));
  const steps = rows[0].length;
  if (rows.some((row) => row.length !== steps)) {
    throw new ShapeError(
      `curves: expected one length, got ${[...new Set(rows.map((row) => row.length))].join(' and ')}`,
    );
  }
  return curveRegression(rows, [new Array(n).fill(1)], options);
}
