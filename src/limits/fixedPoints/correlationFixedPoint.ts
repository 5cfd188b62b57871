import { gaussLegendre } from '../../special/gaussLegendre';
import { bracketedRoot } from './bracketedRoot';

export interface CorrelationMap {
  /** c' of a correlation c at the fixed length; 1 stays 1. */
  map: (c: number) => number;
  /** dc'/dc. */
  slope: (c: number) => number;
}

/** Distance from c = 1 below which 1 − c' is integrated from the slope: the difference would lose its digits. */
const CLOSE = 0.02;
const NODES = 24;

/** (1 − c')/(1 − c), the mean slope between c = 1 − gap and 1, to its own digits however close. */
export function meanSlope({ map, slope }: CorrelationMap, gap: number): number {
  if (gap > CLOSE) return (1 - map(1 - gap)) / gap;
  const rule = gaussLegendre(NODES);
  // s² as the variable: with kinks the slope has a root at c = 1
  let sum = 0;
  rule.nodes.forEach((node, i) => {
    const s = (1 + node) / 2;
    sum += rule.weights[i] * s * slope(1 - gap * s * s);
  });
  return sum;
}

/**
 * The stable fixed point below 1 of a chaotic correlation map. c' is a power series in c with coefficients ≥ 0 (Mehler), so
 * the mean slope between c and 1 increases with c on [0, 1]: the fixed point is where it is 1.
 */
export function correlationFixedPoint(map: CorrelationMap): number {
  // c' = 0 at c = 0: odd activations without bias
  if (meanSlope(map, 1) >= 1 - 1e-15) return 0;
  const excess = (gap: number) => meanSlope(map, gap) - 1;
  return 1 - (excess(CLOSE) > 0 ? bracketedRoot(excess, CLOSE, 1) : bracketedRoot(excess, 0, CLOSE));
}
