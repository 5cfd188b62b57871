import { describe, expect, it } from 'vitest';
import { backward, forward, sampleNet } from '../../src/checks/sampleNet';
import { mean, variance } from '../../src/checks/statistics';
import { propagation } from '../../src/limits/propagation';
import { matrix } from '../../src/matrix';
import { significance } from '../tolerances';

const hidden = 6;
const law = { activation: 'tanh', weightVariance: 1.8, biasVariance: 0.1 } as const;
const start = { q0: 1.2, c0: 0.4 };
const widths = [32, 64];
const seeds = 500;

/** Two inputs whose first pre-activations have variance q0 and correlation c0. */
function inputs() {
  const size = (start.q0 - law.biasVariance) / law.weightVariance;
  const overlap = (start.q0 * start.c0 - law.biasVariance) / law.weightVariance;
  const [a, b] = [Math.SQRT2 * Math.sqrt(size), (Math.SQRT2 * overlap) / Math.sqrt(size)];
  return matrix(2, 2, [a, 0, b, Math.sqrt(2 * size - b * b)]);
}

/** Of one net at every hidden layer: mean squares of pre-activations, their products, and of the output's gradient. */
function observe(width: number, seed: number) {
  const net = sampleNet({ inputs: 2, hidden, width, ...law, seed });
  const pass = forward(net, inputs());
  const fields = backward(net, pass, matrix(2, 1, [1, 0]));
  return Array.from({ length: hidden }, (_, l) => {
    const h = pass.inputs[l + 1].data.map(Math.atanh);
    let [square, product, gradient] = [0, 0, 0];
    for (let i = 0; i < width; i++) {
      square += (h[i] ** 2 + h[width + i] ** 2) / (2 * width);
      product += (h[i] * h[width + i]) / width;
      gradient += fields[l].data[i] ** 2;
    }
    return { square, product, gradient };
  });
}

/** z of the mean at infinite width, extrapolated from two widths in 1/N, against an expectation. */
function zOf(values: number[][], expected: number): number {
  const [narrow, wide] = values;
  const error = Math.sqrt((4 * variance(wide)) / wide.length + variance(narrow) / narrow.length);
  return (2 * mean(wide) - mean(narrow) - expected) / error;
}

describe('propagation against sampled tanh nets, extrapolated to infinite width', () => {
  const samples = widths.map((width, w) => Array.from({ length: seeds }, (_, seed) => observe(width, seed + 1e6 * w)));
  const column = (key: 'square' | 'product' | 'gradient', l: number) =>
    samples.map((nets) => nets.map((net) => net[l][key]));
  const zs = (theory: ReturnType<typeof propagation>) => {
    const { q, c, gradient } = theory.trajectory({ ...start, layers: hidden });
    return Array.from({ length: hidden }, (_, l) => [
      zOf(column('square', l), q[l]),
      zOf(column('product', l), q[l] * c[l]),
      zOf(column('gradient', l), gradient[l]),
    ]);
  };

  it('lengths, correlations and gradients of every layer agree', () => {
    for (const row of zs(propagation(law))) {
      for (const z of row) expect(Math.abs(z)).toBeLessThan(significance.most);
    }
  });

  it('the same nets reject another activation, and biases that the inputs do not share', () => {
    const other = zs(propagation({ ...law, activation: 'erf' }))[hidden - 1];
    expect(Math.abs(other[0])).toBeGreaterThan(significance.decisive);
    const { q, c } = propagation(law).trajectory({ ...start, layers: hidden });
    const unshared = q[hidden - 1] * c[hidden - 1] - law.biasVariance;
    expect(Math.abs(zOf(column('product', hidden - 1), unshared))).toBeGreaterThan(significance.decisive);
    const noSlope = zOf(column('gradient', 0), 1);
    expect(Math.abs(noSlope)).toBeGreaterThan(significance.decisive);
  });
});
