import { ShapeError, ValueError } from '../../errors';
import { powerOfTwo } from '../../linalg/extremeScale';
import { assertNumbers, isNumberList, knownOptions, reject } from '../../validate';
import { confidenceLevel } from './confidenceLevel';
import type { Estimate } from './estimate';
import { sampleOf } from './sampleOf';
import { studentInterval } from './studentQuantile';

/**
 * ‖E v‖² from independent vectors, without the noise floor that ‖mean v‖² has: the product of the means of two independent
 * halves, averaged over all ways to halve, (Σ_(i≠j) ⟨v_i, v_j⟩)/(n(n − 1)). Unbiased, so it may be negative where the mean is zero.
 * The standard error is unbiased too (Hoeffding's formula for this U-statistic), but never below that of pure noise; the t
 * interval is a rough one where the mean is zero, since the law is then a sum of χ².
 * @param vectors differences from a theory, say: one a seed, all of one length.
 * @param options confidence of the interval. Default 0.95.
 * @throws ValueError for fewer than 4 vectors, ShapeError for unequal lengths.
 */
export function squaredBias(
  vectors: readonly ArrayLike<number>[],
  options: {
    /** Of the interval. Default 0.95. */
    confidence?: number;
  } = {},
): Estimate {
  knownOptions('squaredBias', options, ['confidence']);
  const { confidence = 0.95 } = options;
  if (!Array.isArray(vectors) || !isNumberList(vectors)) reject('vectors', 'a list of vectors', vectors);
  const n = vectors.length;
  if (n < 4) throw new ValueError(`vectors: expected at least 4, got ${n}`);
  const rows = Array.from(vectors, (v, i) => sampleOf(`vectors[${i}]`, v, 1));
  if (rows.some((row) => row.length !== rows[0].length)) {
    throw new ShapeError(
      `vectors: expected one length, got ${[...new Set(rows.map((row) => row.length))].join(' and ')}`,
    );
  }
  const t = studentInterval(confidenceLevel(confidence), n - 1);
  // in a unit near their own size no power under- or overflows
  const unit = powerOfTwo(rows.reduce((most, row) => row.reduce((a, v) => Math.max(a, Math.abs(v)), most), 0));
  const inUnits = rows.map((row) => row.map((v) => v / unit));
  let squares = 0;
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let product = 0;
      for (let k = 0; k < rows[i].length; k++) product += inUnits[i][k] * inUnits[j][k];
      squares += 2 * product ** 2;
      sums[i] += product;
      sums[j] += product;
    }
  }
  const total = sums.reduce((a, v) => a + v, 0);
  const sumSquares = sums.reduce((a, v) => a + v * v, 0);
  const pairs = n * (n - 1);
  // Means of ⟨v1, v2⟩², ⟨v1, v2⟩⟨v1, v3⟩ and ⟨v1, v2⟩⟨v3, v4⟩ over different members.
  const same = squares / pairs;
  const shared = (sumSquares - squares) / (pairs * (n - 2));
  const apart = (total ** 2 - 4 * sumSquares + 2 * squares) / (pairs * (n - 2) * (n - 3));
  const variance = (2 * same + 4 * (n - 2) * shared + (n - 2) * (n - 3) * apart) / pairs - apart;
  const standardError = unit * unit * Math.sqrt(Math.max(variance, (2 * same) / pairs));
  const value = unit * unit * (total / pairs);
  // NaN for an infinity too
  assertNumbers('vectors', value - value, standardError - standardError);
  return { value, standardError, interval: [value - t * standardError, value + t * standardError] };
}
