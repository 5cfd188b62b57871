import type { Verdict } from 'deeplinear';
import type { CheckFound, CheckRecord } from '../run/checkReport';
import { exponent, short, typed } from './format';

/** The parts of a finding as people read them; shared by table, page and text. */

export const verdictWords: Record<Verdict | 'failed', string> = {
  agrees: 'theory and simulation agree',
  disagrees: 'theory and simulation disagree',
  underpowered: 'no verdict: too few samples',
  failed: 'not computed',
};

export function verdictOf({ found }: Pick<CheckRecord, 'found'>): Verdict | 'failed' {
  return found?.verdict ?? 'failed';
}

/** Value and interval, all to the decimal place that the width of the interval allows. */
export function estimateText({ value, interval }: Pick<CheckFound, 'value' | 'interval'>): string {
  if (!interval?.every(Number.isFinite)) return short(value, 3);
  const show = decimalsOf(interval, value);
  return `${show(value)} [${show(interval[0])}, ${show(interval[1])}]`;
}

/** How far from the theory's value still counts as it; empty where nothing says so. */
export function marginText({ margin }: Pick<CheckFound, 'margin'>): string {
  return margin === undefined ? '' : `± ${typed(margin)}`;
}

/** z and p, those that are there. */
export function testText({ z, p }: Pick<CheckFound, 'z' | 'p'>): string {
  return [z === undefined ? '' : `z ${exponent(z)}`, p === undefined ? '' : `p ${probability(p)}`]
    .filter(Boolean)
    .join(', ');
}

export function probability(p: number): string {
  return p < 1e-3 ? short(p, 2) : p.toFixed(p < 0.1 ? 3 : 2);
}

/** The exponent with its interval. */
export function slopeText({ slope }: Pick<CheckFound, 'slope'>): string {
  if (!slope) return '';
  const show = decimalsOf(slope.interval, slope.value);
  return `${show(slope.value)} [${show(slope.interval[0])}, ${show(slope.interval[1])}]`;
}

/** The exponent of the theory, as short as it is. */
export function expectedSlopeText({ slope }: Pick<CheckFound, 'slope'>): string {
  return slope ? typed(slope.expected).replace('-', '−') : '';
}

/** Writes numbers with two digits of half the interval's width, at most six decimals. */
function decimalsOf([low, high]: readonly [number, number], value: number): (x: number) => string {
  const half = (high - low) / 2;
  const size = Math.max(Math.abs(low), Math.abs(high), Math.abs(value));
  if (!(half > 0) || size >= 1e5 || size < 1e-4) return (x) => short(x, 2);
  const decimals = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(half))));
  return (x) => exponent(x, decimals);
}
