import type { Rng } from '../../random/rng';

/** A draw of Gamma(shape), any shape > 0 (Marsaglia & Tsang 2000; shapes below 1 by Gamma(shape + 1)·U^(1/shape)). */
export function gammaDraw(shape: number, random: Rng): number {
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal(1)[0];
    const v = (1 + c * normal) ** 3;
    const uniform = 1 - random.uniform(1)[0];
    if (v > 0 && Math.log(uniform) < normal ** 2 / 2 + d * (1 - v + Math.log(v))) {
      return shape < 1 ? d * v * (1 - random.uniform(1)[0]) ** (1 / shape) : d * v;
    }
  }
}
