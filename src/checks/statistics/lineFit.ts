import { ShapeError } from '../../errors';
import { positive } from '../../validate';
import type { Estimate } from './estimate';
import { studentInterval } from './studentQuantile';

export interface LineFit {
  intercept: Estimate;
  slope: Estimate;
  /** Weighted sum of squared residuals over its degrees of freedom; 0 when the line passes through every point by count. */
  reducedChiSquare: number;
}

/**
 * Weighted least squares of y = intercept + slope·x with known standard errors. Where the points scatter more than their
 * errors say (reduced χ² > 1), the intervals are widened by its square root, so that a crooked line is never precise.
 * @param dof degrees of freedom behind the standard errors (default Infinity: normal quantiles).
 * @throws ShapeError for fewer than two points.
 */
export function lineFit(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  standardErrors: ArrayLike<number>,
  { confidence = 0.95, dof = Number.POSITIVE_INFINITY }: { confidence?: number; dof?: number } = {},
): LineFit {
  const n = x.length;
  if (n < 2 || y.length !== n || standardErrors.length !== n) {
    throw new ShapeError(
      `lineFit: expected at least 2 points, got ${n} x, ${y.length} y, ${standardErrors.length} errors`,
    );
  }
  const weights = Array.from(standardErrors, (s) => 1 / positive('standardErrors', s) ** 2);
  const total = weights.reduce((a, w) => a + w, 0);
  const xMean = weights.reduce((a, w, i) => a + w * x[i], 0) / total;
  const yMean = weights.reduce((a, w, i) => a + w * y[i], 0) / total;
  const sxx = weights.reduce((a, w, i) => a + w * (x[i] - xMean) ** 2, 0);
  const slope = weights.reduce((a, w, i) => a + w * (x[i] - xMean) * (y[i] - yMean), 0) / sxx;
  const intercept = yMean - slope * xMean;
  const chi2 = weights.reduce((a, w, i) => a + w * (y[i] - intercept - slope * x[i]) ** 2, 0);
  const reducedChiSquare = n > 2 ? chi2 / (n - 2) : 0;
  const widen = Math.sqrt(Math.max(1, reducedChiSquare));
  const t = studentInterval(confidence, dof);
  const estimate = (value: number, error: number): Estimate => ({
    value,
    standardError: error * widen,
    interval: [value - t * error * widen, value + t * error * widen],
  });
  return {
    slope: estimate(slope, Math.sqrt(1 / sxx)),
    intercept: estimate(intercept, Math.sqrt(1 / total + xMean ** 2 / sxx)),
    reducedChiSquare,
  };
}
