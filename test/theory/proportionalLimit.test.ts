import { describe, expect, it } from 'vitest';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import { proportionalLimit } from '../../src/limits/proportionalLimit';
import { createNet } from '../../src/nets/createNet';
import { significance } from '../tolerances';

const shape = { inputs: 2, hidden: 12, width: 24, parameterization: 'ntk' } as const;
const nets = 6000;
/** Two orthogonal inputs with x·x = D. */
const x = [
  [Math.SQRT2, 0],
  [0, Math.SQRT2],
];

/** Outputs (two at two inputs) of sampled nets. */
const outputs = Array.from({ length: nets }, (_, seed) => createNet({ ...shape, outputs: 2, seed }).predict(x).data);
const exact = finiteWidthPrior({ widths: Array.from({ length: shape.hidden }, () => shape.width), outputs: 2 });

const z = (values: number[], expected: number) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return (mean - expected) / Math.sqrt(variance / values.length);
};

describe('sampled nets with depth ~ width', () => {
  it('have posteriors as exact inference says: nets weighted by the likelihood of correlated labels', () => {
    const y = [
      [0.3, 0.2],
      [-0.2, -0.3],
    ];
    const noiseStd = 0.4;
    const kernel = [
      [1, 0],
      [0, 1],
    ];
    const posterior = exact.posterior({ kernel, y, noiseStd, testKernel: [[0.6, -0.8]], testVariances: [1], seed: 4 });
    const log = outputs.map((s) => {
      const square = (s[0] - y[0][0]) ** 2 + (s[1] - y[0][1]) ** 2 + (s[2] - y[1][0]) ** 2 + (s[3] - y[1][1]) ** 2;
      return -square / (2 * noiseStd ** 2) - 2 * Math.log(2 * Math.PI * noiseStd ** 2);
    });
    const weights = log.map((value) => Math.exp(value));
    const total = weights.reduce((a, b) => a + b, 0);
    // the evidence is the mean weight
    expect(Math.abs(z(weights, Math.exp(posterior.logEvidence)))).toBeLessThan(significance.most);
    for (const c of [0, 1]) {
      const f = outputs.map((s) => 0.6 * s[c] - 0.8 * s[2 + c]);
      const scores = f.map((value, i) => (weights[i] * nets * (value - posterior.mean.data[c])) / total);
      expect(Math.abs(z(scores, 0))).toBeLessThan(significance.most);
    }
    const g = outputs.map((s) => [0, 1].map((c) => 0.6 * s[c] - 0.8 * s[2 + c] - posterior.mean.data[c]));
    const products = g.map(([a, b], i) => (weights[i] * nets * (a * b - posterior.covariance[0].data[1])) / total);
    expect(Math.abs(z(products, 0))).toBeLessThan(significance.most);
    // power: the Gaussian process has another evidence
    const gaussian = proportionalLimit({ depthPerWidth: 0, outputs: 2 }).posterior({ kernel, y, noiseStd, seed: 1 });
    expect(Math.abs(z(weights, Math.exp(gaussian.logEvidence)))).toBeGreaterThan(significance.decisive);
  });
});

describe('the posterior covariance between outputs', () => {
  const kernel = [
    [1, 0.2, 0.1],
    [0.2, 1, 0],
    [0.1, 0, 1],
  ];
  const labels = (sign: number) => [1.5, -1, 1.2].map((value) => [value, sign * value]);
  const between = (depthPerWidth: number, sign: number) =>
    proportionalLimit({ depthPerWidth, outputs: 2 }).posterior({
      kernel,
      y: labels(sign),
      noiseStd: 0.3,
      testKernel: [[0.1, 0.1, 0.1]],
      testVariances: [1],
      seed: 2,
    }).covariance[0].data[1];

  it('has the sign of the correlation of the labels, grows with depth over width and vanishes at no depth', () => {
    const grown = [0, 0.05, 0.2, 0.6].map((alpha) => between(alpha, 1));
    expect(grown[0]).toBe(0);
    for (let i = 1; i < grown.length; i++) expect(grown[i]).toBeGreaterThan(grown[i - 1]);
    expect(between(0.2, -1)).toBeLessThan(-0.5 * grown[2]);
  });
});
