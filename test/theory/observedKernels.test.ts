import { describe, expect, it } from 'vitest';
import { createNet, infiniteWidth, matrix, moments, randomNormal, train } from '../../src/index';
import { significance } from '../tolerances';

const STEPS = 8;
const SEEDS = 250;
const hidden = 2;
const x = randomNormal({ seed: 1, rows: 12, cols: 4 });
const data = moments(x, randomNormal({ seed: 2, rows: 12, cols: 2 }));
const probe = matrix(3, 4, x.data.slice(0, 12));
const layerLr = [1, 0.5, 2];
const shape = { hidden, gamma0: 1.5, initialScales: [0.8, 1.1, 0.9] };
const limit = infiniteWidth({ moments: data, lr: 0.2, steps: STEPS, layerLr, ...shape });

/** G^1 … G^L and Φ^1 … Φ^L of the limit, one after the other. */
function expected(t: number): number[] {
  const layers = [1, 2];
  return [
    ...layers.flatMap((l) => [...limit.gradientKernel(l, t).data]),
    ...layers.flatMap((l) => [...limit.featureKernel(probe, l, t).data]),
  ];
}

/** Mean over seeds of the same entries of trained nets less `target`, and the variance of that mean. */
function deviation(width: number, target: number[]): { mean: number; variance: number }[] {
  const sums = target.map(() => [0, 0]);
  for (let seed = 0; seed < SEEDS; seed++) {
    const start = createNet({ inputs: 4, outputs: 2, width, seed, ...shape });
    const { net } = train(start, { moments: data, lr: 0.2, steps: STEPS, layerLr });
    const entries = [
      ...net.gradientKernels().slice(0, hidden),
      ...net.featureKernels(probe).slice(1), // Φ^0 is the same for all nets.
    ].flatMap((kernel) => [...kernel.data]);
    entries.forEach((v, k) => {
      sums[k][0] += v - target[k];
      sums[k][1] += (v - target[k]) ** 2;
    });
  }
  return sums.map(([sum, squares]) => {
    const mean = sum / SEEDS;
    return { mean, variance: (squares / SEEDS - mean ** 2) / (SEEDS - 1) };
  });
}

/** Largest |z| of the deviations extrapolated to infinite width (their 1/N part cancels between N and 2N). */
function largestZ(target: number[]): number {
  const narrow = deviation(64, target);
  const wide = deviation(128, target);
  const z = wide.map((w, k) => (2 * w.mean - narrow[k].mean) / Math.sqrt(4 * w.variance + narrow[k].variance));
  return Math.max(...z.map(Math.abs));
}

describe('kernels observed in trained nets', () => {
  it('are those of the infinite-width limit, up to 1/N: gradient and feature kernels of every layer', () => {
    expect(largestZ(expected(STEPS))).toBeLessThan(significance.most);
  });

  it('would be told apart from those three steps earlier', () => {
    expect(largestZ(expected(STEPS - 3))).toBeGreaterThan(significance.decisive);
  });
});
