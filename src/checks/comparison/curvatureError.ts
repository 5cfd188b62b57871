import { lineFit } from '../statistics/lineFit';

/**
 * What a line c0 + c1/N may miss at infinite width because the truth has a next term c2/N². Fitting c2 would take three times as many
 * nets, so its size is assumed instead, the same for any data: |c2| = c1², as if 1/N corrections went on as a geometric series (over
 * depth, richness and width, measured |c2| is 0.1 to 1.4 times c1²).
 * @param inverse 1/N of each width, with the standard errors that weigh the line.
 */
export function curvatureError(inverse: readonly number[], errors: readonly number[], c1: number): number {
  const perSquare = lineFit(
    inverse,
    inverse.map((x) => x * x),
    errors,
  ).intercept.value;
  return Math.abs(perSquare) * c1 ** 2;
}
