import { positive } from '../../validate';
import type { Estimate } from './estimate';
import { lineFit } from './lineFit';

export interface ScalingFit {
  /** Exponent p in value ∝ size^p, with its interval. */
  slope: Estimate;
  /** Fitted value at a size. */
  at(size: number): number;
  /** χ² of the line in log–log axes over its degrees of freedom, points − 2; 0 for two points. */
  reducedChiSquare: number;
}

/** Exponent of `values` (positive, with relative standard errors) against `sizes`: a weighted line in log–log axes. */
export function scalingFit(
  sizes: ArrayLike<number>,
  values: ArrayLike<number>,
  relativeErrors: ArrayLike<number>,
  options: { confidence?: number; dof?: number } = {},
): ScalingFit {
  const log = (xs: ArrayLike<number>, name: string) => Array.from(xs, (v) => Math.log(positive(name, v)));
  const fit = lineFit(log(sizes, 'sizes'), log(values, 'values'), relativeErrors, options);
  const { slope, reducedChiSquare } = fit;
  return { slope, reducedChiSquare, at: (size) => Math.exp(fit.intercept.value + slope.value * Math.log(size)) };
}
