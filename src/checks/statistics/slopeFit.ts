import { ShapeError } from '../../errors';
import { assertNumbers, isNumbers, knownOptions, positive, reject } from '../../validate';
import { type ScalingFit, scalingFit } from './scalingFit';

export interface SlopeFitOptions {
  /** Default 0.95. */
  confidence?: number;
  /** Degrees of freedom behind the standard errors. Default Infinity. */
  dof?: number;
  /** A point whose standard error exceeds this share of its value is left out. Default 0.3. */
  noise?: number;
}

export interface SlopeFit extends Partial<ScalingFit> {
  /** Sizes that were fitted. */
  kept: number[];
  /** Sizes left out because noise hides the value: their logarithm would be biased. */
  dropped: number[];
  /** Exponent p in value ∝ size^p, with its interval; undefined with fewer than two sizes left, as all of the fit. */
  slope?: ScalingFit['slope'];
  /** Fitted value at a size. */
  at?: ScalingFit['at'];
  /** χ² of the line in log–log axes over its degrees of freedom, points − 2; 0 for two points. */
  reducedChiSquare?: number;
}

/**
 * Exponent of a measured effect against size: a line in log–log axes, each point weighted by its precision, without points that
 * are mostly noise. With fewer than two points left there is no slope.
 * @param sizes positive.
 * @param values one per size, positive where they are fitted.
 * @param standardErrors of the values, in their unit.
 * @param options confidence of the interval, and which points to leave out.
 * @throws ShapeError for arrays of unequal length, ValueError for what is no list.
 */
export function slopeFit(
  sizes: ArrayLike<number>,
  values: ArrayLike<number>,
  standardErrors: ArrayLike<number>,
  options: SlopeFitOptions = {},
): SlopeFit {
  knownOptions('slopeFit', options, ['confidence', 'dof', 'noise']);
  const { noise = 0.3, ...interval } = options;
  for (const [name, list] of Object.entries({ sizes, values, standardErrors }))
    if (!isNumbers(list)) reject(name, 'a list of numbers', list);
  if (sizes.length !== values.length || sizes.length !== standardErrors.length) {
    throw new ShapeError(
      `slopeFit: expected as many values and errors as sizes, got ${sizes.length}, ${values.length}, ${standardErrors.length}`,
    );
  }
  positive('noise', noise);
  const points = Array.from(sizes, (size, i) => ({ size, value: values[i], error: standardErrors[i] }));
  const isSeen = ({ value, error }: { value: number; error: number }) => error <= noise * value;
  const kept = points.filter(isSeen);
  const seen = {
    kept: kept.map((point) => point.size),
    dropped: points.filter((point) => !isSeen(point)).map((point) => point.size),
  };
  if (new Set(seen.kept).size < 2) return seen;
  const fit = scalingFit(
    seen.kept,
    kept.map((point) => point.value),
    kept.map((point) => point.error / point.value),
    interval,
  );
  assertNumbers('values', fit.slope.value, fit.slope.standardError);
  return { ...fit, ...seen };
}
