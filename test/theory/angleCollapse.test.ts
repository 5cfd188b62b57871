import { describe, expect, it } from 'vitest';
import { mean, variance } from '../../src/checks/statistics';
import { angleCollapse } from '../../src/limits/angleCollapse';
import { matrix } from '../../src/matrix';
import { createNet } from '../../src/nets/createNet';
import { significance, tolerance } from '../tolerances';

const c0 = 0.5;
const inputs = 6;
const x = matrix(2, inputs, [1, 0, 0, 0, 0, 0, c0, Math.sqrt(1 - c0 * c0), 0, 0, 0, 0]);

/** log(1 − c_l²) and log ‖h_l‖² relative to the input, of one net at every layer. */
function observe(hidden: number, width: number | number[], seed: number, init: 'gaussian' | 'orthogonal' = 'gaussian') {
  const kernels = createNet({ inputs, outputs: 1, hidden, width, init, seed }).featureKernels(x);
  return kernels.map(({ data }) => ({
    logSine: Math.log((data[0] * data[3] - data[1] ** 2) / (data[0] * data[3])),
    logNorm: Math.log(data[0] * inputs),
  }));
}

const z = (values: number[], expected: number) =>
  (mean(values) - expected) / Math.sqrt(variance(values) / values.length);

/** z of the sample variance, with the fourth moment taken from the sample. */
function zOfVariance(values: number[], expected: number): number {
  const centre = mean(values);
  return z(
    values.map((value) => ((value - centre) ** 2 * values.length) / (values.length - 1)),
    expected,
  );
}

describe.each([
  ['N = 16, L = 8', 8, 16],
  ['unequal widths 12, 5, 30, 9', 4, [12, 5, 30, 9]],
] as [string, number, number | number[]][])('angleCollapse against Gaussian nets: %s', (_, hidden, width) => {
  const nets = Array.from({ length: 4000 }, (_, seed) => observe(hidden, width, seed));
  const law = angleCollapse({ hidden, width, c0 });

  it('mean angle, mean and variance of the log-norm agree at every layer', () => {
    for (let l = 1; l <= hidden; l++) {
      const sines = nets.map((net) => net[l].logSine);
      const norms = nets.map((net) => net[l].logNorm);
      expect(Math.abs(z(sines, law.logSine[l]))).toBeLessThan(significance.most);
      expect(Math.abs(z(norms, law.logNorm[l]))).toBeLessThan(significance.most);
      expect(Math.abs(zOfVariance(norms, law.logNormVariance[l]))).toBeLessThan(significance.most);
    }
  });

  it('the same nets reject the mean-field law, by which angles stay, and one layer more', () => {
    const sines = nets.map((net) => net[hidden].logSine);
    expect(Math.abs(z(sines, Math.log(1 - c0 * c0)))).toBeGreaterThan(significance.decisive);
    const norms = nets.map((net) => net[hidden].logNorm);
    const step = law.logNormVariance[hidden] - law.logNormVariance[hidden - 1];
    expect(Math.abs(zOfVariance(norms, law.logNormVariance[hidden] + step))).toBeGreaterThan(significance.most);
    expect(Math.abs(z(norms, 0))).toBeGreaterThan(significance.decisive);
  });
});

it('angleCollapse: orthogonal nets keep angles and norms exactly', () => {
  const { logSine, logNorm } = angleCollapse({ hidden: 30, width: 16, c0, init: 'orthogonal' });
  observe(30, 16, 3, 'orthogonal').forEach((layer, l) => {
    expect(Math.abs(layer.logSine - logSine[l])).toBeLessThan(tolerance.orthogonal(16 * 30));
    expect(Math.abs(layer.logNorm - logNorm[l])).toBeLessThan(tolerance.orthogonal(16 * 30));
  });
});
