/** What a part of some cells took, and its work. */
export interface Measured {
  work: number;
  seconds: number;
}

/**
 * Seconds as a function of the work: between measured cells along straight lines in double logarithmic axes, below the least as
 * that one, above the largest in proportion to the work. Cells of one work count with their mean.
 */
export function costCurve(measured: readonly Measured[]): (work: number) => number {
  const groups = new Map<number, number[]>();
  for (const { work, seconds } of measured) {
    const group = groups.get(work) ?? [];
    group.push(seconds);
    groups.set(work, group);
  }
  const points = [...groups]
    .map(([work, all]) => ({ work, seconds: Math.max(1e-6, all.reduce((sum, s) => sum + s, 0) / all.length) }))
    .sort((a, b) => a.work - b.work);
  if (points.length === 0) return () => 0;
  return (work) => {
    const after = points.findIndex((point) => point.work >= work);
    if (after === 0) return points[0].seconds;
    const last = points[points.length - 1];
    if (after < 0) return (last.seconds * work) / Math.max(last.work, 1);
    const [low, high] = [points[after - 1], points[after]];
    const share = Math.log(work / low.work) / Math.log(high.work / low.work);
    return low.seconds * (high.seconds / low.seconds) ** share;
  };
}
