import { describe, expect, it } from 'vitest';
import { mean, scalingFit, variance } from '../../src/checks/statistics';
import { fussCatalan } from '../../src/limits/fussCatalan';
import { knownActivation } from '../../src/limits/kernels/activation';
import { lyapunovExponents } from '../../src/limits/lyapunovExponents';
import { spectra } from '../../src/limits/spectra';
import { matmul } from '../../src/linalg/matmul';
import { matmulChain } from '../../src/linalg/matmulChain';
import { qr } from '../../src/linalg/qr';
import { singularValues } from '../../src/linalg/singularValues';
import { type Matrix, matrix } from '../../src/matrix';
import { createNet } from '../../src/nets/createNet';
import { haarOrthogonal } from '../../src/random/haarOrthogonal';
import { randomNormal } from '../../src/random/randomNormal';
import { trigamma } from '../../src/special/trigamma';
import { train } from '../../src/train/train';
import { significance, tolerance } from '../tolerances';

/** Squared singular values of h_first → h_last in a linear net of this library: `factors` hidden matrices W/√N. */
function squares(factors: number, width: number, seed: number, init: 'gaussian' | 'orthogonal' = 'gaussian') {
  const net = createNet({ inputs: 1, outputs: 1, hidden: factors + 1, width, init, seed });
  const hidden = net.weights().slice(1, -1).reverse();
  const product = factors === 1 ? hidden[0] : matmulChain(...hidden);
  return singularValues(product).map((s) => s ** 2 / width ** factors);
}

/** Largest distance between the empirical cdf and a law's. */
function distance(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  return sorted.reduce((most, x, i) => {
    const at = cdf(x);
    return Math.max(most, at - i / sorted.length, (i + 1) / sorted.length - at);
  }, 0);
}

const z = (values: number[], expected: number) =>
  (mean(values) - expected) / Math.sqrt(variance(values) / values.length);

describe.each([1, 3])('singular values of %i Gaussian layers', (factors) => {
  it('have the exact second moment of their width, not that of wide nets', () => {
    const width = 12;
    const found = Array.from({ length: 3000 }, (_, seed) => mean(squares(factors, width, seed).map((x) => x * x)));
    expect(Math.abs(z(found, spectra.secondMoment({ factors, width })))).toBeLessThan(significance.most);
    expect(Math.abs(z(found, spectra.fussCatalan({ factors }).moments(2)))).toBeGreaterThan(significance.decisive);
  });

  it('approach the Fuss–Catalan law faster than independent samples would, and no other number of factors', () => {
    const widths = [16, 32, 64, 128];
    const { cdf } = fussCatalan({ factors });
    const runs = widths.map((width) =>
      Array.from({ length: 12 }, (_, seed) => distance(squares(factors, width, seed), cdf)),
    );
    const relative = runs.map((values) => Math.sqrt(variance(values) / values.length) / mean(values));
    const { slope } = scalingFit(widths, runs.map(mean), relative, { dof: 44 });
    // about −0.75 for one matrix of these sizes
    expect(slope.interval[1]).toBeLessThan(-0.6);
    expect(slope.interval[0]).toBeGreaterThan(-1);
    const other = fussCatalan({ factors: factors + 1 }).cdf;
    const wrong = distance(squares(factors, 128, 1), other);
    expect((wrong - mean(runs[3])) / Math.sqrt(variance(runs[3]))).toBeGreaterThan(significance.decisive);
  });
});

it('all singular values of orthogonal layers are one', () => {
  for (const s of squares(20, 32, 1, 'orthogonal')) expect(Math.abs(s - 1)).toBeLessThan(tolerance.orthogonal(32 * 20));
});

it('lyapunovExponents are the growth rates of deep products: logarithms of R in repeated QR', () => {
  const [width, factors] = [8, 4000];
  let q: Matrix | undefined;
  const sums = new Float64Array(width);
  const draws = randomNormal({ seed: 4, rows: factors, cols: width * width }).data;
  for (let m = 0; m < factors; m++) {
    const w = matrix(width, width, Float64Array.from(draws.subarray(m * width * width, (m + 1) * width * width)));
    const made = qr(q ? matmul(w, q) : w);
    q = made.q;
    for (let i = 0; i < width; i++) sums[i] += Math.log(Math.abs(made.r.data[i * width + i])) - 0.5 * Math.log(width);
  }
  const law = lyapunovExponents({ width });
  law.forEach((exponent, i) => {
    const error = Math.sqrt(trigamma((width - i) / 2) / 4 / factors);
    expect(Math.abs(sums[i] / factors - exponent) / error).toBeLessThan(significance.most);
    expect(Math.abs(sums[i] / factors - law[i === 0 ? 1 : i - 1]) / error).toBeGreaterThan(significance.decisive);
  });
});

describe('jacobian of wide tanh nets', () => {
  const options = { factors: 4, activation: 'tanh', weightVariance: 1.5, biasVariance: 0, q: 0.6 } as const;
  const known = knownActivation(options.activation);

  /** Relative variance of s² of Π D_l W_l with lengths held at q: slopes are drawn apart from the weights. */
  function relativeVariance(width: number, seed: number, init: 'gaussian' | 'orthogonal') {
    const weights = createNet({ inputs: 1, outputs: 1, hidden: options.factors + 1, width, init, seed }).weights();
    const h = randomNormal({ seed: seed + 1e6, rows: options.factors, cols: width }).data;
    const layers = weights.slice(1, -1).map((w, l) => {
      const scaled = matrix(width, width, Float64Array.from(w.data as Float64Array));
      for (let i = 0; i < width * width; i++) {
        const u = Math.sqrt(options.q) * h[l * width + Math.floor(i / width)];
        scaled.data[i] *= known.derivative(u) * Math.sqrt(options.weightVariance / width);
      }
      return scaled;
    });
    const s = singularValues(matmulChain(...layers.reverse())).map((value) => value ** 2);
    return { mean: mean(s), relative: mean(s.map((value) => value ** 2)) / mean(s) ** 2 - 1 };
  }

  it.each(['gaussian', 'orthogonal'] as const)('has the predicted mean and variance: %s', (init) => {
    const runs = [40, 80].map((width) => Array.from({ length: 60 }, (_, seed) => relativeVariance(width, seed, init)));
    // extrapolated to infinite width, as the deviation is 1/N
    const limit = (pick: (run: { mean: number; relative: number }) => number) => {
      const [narrow, wide] = runs.map((nets) => nets.map(pick));
      const error = Math.sqrt((4 * variance(wide)) / wide.length + variance(narrow) / narrow.length);
      return (expected: number) => (2 * mean(wide) - mean(narrow) - expected) / error;
    };
    const predicted = spectra.jacobian({ ...options, init });
    expect(Math.abs(limit((run) => run.relative)(predicted.relativeVariance))).toBeLessThan(significance.most);
    expect(Math.abs(limit((run) => run.mean)(predicted.mean))).toBeLessThan(significance.most);
    const other = spectra.jacobian({ ...options, init: init === 'gaussian' ? 'orthogonal' : 'gaussian' });
    expect(Math.abs(limit((run) => run.relative)(other.relativeVariance))).toBeGreaterThan(significance.decisive);
  });
});

describe('dynamical isometry in training: 16 linear neurons a layer, target a rotation of the initial map', () => {
  const size = 16;
  const rates = [1.5, 0.7, 0.3, 0.1, 0.03];

  const shape = { inputs: size, outputs: size, width: size, parameterization: 'ntk' } as const;
  const identity = matrix(
    size,
    size,
    Float64Array.from({ length: size ** 2 }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)),
  );

  /** Orthogonal, with the sign of the map's determinant: gradient flow crosses no singular map on its way there. */
  function reachableTarget(map: Matrix, seed: number): Matrix {
    const { q, r } = qr(map);
    const negative = r.data.filter((v, i) => i % (size + 1) === 0 && v < 0).length;
    if (negative % 2 === 1) for (let i = 0; i < size; i++) q.data[i * size] *= -1;
    // the square of an orthogonal matrix is a rotation
    const other = haarOrthogonal({ seed, size });
    return matmulChain(q, other, other);
  }

  /** Steps to 1 % of the initial loss ½‖W_M ⋯ W_1 − target‖² at the best rate c/M per matrix, Infinity beyond 400. */
  function steps(factors: number, init: 'gaussian' | 'orthogonal', seed: number): number {
    const net = createNet({ ...shape, hidden: factors - 1, init, seed });
    const syx = reachableTarget(net.predictor(), seed);
    const moments = { sxx: identity, syx, syy: size, samples: size };
    return rates.reduce((best, c) => {
      const { loss } = train(net, { moments, lr: (c * size) / factors, steps: Math.min(400, best) });
      const reached = loss.findIndex((value) => value < 0.01 * loss[0]);
      return reached < 0 ? best : Math.min(best, reached);
    }, Number.POSITIVE_INFINITY);
  }

  it('the map of an orthogonal net has singular values one at any depth', () => {
    const map = createNet({ ...shape, hidden: 31, init: 'orthogonal', seed: 2 }).predictor();
    for (const s of singularValues(map)) expect(Math.abs(s - 1)).toBeLessThan(tolerance.orthogonal(size * 32));
  });

  it('orthogonal nets learn at depth 16, where Gaussian nets of depth 8 do not start', () => {
    // of five targets one may be almost a half turn away in some plane, which is slow at any depth
    const median = (factors: number, init: 'gaussian' | 'orthogonal') =>
      [1, 2, 3, 4, 5].map((seed) => steps(factors, init, seed)).sort((a, b) => a - b)[2];
    expect(median(2, 'orthogonal')).toBeLessThan(12);
    expect(median(16, 'orthogonal')).toBeLessThan(250);
    expect(median(4, 'gaussian')).toBeGreaterThan(3 * median(4, 'orthogonal'));
    expect(median(8, 'gaussian')).toBe(Number.POSITIVE_INFINITY);
  });
});
