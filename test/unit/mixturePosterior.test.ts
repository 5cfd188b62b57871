import { describe, expect, it } from 'vitest';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import { annealedMixing } from '../../src/limits/mixture/annealedMixing';
import { bartlettMixing } from '../../src/limits/mixture/bartlettMixing';
import { mixingLikelihood } from '../../src/limits/mixture/mixingLikelihood';
import { priorSource } from '../../src/limits/mixture/mixingSource';
import { posteriorTask } from '../../src/limits/mixture/mixturePosteriorOptions';
import { triangularMixing } from '../../src/limits/mixture/triangularMixing';
import { proportionalLimit } from '../../src/limits/proportionalLimit';
import { drain } from '../../src/longWork';
import { bufferedRng } from '../../src/random/bufferedRng';
import { rng } from '../../src/random/rng';
import reference from '../reference/data/proportional.json';
import { significance } from '../tolerances';

const { K, Y, noise, ...tabulated } = reference.shared['posterior_D2_alpha0.5'];
const options = {
  kernel: [K[0].slice(0, 2), K[1].slice(0, 2)],
  // the table holds outputs in rows
  y: [0, 1].map((sample) => [Y[0][sample], Y[1][sample]]),
  noiseStd: Math.sqrt(noise),
  testKernel: [K[2].slice(0, 2)],
  testVariances: [K[2][2]],
  seed: 3,
};
const law = proportionalLimit({ depthPerWidth: 0.5, outputs: 2 });

describe('posteriors of several outputs', () => {
  it('have the tabulated means, covariance and evidence within the errors of both', () => {
    for (const effectiveSamples of [0, 20_000]) {
      const posterior = law.posterior({ ...options, samples: 40_000, effectiveSamples });
      // draws of the prior, and of the law that is matched to the posterior
      expect(posterior.temperatures).toBe(1);
      expect(posterior.effectiveSampleSize).toBeGreaterThan(Math.max(5000, effectiveSamples));
      tabulated.mean.forEach((mean, c) => {
        const error = Math.hypot(posterior.meanError.data[c], tabulated.se_mean[c]);
        expect(Math.abs(posterior.mean.data[c] - mean) / error).toBeLessThan(significance.most);
      });
      // the table's own error is that of 400,000 draws
      const error = 1.2 * posterior.logEvidenceError;
      expect(Math.abs(posterior.logEvidence - tabulated.log_evidence) / error).toBeLessThan(significance.most);
      expect(Math.abs(posterior.logEvidence - tabulated.nngp_log_evidence) / error).toBeGreaterThan(
        significance.decisive,
      );
    }
  });

  it('are those of a Gaussian process at no depth', () => {
    const posterior = proportionalLimit({ depthPerWidth: 0, outputs: 2 }).posterior(options);
    tabulated.nngp_mean.forEach((mean, c) => {
      expect(posterior.mean.data[c]).toBeCloseTo(mean, 11);
    });
    tabulated.nngp_cov.flat().forEach((entry, i) => {
      expect(posterior.covariance[0].data[i]).toBeCloseTo(entry, 11);
    });
    expect(posterior.logEvidence).toBeCloseTo(tabulated.nngp_log_evidence, 10);
  });

  it('annealing, from a matched law and from the prior, finds what importance sampling with many draws finds', () => {
    const kernel = [
      [1, 0.3, 0.1],
      [0.3, 1, 0.2],
      [0.1, 0.2, 1],
    ];
    const y = [
      [3, 2.5],
      [2, 2.2],
      [-2, -3],
    ];
    const given = { kernel, y, noiseStd: 0.3, testKernel: [[0.4, 0.2, -0.3]], testVariances: [1], seed: 1 };
    for (const [one, sampler] of [
      [law, triangularMixing(0.5, 2, 16)],
      [finiteWidthPrior({ widths: [6, 9, 5], outputs: 2 }), bartlettMixing([6, 9, 5], 2)],
    ] as const) {
      const plain = one.posterior({ ...given, samples: 60_000 });
      const annealed = one.posterior({ ...given, samples: 2000, effectiveSamples: 1900 });
      expect(plain.temperatures).toBe(1);
      expect(annealed.effectiveSampleSize).toBeGreaterThan(1000);
      const error = Math.hypot(plain.logEvidenceError, annealed.logEvidenceError);
      expect(Math.abs(plain.logEvidence - annealed.logEvidence) / error).toBeLessThan(significance.most);
      const task = posteriorTask({ ...given, samples: 4000, effectiveSamples: 2000 }, 2, 1);
      const source = priorSource(sampler, mixingLikelihood(task));
      const fromPrior = drain(annealedMixing(source, task, bufferedRng(rng(1)), () => false));
      expect(fromPrior.temperatures).toBeGreaterThan(2);
      const distance = Math.abs(plain.logEvidence - fromPrior.logEvidence);
      expect(distance / Math.hypot(plain.logEvidenceError, fromPrior.logEvidenceError)).toBeLessThan(significance.most);
      for (const c of [0, 1]) {
        const spread = Math.hypot(plain.meanError.data[c], annealed.meanError.data[c]);
        expect(Math.abs(plain.mean.data[c] - annealed.mean.data[c]) / spread).toBeLessThan(significance.most);
      }
    }
  });

  it('state errors of the mean that hold between seeds, also where annealing resamples draws', () => {
    const kernel = [
      [1, 0.3],
      [0.3, 1],
    ];
    const y = [92, -46].map((size) => [size, 0.7 * size, -0.4 * size]);
    const given = {
      kernel,
      y,
      noiseStd: 0.67,
      testKernel: [[1, 0.3]],
      testVariances: [1],
      samples: 2000,
      effectiveSamples: 1900,
    };
    const prior = finiteWidthPrior({ widths: [3], outputs: 3 });
    const seeds = Array.from({ length: 16 }, (_, k) => prior.posterior({ ...given, seed: 1 + k }));
    expect(Math.min(...seeds.map(({ temperatures }) => temperatures))).toBeGreaterThan(1);
    const means = seeds.map(({ mean }) => mean.data[0]);
    const centre = means.reduce((a, b) => a + b) / means.length;
    const spread = means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (means.length - 1);
    const stated = seeds.reduce((sum, { meanError }) => sum + meanError.data[0] ** 2, 0) / seeds.length;
    expect(Math.sqrt(spread / stated)).toBeLessThan(1.8);
  });

  it('are functions of the seed, and stop where they are told to', () => {
    const short = { ...options, samples: 500 };
    expect(law.posterior(short)).toEqual(law.posterior(short));
    expect(law.posterior({ ...short, seed: 4 }).mean).not.toEqual(law.posterior(short).mean);
    const stopped = law.posterior({ ...options, samples: 1e6, onProgress: () => false });
    expect(stopped.stopped!.step).toBeLessThan(1e6);
    expect(stopped.effectiveSampleSize).toBeLessThanOrEqual(stopped.stopped!.step);
  });

  it('are generators inside: the same result when driven, one with what is there when stopped, options checked at once', () => {
    const drive = (work: ReturnType<typeof law.posteriorSteps>, stopAt: number) => {
      let turns = 0;
      for (let turn = work.next(); ; turn = work.next(++turns < stopAt)) {
        if (turn.done) return { turns, result: turn.value };
        expect(turn.value.step).toBeLessThanOrEqual(turn.value.steps);
      }
    };
    const short = { ...options, samples: 3000 };
    expect(drive(law.posteriorSteps(short), Number.POSITIVE_INFINITY).result).toEqual(law.posterior(short));
    const many = drive(law.posteriorSteps({ ...options, samples: 1e6 }), 2);
    expect(many.turns).toBe(2);
    expect(many.result.stopped!.step).toBeGreaterThan(0);
    expect(many.result.mean.data.every(Number.isFinite)).toBe(true);
    expect(() => law.posteriorSteps({ ...options, noiseStd: -1 })).toThrow('noiseStd');
    // with many test inputs most of the time goes into the summary: stopped there, it has the weights of fewer draws
    const tests = Array.from({ length: 2000 }, (_, m) => [Math.cos(m), Math.sin(m)]);
    const wide = {
      ...options,
      samples: 400,
      effectiveSamples: 1,
      testKernel: tests,
      testVariances: tests.map(() => 8),
    };
    const stopped = drive(law.posteriorSteps(wide), 1).result;
    const whole = law.posterior(wide);
    expect(whole.stopped).toBeUndefined();
    expect(stopped.stopped!.step).toBeLessThan(400);
    expect(stopped.effectiveSampleSize).toBeLessThan(whole.effectiveSampleSize);
    const error = Math.max(...stopped.meanError.data);
    stopped.mean.data.forEach((value, e) => {
      expect(Math.abs(value - whole.mean.data[e])).toBeLessThan(significance.most * error);
    });
  });

  it('refuse what they cannot do, by name', () => {
    const farOf = (widths: number[], size: number) =>
      finiteWidthPrior({ widths }).posterior({ kernel: options.kernel, y: [size, 0.3 * size], noiseStd: 0 });
    // −size^(2/3) times a number: labels that far have one q
    for (const widths of [
      [3, 5],
      [200, 100],
    ]) {
      const scaled = [1e15, 1e17, 1e20].map((size) => farOf(widths, size).logEvidence / size ** (2 / 3));
      for (const value of scaled) expect(value / scaled[2]).toBeCloseTo(1, 6);
    }
    expect(() => farOf([3, 5], 1e30)).toThrow('y: expected labels within 1e+22 standard deviations');
    const narrow = finiteWidthPrior({ widths: [1, 9], outputs: 2 });
    expect(() => narrow.posterior({ ...options, noiseStd: 0 })).toThrow('narrowest layer');
    narrow.posterior({ ...options, samples: 200 });
    const one = proportionalLimit({ depthPerWidth: 1 });
    const beyond = { kernel: options.kernel, y: [1e300, 1], noiseStd: 0 };
    expect(() => one.posterior(beyond)).toThrow('y: expected labels whose evidence quadrature finds');
    const singular = {
      kernel: [
        [1, 1],
        [1, 1],
      ],
      noiseStd: 0,
    };
    expect(() => one.posterior({ ...singular, y: [1, 2] })).toThrow('singular');
    expect(one.posterior({ ...singular, y: [1, 1] }).logEvidence).toBeCloseTo(one.logPdf(1) - Math.log(2) / 2, 9);
    const { seed, ...unkeyed } = options;
    expect(() => law.posterior(unkeyed)).toThrow('seed');
    expect(() => law.posterior({ ...options, y: [1, 2] })).toThrow('y: expected 2×2');
    expect(() => law.posterior({ ...options, noiseStd: -1 })).toThrow('noiseStd');
    expect(() =>
      law.posterior({
        ...options,
        kernel: [
          [1, 2],
          [2, 1],
        ],
      }),
    ).toThrow('eigenvalue');
    expect(() => law.posterior({ ...options, testVariances: undefined })).toThrow('testVariances');
    // no test input has these kernels, whatever Q is
    expect(() => law.posterior({ ...options, testKernel: [[4 * K[2][2], 0]] })).toThrow(
      'testVariances[0]: expected at',
    );
    expect(() => law.posterior({ ...options, draws: 5 } as never)).toThrow('"draws"');
    expect(() =>
      finiteWidthPrior({ widths: [2] }).posterior({
        kernel: [
          [1, 0],
          [0, 1],
        ],
        y: [0, 0],
        noiseStd: 0,
      }),
    ).toThrow('infinite');
    expect(() => proportionalLimit({ depthPerWidth: -1 })).toThrow('depthPerWidth');
    expect(() => finiteWidthPrior({ widths: [] })).toThrow('widths');
    expect(() => finiteWidthPrior({ widths: [3, 0] })).toThrow('widths[1]');
    expect(() => law.pdf([1, 2, 3])).toThrow('2 numbers');
  });

  it('of more samples than inputs does not take rounding of the kernel for what labels say', () => {
    const x = Array.from({ length: 9 }, (_, p) => [Math.sin(3 * p + 1), Math.cos(7 * p)]);
    const kernel = x.map((a) => x.map((b) => (a[0] * b[0] + a[1] * b[1]) / 2));
    const y = x.map(([a, b]) => 2 * a - 3 * b);
    const deep = proportionalLimit({ depthPerWidth: 0.7 });
    const exact = deep.posterior({ kernel, y, noiseStd: 0 });
    const printed = kernel.map((row) => row.map((value) => Number(value.toPrecision(12))));
    for (const given of [kernel, printed]) {
      expect(deep.posterior({ kernel: given, y, noiseStd: 0 }).logEvidence).toBeCloseTo(exact.logEvidence, 9);
      const little = deep.posterior({ kernel: given, y, noiseStd: 1e-8 });
      expect(little.mixing.data[0]).toBeCloseTo(exact.mixing.data[0], 9);
    }
    // every sample twice, also with labels that no predictor has: one with their mean and half the variance
    const apart = y.map((value, p) => value + Math.cos(p));
    const twice = [...kernel, ...kernel].map((row) => [...row, ...row]);
    const once = deep.posterior({ kernel, y: apart, noiseStd: 1e-3 });
    const both = deep.posterior({ kernel: twice, y: [...apart, ...apart], noiseStd: 1e-3 * Math.SQRT2 });
    expect(once.mixing.data[0] / both.mixing.data[0]).toBeCloseTo(1, 9);
    const merged = -(9 / 2) * Math.log(8 * Math.PI * 1e-6);
    expect((both.logEvidence - merged) / once.logEvidence).toBeCloseTo(1, 9);
    // at 10⁻¹³ of rounding in the evidence
    const far = deep.posterior({ kernel, y: apart, noiseStd: 1e-7 });
    expect(far.mixing.data[0] / once.mixing.data[0]).toBeCloseTo(1, 5);
    expect(() => deep.posterior({ kernel, y: apart.map((v) => 1e200 * v), noiseStd: 1 })).toThrow(
      'y: expected numbers',
    );
  });
});
