import { logGamma } from '../../src/special/logGamma';

/** E g(q) for q ~ χ²_k/scale: trapezoids in log q, whose integrand falls off doubly exponentially or as a power. */
function overChiSquare(k: number, scale: number, g: (q: number) => number): number {
  const half = k / 2;
  const mode = Math.log(k / scale);
  const width = 12 / Math.sqrt(half) + 20 / k;
  const points = 4000;
  let sum = 0;
  let weight = 0;
  for (let i = 0; i <= points; i++) {
    const u = mode + width * ((2 * i) / points - 1);
    const chi = scale * Math.exp(u);
    const density = Math.exp(half * Math.log(chi / 2) - chi / 2 - logGamma(half));
    sum += density * g(Math.exp(u));
    weight += density;
  }
  return sum / weight;
}

/** Distances of the output of a net with one hidden layer of width N, N(0, q) with q ~ χ²_N/N, from N(0, 1) in closed form. */
export const scaleMixture = {
  energyDistance(width: number): number {
    const one = overChiSquare(width, width, (q) => Math.sqrt(1 + q));
    const two = overChiSquare(2 * width, width, (q) => Math.sqrt(q));
    return Math.sqrt(2 / Math.PI) * (2 * one - two - Math.SQRT2);
  },
  mmd(width: number, bandwidth: number): number {
    const h2 = bandwidth ** 2;
    const two = overChiSquare(2 * width, width, (q) => (1 + q / h2) ** -0.5);
    const one = overChiSquare(width, width, (q) => (1 + (q + 1) / h2) ** -0.5);
    return two - 2 * one + (1 + 2 / h2) ** -0.5;
  },
};
