import type { RunDistance } from './distanceToLimit';

/**
 * Distances of runs from the limit moved by the drift c1(t)/N that the mean of finite nets has, along the limit's own curve at each
 * step: without it the distance falls as N^(−1/2) at all widths, with it faster at small ones. The drift is fitted as the null
 * hypothesis has it, without a constant, so that a constant deviation stays in. Distances as they are where runs have no curves.
 */
export function withoutDrift(runs: readonly RunDistance[]): number[] {
  const steps = runs[0].deviations?.length ?? 0;
  const isKnown = runs.every(
    ({ deviations, curve, scale }) =>
      deviations?.length === steps &&
      curve.length === steps &&
      scale !== undefined &&
      deviations.every(Number.isFinite),
  );
  if (steps === 0 || !isKnown) return runs.map((run) => run.distance);
  const inverse = runs.reduce((sum, run) => sum + 1 / run.width, 0);
  const drift = Array.from(
    { length: steps },
    (_, t) => runs.reduce((sum, run) => sum + run.deviations![t], 0) / inverse,
  );
  return runs.map(({ deviations, curve, scale, width }) => {
    const squares = curve.reduce((sum, d, t) => {
      const moved = drift[t] / width;
      return sum + Math.max(0, d ** 2 + scale! ** 2 * moved * (moved - 2 * deviations![t]));
    }, 0);
    return Math.sqrt(squares / steps);
  });
}
