import type { JointLimitOptions, Progress } from 'deeplinear';
import { describe, expect, it } from 'vitest';
import { powerThrough } from '../../lab/src/figures/dynamics/sharedDistances';
import { jointCurves } from '../../lab/src/figures/dynamics/sharedJointNets';
import { powerLawGroups } from '../../lab/src/figures/dynamics/sharedPowerLaw';
import { rateSweep } from '../../lab/src/figures/dynamics/sharedRateSweep';
import { logSteps } from '../../lab/src/figures/dynamics/sharedSeries';
import { FigureStopped, inTurn, logSpaced, meanOf, medianOf, type Work } from '../../lab/src/figures/simulations';
import { significance, tolerance } from '../tolerances';

/** What work yields, and what it ends with. */
function watched<Result>(work: Work<Result>): { seen: Progress[]; result: Result } {
  const seen: Progress[] = [];
  for (let turn = work.next(); ; turn = work.next(true)) {
    if (turn.done) return { seen, result: turn.value };
    seen.push(turn.value);
  }
}
/** Sums of some dozens of numbers of order one. */
const close = (value: number, expected: number) =>
  expect(Math.abs(value - expected)).toBeLessThan(tolerance.product('float64', 64));
const done = <Result>(work: Work<Result>) => watched(work).result;

function* counted(value: number): Work<number> {
  yield { step: 1, steps: 2 };
  return 10 * value;
}

describe('inTurn', () => {
  it('gives the results in order and the progress of the whole', () => {
    const { seen, result } = watched(inTurn([1, 2], counted));
    expect(result).toEqual([10, 20]);
    expect(seen.map(({ step, steps }) => step / steps)).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('takes what is there at once', () => expect(done(inTurn([1, 2], (value) => value + 1))).toEqual([2, 3]));

  it('stops when it is told, and its pieces with it', () => {
    let freed = false;
    const work = inTurn([1, 2], function* (value) {
      try {
        yield* counted(value);
      } finally {
        freed = true;
      }
    });
    work.next();
    expect(() => work.next(false)).toThrow(FigureStopped);
    expect(freed).toBe(true);
  });
});

describe('means of simulations', () => {
  it('are means and standard errors, entry by entry', () => {
    const { mean, error } = meanOf([
      [1, 4],
      [3, 4],
      [5, 4],
    ]);
    expect(Array.from(mean)).toEqual([3, 4]);
    // a variance of 4 over 3 curves
    close(error[0], Math.sqrt(4 / 3));
    expect(error[1]).toBe(0);
  });

  it('are medians where a few values are infinite', () => {
    const { median, error } = medianOf([5, 1, 2, Number.POSITIVE_INFINITY, 3, 4, Number.POSITIVE_INFINITY, 2.5, 3.5]);
    expect(median).toBe(3.5);
    // from places 2.5 to 5.5 of 1, 2, 2.5, 3, 3.5, 4, 5, ∞, ∞
    close(error, (4.5 - 2.75) / 2);
  });
});

describe('spacings', () => {
  it('are equal in the logarithm, without the same step twice', () => {
    expect(logSpaced(1, 16, 5)).toEqual([1, 2, 4, 8, 16]);
    expect(logSteps(8, 7)).toEqual([1, 2, 3, 4, 6, 8]);
  });
});

describe('powerThrough', () => {
  it('finds the amplitude of a power law, without small sizes', () => {
    const points = [10, 0.5, 0.25].map((value) => ({ value, error: 0.01 }));
    const { y } = powerThrough('law', [1, 2, 4], points, { exponent: -1, from: 2 });
    for (const [i, value] of [1, 0.5, 0.25].entries()) close(y[i], value);
  });
});

describe('powerLawGroups', () => {
  const groups = powerLawGroups({ spectrumExponent: 1.5, sourceExponent: 0.5 }, { inputs: 64, groups: 12 });
  const sum = (of: (group: (typeof groups)[number]) => number) => groups.reduce((total, group) => total + of(group), 0);

  it('have variances and a target of mean 1, and every mode once', () => {
    close(
      sum(({ fraction }) => fraction),
      1,
    );
    close(
      sum(({ fraction, eigenvalue }) => fraction * eigenvalue),
      1,
    );
    close(
      sum(({ fraction, eigenvalue, target }) => fraction * eigenvalue * (target as number)),
      1,
    );
  });

  it('fall as the powers do', () => {
    const [first, second] = groups;
    expect(first.fraction).toBe(1 / 64);
    close(first.eigenvalue / second.eigenvalue, 2 ** 1.5);
  });
});

describe('nets of figures on the joint limit', () => {
  const shared = { hidden: 2, widthPerInput: 1, gammaHat: 1, lrHat: 0.06, steps: 8 };
  const spectrum = [
    { eigenvalue: 2, fraction: 0.25, target: 1.5 },
    { eigenvalue: 0.5, fraction: 0.75, target: 0.7 },
  ];
  it.each<[string, JointLimitOptions]>([
    ['on the population', { ...shared, data: 'population' }],
    ['on noisy samples', { ...shared, data: 'repeated', samplesPerInput: 2, noiseStd: 0.5 }],
    ['on fresh batches', { ...shared, data: 'onePass', samplesPerInput: 0.5, noiseStd: 0.5 }],
    ['with skip connections', { ...shared, data: 'population', residual: { beta0: 1 } }],
    ['on several variances, the readout alone', { ...shared, data: 'population', spectrum, layerLr: [0, 0, 1] }],
  ])('agree with it %s', (_, options) => {
    const { theory, nets } = done(jointCurves(options, { inputs: 80, nets: 40 }));
    for (const [t, loss] of theory.entries()) {
      expect(Math.abs(nets.mean[t] - loss)).toBeLessThan(significance.most * nets.error[t]);
    }
    // and they have learnt what an error of the task would show
    expect(theory[0] - theory[theory.length - 1]).toBeGreaterThan(2 * significance.most * nets.error[0]);
  });

  it('have the best learning rate of theory', () => {
    const sweep = { fine: logSpaced(0.05, 0.6, 25), coarse: logSpaced(0.05, 0.6, 25), inputs: 64, nets: 12, most: 2 };
    const { lrHat: _, ...options } = { ...shared, widthPerInput: 4, steps: 6, data: 'population' as const };
    const { best, series } = done(rateSweep('N/D = 4', options, sweep));
    // one point of the grid
    const spacing = Math.log(sweep.fine[1] / sweep.fine[0]);
    expect(Math.abs(Math.log(best.nets.mean[0] / best.theory))).toBeLessThan(spacing);
    expect(series[1].error).toHaveLength(series[1].x.length);
  });
});
