/** Law of the singular values of a wide random matrix, without the few that training moves out of it. */
export interface BulkLaw {
  /** Where singular values lie. */
  support: [low: number, high: number];
  /** Density of the singular values, of integral 1. */
  density(x: number): number;
  /** Share of singular values up to x. */
  cdf(x: number): number;
}

/** Intervals of Simpson's rule for widths that differ. */
const INTERVALS = 512;

/**
 * Singular values of an ρN×N matrix with independent entries of variance s²/N, N → ∞ (of the smaller side): the
 * square roots of the Marchenko–Pastur law; the quarter circle on [0, 2s] for ρ = 1.
 */
export function bulkLaw(scale: number, ratio: number): BulkLaw {
  const root = Math.sqrt(ratio);
  const [low, high] = [scale * Math.abs(1 - root), scale * (1 + root)];
  const mass = scale ** 2 * Math.min(1, ratio);
  const density = (x: number) => {
    if (!(x > low && x < high)) return x === 0 && low === 0 && high > 0 ? high / (Math.PI * mass) : 0;
    return Math.sqrt((high - x) * (high + x) * (x - low) * (x + low)) / (Math.PI * mass * x);
  };
  return {
    support: [low, high],
    density,
    cdf(x) {
      if (x >= high) return 1;
      if (x <= low) return 0;
      if (low === 0)
        return (x * Math.sqrt(high ** 2 - x ** 2) + high ** 2 * Math.asin(x / high)) / (2 * Math.PI * mass);
      // x² = middle − half·cos θ is smooth at both ends
      const [middle, half] = [(high ** 2 + low ** 2) / 2, (high ** 2 - low ** 2) / 2];
      const end = Math.acos((middle - x ** 2) / half);
      let sum = 0;
      for (let i = 0; i <= INTERVALS; i++) {
        const angle = (end * i) / INTERVALS;
        const weight = i === 0 || i === INTERVALS ? 1 : 2 + 2 * (i % 2);
        sum += (weight * Math.sin(angle) ** 2) / (middle - half * Math.cos(angle));
      }
      return (half ** 2 * sum * end) / (3 * INTERVALS * 2 * Math.PI * mass);
    },
  };
}
