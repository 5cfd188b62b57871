import { isNumberList, knownOptions, reject } from '../../validate';

export interface HolmResult {
  /** p-values of the whole family, in the order given: the smallest level at which each is rejected. */
  adjusted: number[];
  /** Whether each is rejected at `level`, in the order given. */
  rejected: boolean[];
}

/**
 * Holm's correction of several p-values ("A simple sequentially rejective multiple test procedure", 1979): the chance that any
 * true hypothesis is rejected stays at most `level`, whatever their dependence.
 */
export function holm(pValues: ArrayLike<number>, options: { level?: number } = {}): HolmResult {
  knownOptions('holm', options, ['level']);
  const { level = 0.05 } = options;
  if (!isNumberList(pValues)) return reject('pValues', 'an array of numbers', pValues);
  if (!(typeof level === 'number' && level > 0 && level < 1)) return reject('level', 'a number between 0 and 1', level);
  const p = Array.from(pValues, (v, i) =>
    typeof v === 'number' && v >= 0 && v <= 1 ? v : reject(`pValues[${i}]`, 'a probability', v),
  );
  const order = p.map((_, i) => i).sort((i, j) => p[i] - p[j]);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  for (const [k, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (p.length - k) * p[i]));
    adjusted[i] = largest;
  }
  return { adjusted, rejected: adjusted.map((v) => v <= level) };
}
