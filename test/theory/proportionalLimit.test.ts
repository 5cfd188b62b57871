import { describe, expect, it } from 'vitest';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import { ntkRandomness } from '../../src/limits/ntkRandomness';
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
const limit = proportionalLimit({ depthPerWidth: shape.hidden / shape.width, outputs: 2 });
const exact = finiteWidthPrior({ widths: Array.from({ length: shape.hidden }, () => shape.width), outputs: 2 });

const z = (values: number[], expected: number) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return (mean - expected) / Math.sqrt(variance / values.length);
};
/** √n times the largest distance of the empirical distribution function from `cdf`. */
const kolmogorov = (values: number[], cdf: (s: number) => number) => {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return sorted.reduce((most, value, i) => {
    const at = cdf(value);
    return Math.max(most, Math.sqrt(n) * Math.max(at - i / n, (i + 1) / n - at));
  }, 0);
};
/** Kolmogorov's law: P(√n D > k). */
const pValue = (k: number) => 2 * [1, 2, 3, 4].reduce((sum, j) => sum - (-1) ** j * Math.exp(-2 * j * j * k * k), 0);

describe('sampled nets with depth ~ width', () => {
  const single = outputs.map(([s]) => s);

  it('have outputs with the distribution of the exact law and of the limit; the Gaussian law is rejected', () => {
    expect(pValue(kolmogorov(single, exact.cdf))).toBeGreaterThan(significance.leastP);
    expect(pValue(kolmogorov(single, limit.cdf))).toBeGreaterThan(significance.leastP);
    const gaussian = proportionalLimit({ depthPerWidth: 0 });
    expect(pValue(kolmogorov(single, gaussian.cdf))).toBeLessThan(1e-9);
  });

  it('have the mean and variance of log S² that the mixture has; those of the Gaussian law are rejected', () => {
    const logs = single.map((s) => Math.log(s * s));
    // log S² = log q + log z²
    const gaussian = { mean: -1.2703628454614782, variance: Math.PI ** 2 / 2 };
    const scores = ({ mean, variance }: { mean: number; variance: number }) => {
      const expected = mean + gaussian.mean;
      return [
        z(logs, expected),
        z(
          logs.map((value) => (value - expected) ** 2),
          variance + gaussian.variance,
        ),
      ];
    };
    for (const law of [exact, limit]) {
      for (const score of scores(law.logMixing)) expect(Math.abs(score)).toBeLessThan(significance.most);
    }
    const [wrongMean, wrongVariance] = scores({ mean: 0, variance: 0 });
    expect(Math.abs(wrongMean)).toBeGreaterThan(significance.decisive);
    expect(Math.abs(wrongVariance)).toBeGreaterThan(significance.most);
  });

  it('have dependent outputs: the signature B is there, and signs of products do not agree by chance', () => {
    // E S_1u S_2u S_1v S_2v through what is bounded: the sign, whose mean is E[(2/π asin ρ)²], ρ = Q_12/√(Q_11 Q_22)
    const signs = outputs.map(([a, b, c, d]) => Math.sign(a * b * c * d));
    const { data } = exact.sampleMixing({ seed: 1, samples: 100_000 });
    let expected = 0;
    for (let i = 0; i < data.length; i += 4) {
      expected += ((2 / Math.PI) * Math.asin(data[i + 1] / Math.sqrt(data[i] * data[i + 3]))) ** 2 / 100_000;
    }
    expect(Math.abs(z(signs, expected))).toBeLessThan(significance.most);
    expect(Math.abs(z(signs, 0))).toBeGreaterThan(significance.decisive);
  });

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

  it('have tangent kernels as random as the formula says', () => {
    const kernels = Array.from({ length: 4000 }, (_, seed) => {
      const net = createNet({ inputs: 1, outputs: 1, hidden: 6, width: 8, parameterization: 'ntk', seed });
      return net.ntk([[1]]).data[0] / 7;
    });
    const { ratio } = ntkRandomness({ hidden: 6, width: 8 });
    expect(Math.abs(z(kernels, 1))).toBeLessThan(significance.most);
    expect(
      Math.abs(
        z(
          kernels.map((value) => value ** 2),
          ratio,
        ),
      ),
    ).toBeLessThan(significance.most);
    expect(
      Math.abs(
        z(
          kernels.map((value) => value ** 2),
          1,
        ),
      ),
    ).toBeGreaterThan(significance.decisive);
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
