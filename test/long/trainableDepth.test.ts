import { expect, it } from 'vitest';
import { depthScale, lossLeft } from '../theory/trainedDigits';

/** Depths in units of the depth scale; the table of docs/limits/propagation.md. */
const multiples = [2, 4, 6, 8, 10, 12];
const seeds = [1, 2, 3, 4, 5];

it.each([0.8, 1, 1.2])(
  'tanh nets of weight variance %f are trained up to about 6 depth scales',
  (weightVariance) => {
    const xi = depthScale(weightVariance);
    const medians = multiples.map((multiple) => {
      const hidden = Math.round(multiple * xi);
      return seeds.map((seed) => lossLeft(weightVariance, hidden, seed)).sort((a, b) => a - b)[2];
    });
    console.log(`| ${weightVariance} | ${xi.toFixed(2)} | ${medians.map((loss) => loss.toFixed(2)).join(' | ')} |`);
    for (const loss of medians.slice(0, 2)) expect(loss).toBeLessThan(0.1);
    for (const loss of medians.slice(4)) expect(loss).toBeGreaterThan(0.8);
  },
  600_000,
);
