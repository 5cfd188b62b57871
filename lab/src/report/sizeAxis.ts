import type * as Plot from '@observablehq/plot';
import { sizeText } from '../view/format';

/** An axis of sizes with a tick at each; logarithmic unless a size is not positive. */
export function sizeAxis(sizes: readonly number[], label: string): Plot.ScaleOptions & { domain: [number, number] } {
  const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
  const pad = 0.06 * (last - first) || 1;
  const log = first > 0;
  return {
    ...(log ? { type: 'log', base: 2 } : { type: 'linear' }),
    domain: log ? [first / 1.12, last * 1.12] : [first - pad, last + pad],
    ticks: [...new Set(sizes)],
    tickFormat: sizeText,
    label: `${label} →`,
    labelAnchor: 'center',
    labelArrow: false,
  };
}
