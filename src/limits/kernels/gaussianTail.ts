/** The Gaussian weight beyond is no number: where integrals end whose integrands have not ended before. */
export const FARTHEST = 38;

/** What lies beyond the end of an integrand of these sizes at the end and a unit before it; Infinity where it does not fall. */
export function gaussianTail(end: number, before: number): number {
  if (end === 0) return 0;
  return before > end ? end / Math.log(before / end) : Number.POSITIVE_INFINITY;
}
