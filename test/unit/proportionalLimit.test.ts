import { describe, expect, it } from 'vitest';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import type { OutputMixture } from '../../src/limits/mixture/outputMixture';
import { proportionalLimit } from '../../src/limits/proportionalLimit';
import reference from '../reference/data/proportional.json';
import { significance, tolerance } from '../tolerances';

interface LawCase {
  alpha?: number;
  widths?: number[];
}

const shared = reference.shared;
const lawOf = ({ alpha, widths }: LawCase, scale = 1, outputs = 1): OutputMixture =>
  widths ? finiteWidthPrior({ widths, scale, outputs }) : proportionalLimit({ depthPerWidth: alpha!, scale, outputs });
const near = (value: number, exact: number, least = 0) =>
  expect(Math.abs(value - exact) / Math.max(Math.abs(exact), least)).toBeLessThanOrEqual(tolerance.limit);
/** X·Xᵀ/D between rows. */
const kernelOf = (a: number[][], b: number[][]) =>
  a.map((left) => b.map((right) => left.reduce((sum, value, i) => sum + value * right[i], 0) / left.length));
const zeros = (n: number) => Array.from({ length: n }, () => 0);

describe('proportionalLimit and finiteWidthPrior', () => {
  it('have the tabulated output moments', () => {
    for (const { alpha, A, B } of shared.moments_limit) {
      const { outputMoments } = proportionalLimit({ depthPerWidth: alpha, outputs: 2 });
      near(outputMoments.A, A);
      near(outputMoments.B, B);
    }
    for (const { widths, A, B } of shared.moments_finite) {
      const { outputMoments } = finiteWidthPrior({ widths, outputs: 3 });
      near(outputMoments.A, A);
      near(outputMoments.B, B);
    }
  });

  it('have the tabulated densities and distribution functions', () => {
    for (const { alpha, K, s, pdf, cdf } of shared.output_D1) {
      const law = proportionalLimit({ depthPerWidth: alpha, scale: K });
      s.forEach((at, i) => {
        near(law.pdf(at), pdf[i]);
        near(law.cdf(at), cdf[i]);
      });
    }
    for (const { widths, f, pdf } of shared.meijer_prior) near(finiteWidthPrior({ widths }).pdf(f), pdf);
  });

  it('a limit of hardly any depth is the Gaussian one, however far out and without delay', () => {
    const normal = proportionalLimit({ depthPerWidth: 0 });
    expect([-1, 0, 1].map((x) => normal.logMixing.pdf(x))).toEqual([0, Number.POSITIVE_INFINITY, 0]);
    for (const alpha of [1e-20, 1e-52, 1e-60, 1e-100]) {
      const law = proportionalLimit({ depthPerWidth: alpha });
      for (const s of [0, 1e-5, 1, 3, 100]) near(law.logPdf(s), normal.logPdf(s));
      for (const s of [-30, -1, 0, 2]) near(law.cdf(s), normal.cdf(s));
      for (const label of [0, 1, 1000]) {
        const options = {
          kernel: [
            [1, 0.5],
            [0.5, 1],
          ],
          y: [[label], [0.3 * label]],
          noiseStd: 0.1,
        };
        near(law.posterior(options).logEvidence, normal.posterior(options).logEvidence);
        near(law.posterior(options).mixing.data[0], 1);
      }
    }
  });

  it('far tails of the limit have their digits', () => {
    // sums over fine grids in mpmath with 40 digits
    for (const [alpha, s, tail] of [
      [1, 1e8, 6.719204276438136e-138],
      [0.1, 1e4, 2.3130022213680693e-233],
      [1000, 1, 1.895490151398463e-111],
      [0.001, 40, 4.8830497981891776e-228],
      [1, 2, 0.025600144237042266],
      [30, 1e-5, 0.07636683421545476],
    ]) {
      near(proportionalLimit({ depthPerWidth: alpha }).cdf(-s), tail);
    }
  });

  it('outputs as far out as numbers go have densities, without delay', () => {
    for (const s of [1e20, 1e40, 1e100, 1e160, 1e290]) {
      // one layer of one neuron: K_0(s)/π
      near(finiteWidthPrior({ widths: [1] }).logPdf(s), -s);
      near(finiteWidthPrior({ widths: [1000] }).logPdf(s), -Math.sqrt(1000) * s);
      expect(finiteWidthPrior({ widths: [3] }).cdf(-s)).toBe(0);
      // the exponent of two layers grows as s^(2/3)
      const law = finiteWidthPrior({ widths: [5, 6] });
      near(law.logPdf(1e9 * s) / law.logPdf(s), 1e6);
      expect(law.cdf(-s)).toBe(0);
    }
    for (const law of [finiteWidthPrior({ widths: [5, 6] }), proportionalLimit({ depthPerWidth: 0.5 })]) {
      expect(Number.isFinite(law.logPdf(1e200))).toBe(true);
      near(law.logPdf(1e-200), law.logPdf(0));
      near(law.cdf(1e-200), 0.5);
    }
  });

  it('outputs of a very deep limit are as likely above zero as below', () => {
    for (const alpha of [100, 1000, 1e6]) expect(proportionalLimit({ depthPerWidth: alpha }).cdf(0)).toBe(0.5);
  });

  it('have the densities of one output and of several at one input that high-precision quadrature gives', () => {
    for (const { n, square, scale, log, ...law } of reference.pdf) {
      const point = Float64Array.from({ length: n }, () => Math.sqrt(square / n));
      near(lawOf(law, scale, n).logPdf(point), log, 1);
    }
  });

  it('have the distribution functions that high-precision quadrature gives, also relative to the tail', () => {
    for (const { s, scale, tail, ...law } of reference.cdf) {
      const { cdf } = lawOf(law, scale);
      near(cdf(-Math.abs(s)), tail);
      near(cdf(Math.abs(s)), 1 - tail);
    }
    for (const { x, cdf, ...law } of reference.mixingCdf) near(lawOf(law).logMixing.cdf(x), cdf);
  });

  it('have a density of the mixing that is the slope of its distribution function at every x of the bulk', () => {
    // by chance a search for the saddle meets it early: once in some hundred points
    for (const [width, depth] of [
      [1024, 10],
      [1024, 100],
      [256, 200],
      [2, 10_000],
    ]) {
      const { logMixing } = finiteWidthPrior({ widths: zeros(depth).map(() => width) });
      const sd = Math.sqrt(logMixing.variance);
      for (let k = -1000; k <= 1000; k++) {
        const x = logMixing.mean + 0.003 * k * sd;
        const gaussian = Math.exp(-0.5 * (0.003 * k) ** 2) / Math.sqrt(2 * Math.PI) / sd;
        expect(Math.abs(logMixing.pdf(x) / gaussian - 1), `width ${width}, depth ${depth}, x ${x}`).toBeLessThan(0.3);
      }
    }
    const evidence = (y: number) =>
      finiteWidthPrior({ widths: zeros(10).map(() => 1024) }).posterior({ kernel: [[1]], y: [y], noiseStd: 0.1 })
        .logEvidence;
    for (let y = 1; y < 2; y += 0.005) expect(Math.abs(evidence(y + 0.001) - evidence(y))).toBeLessThan(0.01);
  });

  it('is that of the proportional limit for one layer of any width, to the last digits', () => {
    for (const width of [1e6, 1e9, 1e12, 2 ** 53 - 1]) {
      const [law, limit] = [finiteWidthPrior({ widths: [width] }), proportionalLimit({ depthPerWidth: 1 / width })];
      for (const s of [0, 0.3, 2])
        expect(Math.abs(law.logPdf(s) - limit.logPdf(s))).toBeLessThan(10 / width ** 2 + 1e-13);
      const root = law.mixingMoment(0.5) - 1;
      expect(Math.abs(root + 0.25 / width)).toBeLessThan(10 / width ** 2 + 3e-16);
      const at = { kernel: [[1]], y: [1.3], noiseStd: 0.1 };
      expect(Math.abs(law.posterior(at).logEvidence - limit.posterior(at).logEvidence)).toBeLessThan(
        10 / width ** 2 + 1e-12,
      );
    }
    // and of many narrow ones: the density at 0 is beyond numbers, its logarithm is not
    const deep = finiteWidthPrior({ widths: zeros(1300).map(() => 2) });
    expect(deep.logPdf(0)).toBeCloseTo(1300 * Math.log(Math.sqrt(Math.PI)) - 0.5 * Math.log(2 * Math.PI), 8);
  });

  it('have posteriors of deep nets whose mean variance has its far tail', () => {
    for (const [width, depth] of [
      [3, 100],
      [3, 300],
      [10, 1000],
    ]) {
      const law = finiteWidthPrior({ widths: zeros(depth).map(() => width) });
      const { mean, variance, pdf } = law.logMixing;
      const [y, noise] = [1.3, 0.01];
      let [sum, first] = [0, 0];
      const step = Math.sqrt(variance) / 40;
      for (let x = mean - 12 * Math.sqrt(variance); x < mean + variance + 12 * Math.sqrt(variance); x += step) {
        const v = Math.exp(x) + noise;
        const weight = (pdf(x) * Math.exp((-0.5 * y * y) / v)) / Math.sqrt(v);
        sum += weight;
        first += weight * Math.exp(x);
      }
      const { mixing } = law.posterior({ kernel: [[1]], y: [y], noiseStd: Math.sqrt(noise) });
      expect(Math.abs(mixing.data[0] / (first / sum) - 1)).toBeLessThan(1e-6);
    }
  });

  it('have distribution functions and densities of the mixing at every x, however far out', () => {
    for (const widths of [[1], [100], [1e4], [1e6], [1e6, 1e6], zeros(50).map(() => 1e5), [3, 1e7, 2]]) {
      const { logMixing } = finiteWidthPrior({ widths });
      let before = 0;
      for (const x of [-1e300, -1e10, -1e5, -700, -100, -40, -25, -10, -1, 0, 1, 10, 700, 1e3, 1e10, 1e300]) {
        const chance = logMixing.cdf(x);
        expect(chance, `x ${x}`).toBeGreaterThanOrEqual(before);
        before = chance;
        const density = logMixing.pdf(x);
        expect(density).toBeGreaterThanOrEqual(0);
        if (Math.abs(x) >= 1e5) expect(density).toBe(0);
      }
      expect(before).toBe(1);
    }
  });

  it('have distribution functions without a first call that takes seconds, near 0 too, where several layers have one or two neurons', () => {
    for (const widths of [[1, 2, 1, 1], [2, 2, 2], [1], [2, 5]]) {
      const law = finiteWidthPrior({ widths, scale: 2 });
      // the density is the slope: Simpson's rule between two points
      const [a, b] = [0.3, 0.31];
      const mass = ((b - a) / 6) * (law.pdf(a) + 4 * law.pdf((a + b) / 2) + law.pdf(b));
      expect(Math.abs(law.cdf(b) - law.cdf(a) - mass)).toBeLessThan(tolerance.quadrature * mass);
      expect(law.cdf(0)).toBe(0.5);
      for (const s of [1e-30, 1e-9, 1e-8]) {
        near(law.cdf(s) + law.cdf(-s), 1);
        expect(law.cdf(s)).toBeGreaterThanOrEqual(0.5);
        expect(law.cdf(s)).toBeLessThanOrEqual(law.cdf(2 * s));
      }
    }
    // on both sides of where the linear term alone is used
    const { cdf, pdf } = finiteWidthPrior({ widths: [4, 3] });
    for (const s of [0.9e-9, 3e-9].map((chance) => chance / pdf(0))) near((cdf(s) - 0.5) / s, pdf(0), 1e8);
  });

  it('have posteriors of one output that high-precision quadrature gives, with and without noise, to rounding', () => {
    for (const { x, y, noiseStd, scale, logEvidence, mixing, mean, variance, ...law } of reference.posterior) {
      const [train, test] = [x.slice(0, y.length), x.slice(y.length)];
      const posterior = lawOf(law, scale).posterior({
        kernel: kernelOf(train, train),
        y,
        noiseStd,
        testKernel: kernelOf(test, train),
        testVariances: test.map((row) => kernelOf([row], [row])[0][0]),
      });
      near(posterior.logEvidence, logEvidence, 1);
      near(posterior.mixing.data[0], mixing);
      test.forEach((_, m) => {
        near(posterior.mean.data[m], mean[m], 1);
        near(posterior.covariance[m].data[0], variance[m]);
      });
      expect(posterior.effectiveSampleSize).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('have the tabulated posterior of one output, and at no depth that of a Gaussian process', () => {
    const { K, y, noise, limit, nngp } = shared.posterior_D1;
    const given = {
      kernel: K.slice(0, 3).map((row) => row.slice(0, 3)),
      y,
      noiseStd: Math.sqrt(noise),
      testKernel: [K[3].slice(0, 3)],
      testVariances: [K[3][3]],
    };
    for (const one of limit) {
      const posterior = proportionalLimit({ depthPerWidth: one.alpha }).posterior(given);
      near(posterior.mean.data[0], one.mean);
      near(posterior.covariance[0].data[0], one.var);
      near(posterior.logEvidence, one.log_evidence);
      near(posterior.mixing.data[0], one.EQ);
    }
    const gaussian = proportionalLimit({ depthPerWidth: 0 }).posterior(given);
    near(gaussian.mean.data[0], nngp[0]);
    near(gaussian.covariance[0].data[0], nngp[1]);
    near(gaussian.logEvidence, nngp[2]);
  });

  it('have the tabulated evidence and E[q | y] without noise, where the mean does not depend on q', () => {
    for (const { P, widths, R, log_EQ, EQ_post } of shared.zero_noise_meijer.cases) {
      const kernel = Array.from({ length: P }, (_, i) => zeros(P).map((_, j) => (i === j ? 2 : 0.5)));
      // any labels with yᵀK⁻¹y = R: a multiple of K's eigenvector (1 … 1) with eigenvalue 2 + (P − 1)/2
      const eigenvalue = 2 + (P - 1) / 2;
      const y = zeros(P).map(() => Math.sqrt((R * eigenvalue) / P));
      const options = { kernel, y, noiseStd: 0, testKernel: [zeros(P).map(() => 1)], testVariances: [3] };
      const posterior = finiteWidthPrior({ widths }).posterior(options);
      const logDeterminant = Math.log(eigenvalue) + (P - 1) * Math.log(1.5);
      near(posterior.logEvidence + (P / 2) * Math.log(2 * Math.PI) + logDeterminant / 2, log_EQ);
      near(posterior.mixing.data[0], EQ_post);
      near(posterior.mean.data[0], (P * y[0]) / eigenvalue);
    }
  });

  it('approach one another as 1/N: distance of log q from the normal law as tabulated', () => {
    for (const { alpha, N, ks } of shared.ks_logQ_D1) {
      const limit = proportionalLimit({ depthPerWidth: alpha }).logMixing;
      N.slice(0, 4).forEach((width, k) => {
        const { logMixing } = finiteWidthPrior({ widths: Array.from({ length: alpha * width }, () => width) });
        const distance = (x: number) => Math.abs(logMixing.cdf(x) - limit.cdf(x));
        // the largest of a grid and of the parabola through its neighbours
        let largest = 0;
        const step = 0.005;
        const values = Array.from({ length: 601 }, (_, i) => distance(-2.5 + i * step));
        for (let i = 1; i < 600; i++) {
          const [a, b, c] = [values[i - 1], values[i], values[i + 1]];
          if (b >= a && b >= c) largest = Math.max(largest, b - (a - c) ** 2 / (8 * (a - 2 * b + c)));
        }
        // the table took the largest of a grid of its own: it is below
        expect(largest).toBeGreaterThanOrEqual(ks[k]);
        expect(largest / ks[k] - 1).toBeLessThan(tolerance.tabulatedMaximum);
      });
    }
  });

  it('their moments, mean and variance of log q are those of their densities', () => {
    for (const law of [proportionalLimit({ depthPerWidth: 0.3 }), finiteWidthPrior({ widths: [7, 12, 5, 5] })]) {
      const sum = (f: (x: number) => number) => {
        let total = 0;
        for (let x = -25; x < 12; x += 0.1) total += 0.1 * f(x) * law.logMixing.pdf(x);
        return total;
      };
      const { mean, variance } = law.logMixing;
      near(
        sum(() => 1),
        1,
      );
      near(
        sum((x) => x),
        mean,
      );
      near(
        sum((x) => (x - mean) ** 2),
        variance,
      );
      for (const k of [1, 2, 3, 0.5, -1.25])
        near(
          sum((x) => Math.exp(k * x)),
          law.mixingMoment(k),
        );
      near(law.mixingMoment(2), law.outputMoments.A + 2 * law.outputMoments.B);
      near(law.pdf(0), law.mixingMoment(-0.5) / Math.sqrt(2 * Math.PI));
    }
    expect(finiteWidthPrior({ widths: [5, 1] }).pdf(0)).toBe(Number.POSITIVE_INFINITY);
    near(proportionalLimit({ depthPerWidth: 0.8 }).pdf(0), Math.exp(0.6) / Math.sqrt(2 * Math.PI));
  });

  it('a hundred layers are no harder than one, and no order of the widths matters', () => {
    const widths = Array.from({ length: 100 }, () => 200);
    const kernel = zeros(50).map((_, i) => zeros(50).map((_, j) => Number(i === j)));
    const y = zeros(50).map(() => Math.sqrt(60 / 50));
    const exact =
      finiteWidthPrior({ widths }).posterior({ kernel, y, noiseStd: 0 }).logEvidence + 25 * Math.log(2 * Math.PI);
    expect(exact).toBeCloseTo(-31.4198, 4);
    const limit = proportionalLimit({ depthPerWidth: 0.5 }).posterior({ kernel, y, noiseStd: 0 }).logEvidence;
    expect(limit + 25 * Math.log(2 * Math.PI)).toBeCloseTo(-31.4207, 4);
    near(finiteWidthPrior({ widths: [3, 50, 8] }).pdf(0.7), finiteWidthPrior({ widths: [50, 8, 3] }).pdf(0.7));
  });
});

describe('draws of Q', () => {
  const draws = (law: OutputMixture, samples: number, seed: number) => {
    const { data } = law.sampleMixing({ seed, samples });
    const size = law.outputs ** 2;
    return Array.from({ length: samples }, (_, i) => Array.from(data.subarray(i * size, (i + 1) * size)));
  };
  /** z of a mean against its expectation. */
  const z = (values: number[], expected: number) => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    return (mean - expected) / Math.sqrt(variance / values.length);
  };
  const logDeterminant3 = ([a, b, c, , d, e, , , f]: number[]) =>
    Math.log(a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d));

  it('have mean 1 and the fourth moments A and B, in the limit and at finite widths', () => {
    const laws = [
      proportionalLimit({ depthPerWidth: 0.15, outputs: 3 }),
      finiteWidthPrior({ widths: [16, 24, 20], outputs: 3 }),
      finiteWidthPrior({ widths: [30, 2, 9], outputs: 3 }),
      finiteWidthPrior({ widths: [2, 40], outputs: 3 }),
    ];
    laws.forEach((law, seed) => {
      const q = draws(law, 20_000, seed);
      const { A, B } = law.outputMoments;
      const scores = [
        z(
          q.map((one) => one[0]),
          1,
        ),
        z(
          q.map((one) => one[8]),
          1,
        ),
        z(
          q.map((one) => one[5]),
          0,
        ),
        z(
          q.map((one) => one[0] * one[8]),
          A,
        ),
        z(
          q.map((one) => one[4] * one[8]),
          A,
        ),
        z(
          q.map((one) => one[1] ** 2),
          B,
        ),
        z(
          q.map((one) => one[5] ** 2),
          B,
        ),
        z(
          q.map((one) => one[4] ** 2),
          A + 2 * B,
        ),
        z(
          q.map((one) => one[8] ** 2),
          A + 2 * B,
        ),
      ];
      for (const score of scores) expect(Math.abs(score)).toBeLessThan(significance.most);
      // power: the moments of no depth, A = 1 and B = 0, are seen to be wrong
      expect(
        Math.abs(
          z(
            q.map((one) => one[5] ** 2),
            0,
          ),
        ),
      ).toBeGreaterThan(significance.decisive);
    });
  });

  it('in the limit log det Q is normal with the exact mean and variance at any number of steps', () => {
    for (const steps of [2, 16]) {
      const law = proportionalLimit({ depthPerWidth: 0.5, outputs: 3, steps });
      const values = draws(law, 20_000, 5).map(logDeterminant3);
      expect(Math.abs(z(values, -3))).toBeLessThan(significance.most);
      expect(
        Math.abs(
          z(
            values.map((value) => (value + 3) ** 2),
            3,
          ),
        ),
      ).toBeLessThan(significance.most);
    }
  });

  it('the number of steps does not matter beyond what draws resolve', () => {
    const size = ({ data }: { data: ArrayLike<number> }, entry: number) => {
      const squares: number[] = [];
      for (let i = entry; i < data.length; i += 9) squares.push(Math.log(1 + data[i] ** 2));
      return squares;
    };
    const fine = proportionalLimit({ depthPerWidth: 1, outputs: 3, steps: 128 }).sampleMixing({
      seed: 1,
      samples: 20_000,
    });
    const usual = proportionalLimit({ depthPerWidth: 1, outputs: 3 }).sampleMixing({ seed: 2, samples: 20_000 });
    const coarse = proportionalLimit({ depthPerWidth: 1, outputs: 3, steps: 2 }).sampleMixing({
      seed: 3,
      samples: 20_000,
    });
    for (const entry of [0, 1, 2, 5, 8]) {
      const [a, b] = [size(fine, entry), size(usual, entry)];
      const mean = a.reduce((sum, value) => sum + value, 0) / a.length;
      expect(Math.abs(z(b, mean)) / Math.SQRT2).toBeLessThan(significance.most);
    }
    const exact = size(fine, 5).reduce((sum, value) => sum + value, 0) / 20_000;
    expect(Math.abs(z(size(coarse, 5), exact))).toBeGreaterThan(significance.most);
  });

  it('are the same whatever their number, and functions of the seed', () => {
    for (const law of [
      proportionalLimit({ depthPerWidth: 0.4, outputs: 2 }),
      finiteWidthPrior({ widths: [3, 1, 40], outputs: 2 }),
    ]) {
      const many = law.sampleMixing({ seed: 9, samples: 3000 });
      expect(law.sampleMixing({ seed: 9, samples: 7 }).data).toEqual(many.data.slice(0, 28));
      expect(law.sampleMixing({ seed: 8, samples: 7 }).data).not.toEqual(many.data.slice(0, 28));
      expect(law.sampleMixing({ seed: 8, samples: 0 })).toMatchObject({ rows: 0, cols: 4 });
    }
  });
});
