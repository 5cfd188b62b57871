import { describe, expect, it } from 'vitest';
import { netPosteriorSteps } from '../../src/checks/nets/netPosterior';
import { mean, variance } from '../../src/checks/statistics';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import { gpPosterior } from '../../src/limits/gpPosterior';
import { nngpKernel } from '../../src/limits/nngpKernel';
import { drain } from '../../src/longWork';
import { significance, tolerance } from '../tolerances';

const x = [
  [1, 1, 1, 0.5],
  [1, -1, 0.5, 1],
  [-0.5, 1, -1, 0],
];
const y = [[1.7], [-1.4], [1]];
const test = [[1, 0.2, 0.6, -1]];
const linear = { activation: 'linear', hidden: 2 } as const;
const task = { ...linear, x, y, test, noiseStd: 0.5 };
const sample = (width: number, nets: number, seed: number) =>
  drain(netPosteriorSteps({ ...task, width, nets, seed: 1e6 * seed }));

describe('netPosterior', () => {
  it('of sampled linear nets is the exact posterior of their width, and not the Gaussian process', () => {
    const width = 8;
    const batches = Array.from({ length: 20 }, (_, seed) => sample(width, 300, seed));
    const kernel = nngpKernel(x, linear);
    const [testKernel, prior] = [nngpKernel(test, x, linear), nngpKernel(test, linear)];
    const exact = finiteWidthPrior({ widths: [width, width] }).posterior({
      kernel,
      y,
      noiseStd: 0.5,
      testKernel,
      testVariances: prior.data,
    });
    const limit = gpPosterior({ kernel, y, noiseStd: 0.5 });
    const z = (values: number[], expected: number) =>
      (mean(values) - expected) / Math.sqrt(variance(values) / values.length);
    const variances = batches.map((batch) => batch.variance.data[0]);
    expect(Math.abs(z(variances, exact.covariance[0].data[0]))).toBeLessThan(significance.most);
    expect(
      Math.abs(
        z(
          batches.map((batch) => batch.mean.data[0]),
          exact.mean.data[0],
        ),
      ),
    ).toBeLessThan(significance.most);
    expect(
      Math.abs(
        z(
          batches.map((batch) => batch.logEvidence),
          exact.logEvidence,
        ),
      ),
    ).toBeLessThan(significance.most);
    expect(Math.abs(z(variances, limit.variance(testKernel, prior.data)[0]))).toBeGreaterThan(significance.decisive);
    expect(Math.min(...batches.map((batch) => batch.effectiveSampleSize))).toBeGreaterThan(50);
  });

  it("given one net is Gaussian regression with that net's last layer", () => {
    const one = sample(4, 1, 3);
    expect(one.effectiveSampleSize).toBe(1);
    const labels = { ...task, y: y.map(([v]) => [v, -2 * v]) };
    const both = drain(netPosteriorSteps({ ...labels, width: 4, nets: 1, seed: 3e6 }));
    expect(Math.abs(both.mean.data[0] - one.mean.data[0])).toBeLessThan(tolerance.special);
    expect(Math.abs(both.mean.data[1] + 2 * one.mean.data[0])).toBeLessThan(tolerance.special);
    expect(both.variance.data[1]).toBe(both.variance.data[0]);
  });

  it('names what it refuses', () => {
    const run = (options: object) => drain(netPosteriorSteps({ ...task, width: 4, nets: 2, seed: 1, ...options }));
    expect(() => run({ noiseStd: 0 })).toThrow('noiseStd: expected a positive');
    expect(() => run({ y: [[1]] })).toThrow('y: expected 3 rows, got 1');
    expect(() => run({ test: [[1]] })).toThrow('test: expected 4 columns, got 1');
    expect(() => run({ widths: 4 })).toThrow('widths');
  });
});
