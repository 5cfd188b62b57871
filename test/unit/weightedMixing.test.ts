import { describe, expect, it } from 'vitest';
import { NumericalError } from '../../src/errors';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import { annealedMixing } from '../../src/limits/mixture/annealedMixing';
import { bartlettMixing } from '../../src/limits/mixture/bartlettMixing';
import { mixingLikelihood } from '../../src/limits/mixture/mixingLikelihood';
import { priorSource } from '../../src/limits/mixture/mixingSource';
import { posteriorTask } from '../../src/limits/mixture/mixturePosteriorOptions';
import { gammaProductMixing, logNormalMixing } from '../../src/limits/mixture/scalarMixing';
import { proportionalLimit } from '../../src/limits/proportionalLimit';
import { drain } from '../../src/longWork';
import { bufferedRng } from '../../src/random/bufferedRng';
import { rng } from '../../src/random/rng';
import { limitDensity, oneLayerDensity, twoOutputEvidence, twoSampleEvidence } from '../reference/twoOutputEvidence';
import { significance } from '../tolerances';

const sizes = [1, 1e2, 1e4, 1e6, 1e8];
const seeds = [1, 2, 3];
const values = [1.2, 0.8, 1];
const kernel = values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
const shape = [
  [1.5, 1.2],
  [-1, -0.8],
  [0.3, -0.7],
];
const scaled = (labels: number[][], size: number) => labels.map((row) => row.map((label) => size * label));

/** Root mean square of the deviations of seeds over the errors they state, which are to be small. */
function rms(posteriorOf: (seed: number) => { logEvidence: number; logEvidenceError: number }, expected: number) {
  const squares = seeds.map((seed) => {
    const { logEvidence, logEvidenceError } = posteriorOf(seed);
    expect(logEvidenceError).toBeLessThan(significance.smallLogError);
    return ((logEvidence - expected) / logEvidenceError) ** 2;
  });
  return Math.sqrt(squares.reduce((a, b) => a + b, 0) / seeds.length);
}

describe('evidence of several outputs', () => {
  it('is that of quadrature for labels of 1 to 10⁸ prior deviations, within the errors stated', () => {
    for (const [law, density] of [
      [proportionalLimit({ depthPerWidth: 0.5, outputs: 2 }), limitDensity(0.5)],
      [finiteWidthPrior({ widths: [6], outputs: 2 }), oneLayerDensity(6)],
    ] as const) {
      for (const size of sizes) {
        const y = scaled(shape, size);
        const expected = twoOutputEvidence(density, { values, labels: y, noise: 0.09 });
        const posteriorOf = (seed: number) => law.posterior({ kernel, y, noiseStd: 0.3, seed, samples: 4000 });
        expect(rms(posteriorOf, expected)).toBeLessThan(significance.mostRms);
      }
    }
  });

  it('is that of quadrature for more outputs than labels have directions, whose noise may hide that Q is small', () => {
    for (const [law, density, size] of [
      [finiteWidthPrior({ widths: [3], outputs: 3 }), oneLayerDensity(3), 10],
      [finiteWidthPrior({ widths: [6], outputs: 5 }), oneLayerDensity(6), 1e4],
      [proportionalLimit({ depthPerWidth: 0.5, outputs: 5 }), limitDensity(0.5), 1e4],
    ] as const) {
      const y = [1, -0.5].map((sample) =>
        [1, 0.7, -0.4, 0.3, -0.2].slice(0, law.outputs).map((c) => size * sample * c),
      );
      const expected = twoSampleEvidence(density, y, 0.67 ** 2);
      const unit = [
        [1, 0],
        [0, 1],
      ];
      const posteriorOf = (seed: number) => law.posterior({ kernel: unit, y, noiseStd: 0.67, seed, samples: 4000 });
      expect(rms(posteriorOf, expected)).toBeLessThan(significance.mostRms);
    }
  });

  it('is that of quadrature for many labels, which hold Q in a bent valley of what it is made of', () => {
    const many = Array.from({ length: 60 }, (_, m) => 1 + 0.1 * (m % 5));
    const y = many.map((_, m) => [Math.sin(1 + 2.3 * m), Math.sin(2.7 + 3.3 * m)]);
    const expected = twoOutputEvidence(limitDensity(2), { values: many, labels: y, noise: 1e-4 });
    const law = proportionalLimit({ depthPerWidth: 2, outputs: 2 });
    const diagonal = many.map((value, i) => many.map((_, j) => (i === j ? value : 0)));
    const posteriorOf = (seed: number) => law.posterior({ kernel: diagonal, y, noiseStd: 0.01, seed, samples: 2000 });
    expect(rms(posteriorOf, expected)).toBeLessThan(significance.mostRms);
  });

  it('is the product of closed forms where labels have one direction, for several layers and three outputs', () => {
    const outputs = 3;
    const direction = [0.48, 0.6, 0.64];
    const P = values.length;
    // rows of T are independent, and the labels are in the direction of the last
    const laws = [
      {
        law: proportionalLimit({ depthPerWidth: 0.5, outputs }),
        samples: 4000,
        // log T_ii² ~ N(−iα, 2α): that of one output, moved by −(i − 1)α
        row: (i: number, t: number) => ({
          mixing: logNormalMixing(0.5),
          log: -0.5 * (i - 1),
          t: t * Math.exp(0.5 * (i - 1)),
        }),
      },
      // in layers of 5 neurons the other two directions are as heavy-tailed as they can be: with 4 the evidence is infinite
      ...[[12, 16, 14], [5], [5, 7]].map((widths) => ({
        law: finiteWidthPrior({ widths, outputs }),
        samples: widths[0] > 5 ? 4000 : 8000,
        row: (i: number, t: number) => {
          const log = widths.reduce((sum, width) => sum + Math.log((width - i + 1) / width), 0);
          return { mixing: gammaProductMixing(widths.map((width) => width - i + 1)), log, t: t * Math.exp(-log) };
        },
      })),
    ];
    for (const { law, samples, row } of laws) {
      for (const size of [1, 1e8]) {
        const one = [1.5, -0.7, 0.4].map((label) => size * label);
        const square = one.reduce((sum, label, mu) => sum + label ** 2 / values[mu], 0);
        let expected = (-P * outputs * Math.log(2 * Math.PI)) / 2;
        for (const value of values) expected -= (outputs * Math.log(value)) / 2;
        for (let i = 1; i <= outputs; i++) {
          const { mixing, log, t } = row(i, i === outputs ? square / 2 : 0);
          expected += mixing.logExpectation(P, Math.log(t)) - (P * log) / 2;
        }
        const y = one.map((label) => direction.map((part) => part * label));
        const posteriorOf = (seed: number) => law.posterior({ kernel, y, noiseStd: 0, seed, samples });
        expect(rms(posteriorOf, expected)).toBeLessThan(significance.mostRms);
      }
    }
  });

  it('is refused where it is infinite: labels of too few directions without noise in narrow layers', () => {
    const y = [1.5, -0.7, 0.4].map((label) => [0.48, 0.6, 0.64].map((part) => part * label));
    const posteriorOf = (widths: number[], labels: number[][], noiseStd = 0) =>
      finiteWidthPrior({ widths, outputs: labels[0].length }).posterior({ kernel, y: labels, noiseStd, seed: 1 });
    expect(() => posteriorOf([9, 4], y)).toThrow(
      'y: expected labels of rank 3 without noise, because the evidence of 3 samples is infinite at a layer of 4 neurons, got rank 1',
    );
    expect(posteriorOf([9, 4], y, 0.1).logEvidence).toBeLessThan(0);
    const nothing = y.map(() => [0]);
    expect(() => posteriorOf([3], nothing)).toThrow('expected labels of rank 1');
    expect(posteriorOf([4], nothing).logEvidence).toBeLessThan(0);
  });

  it('has a posterior in proportion to labels that are far away, in their own directions', () => {
    const law = finiteWidthPrior({ widths: [12, 9], outputs: 2 });
    const test = { testKernel: [[0.4, -0.3, 0.2]], testVariances: [1] };
    const [near, far] = [1e5, 1e8].map((size) =>
      law.posterior({ kernel, y: scaled(shape, size), noiseStd: 0, seed: 1, samples: 4000, ...test }),
    );
    // without noise the mean is that of kernel regression whatever Q is
    [0, 1].forEach((c) => {
      const mean = [0.4 / 1.2, -0.3 / 0.8, 0.2].reduce((sum, gain, mu) => sum + gain * shape[mu][c], 0);
      expect(near.mean.data[c] / 1e5).toBeCloseTo(mean, 9);
      expect(far.mean.data[c] / 1e8).toBeCloseTo(mean, 9);
    });
    const [one, , , two] = far.mixing.data;
    expect(far.mixing.data[1] ** 2).toBeLessThan(one * two);
    expect(far.covariance[0].data[0] / far.mixing.data[0]).toBeCloseTo(
      1 - 0.4 ** 2 / 1.2 - 0.3 ** 2 / 0.8 - 0.2 ** 2,
      9,
    );
  });

  it('would be wrong by many errors by annealing from the prior, whose replicas tell', () => {
    const options = { kernel, y: scaled(shape, 100), noiseStd: 0.3, seed: 1, samples: 200 };
    const task = posteriorTask(options, 2, 1);
    const source = priorSource(bartlettMixing([6], 2), mixingLikelihood(task));
    const anneal = () => drain(annealedMixing(source, task, bufferedRng(rng(1)), () => false));
    expect(anneal).toThrow(NumericalError);
    expect(anneal).toThrow('replicas');
  });

  it('counts rounding in its error, and is refused where labels overflow', () => {
    const law = finiteWidthPrior({ widths: [6], outputs: 2 });
    const posteriorOf = (size: number) =>
      law.posterior({ kernel, y: scaled(shape, size), noiseStd: 0, seed: 1, samples: 1000 });
    const { logEvidence, logEvidenceError } = posteriorOf(1e15);
    expect(logEvidenceError).toBeGreaterThan(Number.EPSILON * Math.abs(logEvidence));
    expect(() => posteriorOf(1e160)).toThrow(NumericalError);
  });
});
