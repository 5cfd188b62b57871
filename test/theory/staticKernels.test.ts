import { describe, expect, it } from 'vitest';
import { empiricalNtk } from '../../src/checks/empiricalNtk';
import { monteCarloKernel } from '../../src/checks/monteCarloKernel';
import { type NonlinearNet, sampleNet } from '../../src/checks/sampleNet';
import { pooledRms, scalingFit } from '../../src/checks/statistics';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import type { Activation } from '../../src/limits/kernels/activation';
import { maxLearningRate } from '../../src/limits/maxLearningRate';
import { ntkKernel } from '../../src/limits/ntkKernel';
import { ntkPredictor } from '../../src/limits/ntkPredictor';
import type { Matrix } from '../../src/matrix';
import { randomNormal } from '../../src/random/randomNormal';
import { normalCdf } from '../../src/special/erf';
import { significance, tolerance } from '../tolerances';

const x = randomNormal({ seed: 1, rows: 5, cols: 3 });
const variances = { weightVariance: 1.6, biasVariance: 0.1 };
const widths = [48, 96, 192, 384];
/** Of nets that are not trained; narrower ones have a share that falls as 1/N. */
const wide = [96, 192, 384, 768];
const relative = (m: Matrix, limit: Matrix) => {
  let [gap, scale] = [0, 0];
  for (let i = 0; i < m.data.length; i++) {
    gap += (m.data[i] - limit.data[i]) ** 2;
    scale += limit.data[i] ** 2;
  }
  return Math.sqrt(gap / scale);
};

/** Exponent of root mean squares in the width. */
function exponent(groups: number[][]) {
  const { rms, dof } = pooledRms(groups);
  const values = rms.map(({ value }) => value);
  const errors = rms.map(({ relativeError }) => relativeError);
  return scalingFit(widths, values, errors, { confidence: 0.99, dof }).slope;
}

describe('kernels of finite nets', () => {
  it.each(['relu', 'tanh'] as const)('%s: the tangent kernel of one net is off by N^(−1/2)', (activation) => {
    const spec = { activation, hidden: 2, ...variances };
    const nets = wide.map((width) =>
      Array.from({ length: 24 }, (_, seed) => empiricalNtk(sampleNet({ ...spec, inputs: 3, width, seed }), x)),
    );
    const against = (limit: Matrix) => exponent(nets.map((group) => group.map((kernel) => relative(kernel, limit))));
    const { value, interval } = against(ntkKernel(x, spec));
    console.log(`${activation}: exponent ${value.toFixed(3)} (${interval.map((v) => v.toFixed(3)).join(' … ')})`);
    expect(Math.abs(value + 0.5)).toBeLessThan(tolerance.widthExponent);
    // power: against the kernel of other biases the distance does not fall
    expect(against(ntkKernel(x, { ...spec, biasVariance: 0.3 })).interval[0]).toBeGreaterThan(-0.4);
  });

  it.each([
    'linear',
    'relu',
    'leakyRelu',
    'sin',
    'tanh',
    'erf',
    'gelu',
    { value: (u: number) => Math.max(0, u - 0.3), derivative: (u: number) => (u > 0.3 ? 1 : 0), kinks: [0.3] },
  ] as Activation[])('means over nets tend to both kernels: %j', (activation) => {
    const spec = { activation, hidden: 2, ...variances };
    const limit = ntkKernel(x, spec);
    const made = monteCarloKernel(x, undefined, { ...spec, width: 128, seed: 1, nets: 60 });
    for (const [mean, kernel] of [
      [made.nngp, limit.nngp],
      [made.ntk, limit],
    ] as const) {
      for (let i = 0; i < kernel.data.length; i++) {
        // the mean of one-layer features is off by 1/N
        const allowed = significance.most * mean.standardError.data[i] + (2 / 128) * Math.abs(kernel.data[0]);
        expect(Math.abs(mean.mean.data[i] - kernel.data[i])).toBeLessThan(allowed);
      }
    }
  });

  it.each([
    [1, 0.138],
    [2, 0.275],
  ])(
    'the Kolmogorov–Smirnov distance of the outputs of linear nets with L = %i from N(0, K) is %f/N',
    (hidden, constant) => {
      const distances = widths.map((width) => {
        const { cdf } = finiteWidthPrior({ widths: new Array(hidden).fill(width) });
        // the largest difference is near 0.74 standard deviations
        return Math.max(...Array.from({ length: 15 }, (_, i) => 0.66 + 0.01 * i).map((z) => cdf(z) - normalCdf(z)));
      });
      const { slope, at } = scalingFit(widths, distances, new Array(widths.length).fill(1));
      expect(Math.abs(slope.value + 1)).toBeLessThan(tolerance.exactWidthExponent);
      expect(Math.abs((at(384) * 384) / constant - 1)).toBeLessThan(tolerance.exactWidthExponent);
    },
  );
});

describe('trained finite nets', () => {
  it.each(['erf'] as const)('%s nets follow ntkPredictor from their own f_0, off by N^(−1/2)', (activation) => {
    const spec = { activation, hidden: 2, ...variances };
    const test = randomNormal({ seed: 2, rows: 3, cols: 3 });
    const y = randomNormal({ seed: 3, rows: 5, cols: 1 });
    const ntk = ntkKernel(x, spec);
    const cross = ntkKernel(test, x, spec);
    const [lr, steps] = [0.3 * maxLearningRate(ntk), 10];
    const gap = (net: NonlinearNet, rate: number) => {
      const predictor = ntkPredictor({ ntk, y, lr: rate, discrete: true, initial: net.predict(x) });
      const { mean } = predictor(steps, { ntk: cross, initial: net.predict(test) });
      const f = net.train({ x, y, lr, steps }).predict(test);
      return Math.hypot(...mean.data.map((v, i) => v - f.data[i])) / Math.sqrt(3);
    };
    const nets = widths.map((width) =>
      Array.from({ length: 24 }, (_, seed) => sampleNet({ ...spec, inputs: 3, width, seed: 100 + seed })),
    );
    const { value, interval } = exponent(nets.map((group) => group.map((net) => gap(net, lr))));
    console.log(
      `trained ${activation}: exponent ${value.toFixed(3)} (${interval.map((v) => v.toFixed(3)).join(' … ')})`,
    );
    expect(Math.abs(value + 0.5)).toBeLessThan(tolerance.widthExponent);
    // power: with another rate it does not fall
    const wrong = exponent(nets.map((group) => group.slice(0, 8).map((net) => gap(net, lr / 4))));
    expect(wrong.interval[0]).toBeGreaterThan(-0.4);
  });
});
