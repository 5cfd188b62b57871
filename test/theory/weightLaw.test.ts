import { beforeAll, describe, expect, it } from 'vitest';
import { lineFit, mean, pooledRms, scalingFit, variance } from '../../src/checks/statistics';
import {
  createNet,
  infiniteWidth,
  type Matrix,
  matmul,
  type Net,
  singularValues,
  train,
  weightLaw,
} from '../../src/index';
import { momentsOfTarget } from '../reference/momentsOf';
import { normalCdf } from '../reference/normality';
import { significance, tolerance } from '../tolerances';

/** L = 2, D = 3, γ0 = 4: one output, trained until two singular values of W_1 have left the bulk. */
const moments = momentsOfTarget(
  [
    [1.2, 0.2, 0.1],
    [0.2, 0.7, -0.1],
    [0.1, -0.1, 0.4],
  ],
  [
    [2.8, -2.2, 1.6],
    [0.5, 1.2, 0.3],
  ],
);
const steps = 40;
const shape = { inputs: 3, outputs: 2, hidden: 2, gamma0: 4 } as const;
const rule = { moments, lr: 0.02 } as const;
const limit = infiniteWidth({ ...shape, ...rule, steps });
const law = weightLaw(limit, 1);
const times = [0, 5, 10, 40];

const start = (width: number, seed: number) => createNet({ ...shape, width, seed: 1000 * width + seed });
/** The nets of a seed at the given times. */
function path(width: number, seed: number, at: readonly number[]): Net[] {
  let net = start(width, seed);
  let done = 0;
  return at.map((t) => {
    if (t > done) net = train(net, { ...rule, steps: t - done }).net;
    done = t;
    return net;
  });
}

/** z_l and g_l of the hidden neurons: forward images of the limit's error, so that the input is the same for all nets. */
function fields(net: Net, t: number): { z: Matrix; g: Matrix }[] {
  const [first, second, readout] = net.weights();
  const error = matmul(moments.sxx, limit.predictor(t), { transposeB: true, alpha: -1 });
  for (let d = 0; d < 3; d++) for (let c = 0; c < 2; c++) error.data[d * 2 + c] += moments.syx.data[c * 3 + d];
  const z1 = matmul(first, error, { alpha: 1 / Math.sqrt(3) });
  const z2 = matmul(second, z1, { alpha: 1 / Math.sqrt(net.width) });
  const g1 = matmul(second, readout, { transposeA: true, transposeB: true, alpha: 1 / Math.sqrt(net.width) });
  const g2 = matmul(
    readout,
    [
      [1, 0],
      [0, 1],
    ],
    { transposeA: true },
  );
  return [
    { z: z1, g: g1 },
    { z: z2, g: g2 },
  ];
}

/** √n times the largest distance of the sample's distribution function from the standard normal one. */
function kolmogorov(sample: number[]): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const n = sorted.length;
  const distances = sorted.map((x, i) => Math.max((i + 1) / n - normalCdf(x), normalCdf(x) - i / n));
  return Math.sqrt(n) * Math.max(...distances);
}
/** P(K > x) of Kolmogorov's distribution, leading term. */
const pValue = (x: number) => Math.min(1, 2 * Math.exp(-2 * x * x));

describe('neuron fields of trained nets, L = 2', () => {
  /** Few neurons of each net, so that what all neurons of a net share, O(N^−1/2), does not count. */
  const [width, seeds, neurons] = [512, 40, 24];
  const covarianceOf = (t: number, layer: number) => (layer === 0 ? law.neuronsBefore(t) : law.neuronsAfter(t));
  /** Weights of a neuron's (z, g), in units of their standard deviations. */
  const weights = (t: number, layer: number) => {
    const { data } = covarianceOf(t, layer);
    return [0.7, 0.5, 0.7, 0.5].map((weight, i) => weight / Math.sqrt(data[5 * i]));
  };
  /** Samples of Σ w·(z, g) of a neuron by time and layer. */
  let samples: number[][][];

  beforeAll(() => {
    samples = times.map(() => [[], []]);
    for (let seed = 0; seed < seeds; seed++) {
      path(width, seed, times).forEach((net, k) => {
        fields(net, times[k]).forEach(({ z, g }, layer) => {
          for (let i = 0; i < neurons; i++) {
            const at = (13 * i) % width;
            const pieces = [z.data[2 * at], z.data[2 * at + 1], g.data[2 * at], g.data[2 * at + 1]];
            const w = weights(times[k], layer);
            samples[k][layer].push(pieces.reduce((sum, value, j) => sum + w[j] * value, 0));
          }
        });
      });
    }
  });

  /** p-value of the samples at time number k under a covariance of (z, g), without some entries. */
  const test = (k: number, layer: number, { data }: Matrix, counts: (i: number, j: number) => boolean = () => true) => {
    const w = weights(times[k], layer);
    let square = 0;
    data.forEach((value, i) => {
      const [a, b] = [Math.floor(i / 4), i % 4];
      if (counts(a, b)) square += w[a] * w[b] * value;
    });
    return pValue(kolmogorov(samples[k][layer].map((value) => value / Math.sqrt(square))));
  };

  it.each(times.map((t, k) => [t, k]))('are Gaussian with the covariance of the law at t = %s', (t, k) => {
    for (const layer of [0, 1]) {
      expect(test(k, layer, covarianceOf(t, layer))).toBeGreaterThan(significance.leastP);
    }
  });

  it('reject the covariance of the initial weights, and one without what links z and g', () => {
    for (const layer of [0, 1]) {
      for (const k of [1, 2, 3]) {
        expect(test(k, layer, covarianceOf(0, layer))).toBeLessThan(significance.leastP);
      }
      const linked = (i: number, j: number) => i < 2 === j < 2;
      expect(test(1, layer, covarianceOf(times[1], layer), linked)).toBeLessThan(significance.leastP);
    }
  });
});

describe('singular values of W_1/√N of trained nets', () => {
  const seedsOf = (width: number) => Math.max(32, 8192 / width);
  const groups = [64, 128, 256].map((width) => ({
    width,
    nets: [] as { first: number; second: number; moved: number[] }[],
  }));
  beforeAll(() => {
    for (const { width, nets } of groups) {
      for (let seed = 0; seed < seedsOf(width); seed++) {
        const all = path(width, seed, times);
        const [, initial] = all[0].weights();
        const [, last] = all[3].weights();
        const values = singularValues(last);
        const moved = all.map((net) => {
          const [, now] = net.weights();
          return Math.hypot(...now.data.map((value, i) => value - initial.data[i])) / width;
        });
        nets.push({ first: values[0] / Math.sqrt(width), second: values[1] / Math.sqrt(width), moved });
      }
    }
  });

  const extrapolated = (values: number[][], expected: number) => {
    const errors = values.map((group) => Math.sqrt(variance(group) / group.length));
    const { intercept } = lineFit(
      groups.map(({ width }) => 1 / width),
      values.map(mean),
      errors,
    );
    return (intercept.value - expected) / intercept.standardError;
  };

  it('have the outliers of the law, with a scatter ∝ N^−1/2 and a mean off by 1/N', () => {
    const [first, second] = law.outliers(40);
    const seen = groups.map(({ nets }) => nets.map((net) => net.first));
    expect(Math.abs(extrapolated(seen, first))).toBeLessThan(significance.most);
    expect(
      Math.abs(
        extrapolated(
          groups.map(({ nets }) => nets.map((net) => net.second)),
          second,
        ),
      ),
    ).toBeLessThan(significance.most);
    const { rms, dof } = pooledRms(seen.map((group) => group.map((value) => value - first)));
    const { slope } = scalingFit(
      groups.map(({ width }) => width),
      rms.map(({ value }) => value),
      rms.map(({ relativeError }) => relativeError),
      { dof },
    );
    console.log(
      `outliers ${first.toFixed(4)}, ${second.toFixed(4)}: exponent ${slope.value.toFixed(3)} of the scatter`,
    );
    expect(slope.interval[0]).toBeLessThan(-0.5);
    expect(slope.interval[1]).toBeGreaterThan(-0.5);
  });

  it('reject the outliers of a perturbation that is independent of the initial weights', () => {
    const wrong = law.learned(40)[0];
    const seen = groups.map(({ nets }) => nets.map((net) => net.first));
    expect(Math.abs(extrapolated(seen, wrong + 1 / wrong))).toBeGreaterThan(significance.decisive);
  });

  it('move entry by entry as the law says, ∝ N^−1/2', () => {
    for (const k of [1, 2, 3]) {
      const moved = groups.map(({ width, nets }) => nets.map((net) => net.moved[k] * Math.sqrt(width)));
      expect(Math.abs(extrapolated(moved, law.movement(times[k], 1)))).toBeLessThan(significance.most);
    }
    const later = groups.map(({ width, nets }) => nets.map((net) => net.moved[1] * Math.sqrt(width)));
    expect(Math.abs(extrapolated(later, law.movement(times[1] + 1, 1)))).toBeGreaterThan(significance.most);
  });

  it('are otherwise those of the quarter circle, and not of one 5 % wider', () => {
    const width = 600;
    const [net] = path(width, 7, [40]);
    const [, hidden] = net.weights();
    const bulk = law.bulk(40)!;
    const values = singularValues(hidden)
      .map((value) => value / Math.sqrt(width))
      .slice(law.outliers(40).length)
      .reverse();
    const distance = (scale: number) =>
      Math.max(...values.map((value, i) => Math.abs(bulk.cdf(value * scale) - (i + 0.5) / values.length)));
    expect(distance(1)).toBeLessThan(tolerance.rigidity(width));
    expect(distance(1.05)).toBeGreaterThan(tolerance.rigidity(width));
    expect(distance(1 / 1.05)).toBeGreaterThan(tolerance.rigidity(width));
  });
});
