/** Equilibrium of Langevin training at infinite width and fixed data by its order parameter, one output (docs/limits/langevin.md). */
import { solve } from '../../src/linalg/solve';
import type { Rows } from './netTraining';

export interface SaddleOptions {
  /** Samples as rows, and their targets. */
  x: Rows;
  y: number[];
  hidden: number;
  gamma0: number;
  /** θ. */
  temperature: number;
  /** v = θ/λ. */
  weightVariance: number;
}

/**
 * u > 0 of least L(u − log u) + γ0² yᵀ(κ K + θ P)⁻¹y, κ = v^{L+1} u^L, K = x·x'/D, and the mean prediction
 * κ k*ᵀ(κ K + θ P)⁻¹y of new inputs. u = 1 is the posterior of the Gaussian process.
 */
export function langevinSaddle(options: SaddleOptions) {
  const { x, y, hidden, gamma0, temperature, weightVariance } = options;
  const P = x.length;
  const kernel = (a: number[], b: number[]) => a.reduce((sum, value, d) => sum + value * b[d], 0) / a.length;
  const at = (u: number) => {
    const scale = weightVariance ** (hidden + 1) * u ** hidden;
    const system = x.map((a, i) => x.map((b, j) => scale * kernel(a, b) + (i === j ? temperature * P : 0)));
    const weights = Array.from(
      solve(
        system,
        y.map((value) => [value]),
      ).data,
    );
    const energy = y.reduce((sum, value, i) => sum + value * weights[i], 0);
    /** −dE/dlog u = L·κ wᵀKw. */
    const pull = hidden * (energy - temperature * P * weights.reduce((sum, value) => sum + value * value, 0));
    return { scale, weights, slope: hidden * (u - 1) - gamma0 * gamma0 * pull };
  };
  let [low, high] = [1, 2];
  while (at(high).slope < 0) [low, high] = [high, 2 * high];
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (low + high);
    if (at(middle).slope < 0) low = middle;
    else high = middle;
  }
  const predict = (u: number) => {
    const { scale, weights } = at(u);
    return (point: number[]) => scale * x.reduce((sum, row, i) => sum + kernel(row, point) * weights[i], 0);
  };
  const orderParameter = 0.5 * (low + high);
  return { orderParameter, mean: predict(orderParameter), gaussianProcess: predict(1) };
}
