import { describe, expect, it } from 'vitest';
import { compare } from '../../src/checks/compare';
import type { ComparableRun } from '../../src/checks/comparison/distanceToLimit';
import { matrix } from '../../src/matrix';
import { rng } from '../../src/random/rng';

const curve = [0, 0.5, 0.8, 1];
const limit = { loss: [1, 0.5, 0.2, 0.1], predictor: (t: number) => matrix(1, 2, [curve[t], -curve[t]]) };

/** Changes of the curve that leave its projection on itself as it was. */
const cancelling = [0, 1 / curve[1] ** 2, -0.5 / curve[2] ** 2, -0.5 / curve[3] ** 2];

/** Runs whose predictor is the limit's, times 1 + offset + bias/N + noise/√N, early too large and late too small, or turned. */
function makeRuns({
  widths = [64, 128, 256, 512],
  seeds = 96,
  offset = 0,
  bias = 0.2,
  noise = 0.5,
  exponent = -0.5,
  curvature = 0,
  early = 0,
  turned = 0,
  seed = 11,
} = {}) {
  const source = rng(seed);
  return widths.flatMap((width) =>
    Array.from(source.normal(seeds), (z): ComparableRun => {
      const factor = 1 + offset + bias / width + curvature / width ** 2 + noise * width ** exponent * z;
      const atStep = (t: number) => factor + early * cancelling[t];
      return {
        loss: limit.loss.map((l) => l * factor),
        predictors: curve.map((_, t) =>
          matrix(
            1,
            2,
            [...limit.predictor(t).data].map((b) => b * atStep(t) + turned * curve[t]),
          ),
        ),
        recorded: { steps: [0, 1, 2, 3] },
        net: { width, spec: {} },
      };
    }),
  );
}

describe('compare', () => {
  it('agrees when nets fluctuate around the limit as 1/√N with a 1/N bias', () => {
    const result = compare(makeRuns(), limit);
    expect(result.verdict, result.explain()).toBe('agrees');
    expect(result.slope!.value).toBeCloseTo(-0.5, 1);
    expect(result.explain()).toContain('Simulation and theory agree');
    expect(result.rows.map((row) => row.width)).toEqual([64, 128, 256, 512]);
    expect(result.rows[0].seeds).toBe(96);
  });

  it('disagrees when the limit is off by a constant factor', () => {
    const result = compare(makeRuns({ offset: 0.1 }), limit);
    expect(result.verdict).toBe('disagrees');
    expect(result.intercept!.interval[0]).toBeGreaterThan(0.02);
  });

  it('disagrees when the distance does not shrink at the expected rate', () => {
    expect(compare(makeRuns({ exponent: -0.1, noise: 0.02, bias: 0 }), limit).slope!.verdict).toBe('disagrees');
  });

  it('refuses a curve whose errors cancel over the steps: too large early, too small late', () => {
    const result = compare(makeRuns({ early: 0.02 }), limit);
    expect(result.intercept!.verdict).toBe('agrees');
    expect(result.curve).toMatchObject({ step: 1, verdict: 'disagrees' });
    expect(result.verdict).toBe('disagrees');
    expect(result.explain()).toMatch(/At recorded step 1 it is 5\.\d % of the limit's size .*: disagrees/);
    expect(compare(makeRuns(), limit).curve!.verdict).toBe('agrees');
  });

  it('refuses predictors that are turned by a few percent at every step, by the exponent of the distance', () => {
    const result = compare(makeRuns({ turned: 0.06 }), limit);
    expect([result.intercept!.verdict, result.curve!.verdict]).toEqual(['agrees', 'agrees']);
    expect(result.slope!.verdict).toBe('disagrees');
  });

  it('says how many seeds would do, and that many do', () => {
    const widths = [64, 128, 256, 512];
    const few = compare(makeRuns({ seeds: 10 }), limit);
    expect(few.verdict).toBe('underpowered');
    expect(few.explain()).toContain(`about ${Math.ceil(few.needed! / 4)} a width`);
    let agree = 0;
    for (let seed = 0; seed < 6; seed++) {
      const seeds = Math.ceil(few.needed! / widths.length);
      if (compare(makeRuns({ widths, seeds, seed }), limit).verdict === 'agrees') agree++;
    }
    expect(agree).toBeGreaterThanOrEqual(3);
    expect(compare(makeRuns(), limit).needed).toBeUndefined();
  });

  it.each([
    { bias: 3, curvature: 9, noise: 0.25 },
    { bias: -2, curvature: -5, noise: 0.25 },
    { bias: 6, curvature: 0, noise: 0.25 },
  ])('stays calibrated when the mean is bent, by $curvature/N² at widths 32 to 256', (law) => {
    const verdicts = { agrees: 0, disagrees: 0, underpowered: 0 };
    let covered = 0;
    const trials = 20;
    for (let seed = 0; seed < trials; seed++) {
      const runs = makeRuns({ widths: [32, 64, 128, 256], seeds: 96, seed, ...law });
      const { verdict, intercept } = compare(runs, limit);
      verdicts[verdict]++;
      if (intercept!.interval[0] <= 0 && intercept!.interval[1] >= 0) covered++;
    }
    expect(verdicts.disagrees).toBe(0);
    expect(verdicts.agrees).toBeGreaterThanOrEqual(0.7 * trials);
    expect(covered).toBeGreaterThanOrEqual(0.84 * trials);
  });

  it('the curve adds no false alarms where the runs are few', () => {
    let alarms = 0;
    for (let seed = 0; seed < 200; seed++) {
      if (compare(makeRuns({ seeds: 4, seed }), limit).curve!.verdict === 'disagrees') alarms++;
    }
    // At 1 % against a point, and less against a band.
    expect(alarms).toBeLessThanOrEqual(7);
    expect(compare(makeRuns({ seeds: 3 }), limit).curve).toBeUndefined();
  });

  it('says when the data cannot tell', () => {
    const one = compare(makeRuns({ widths: [64], seeds: 1 })[0], limit);
    expect(one.verdict).toBe('underpowered');
    expect(one.slope).toBeUndefined();
    expect(one.explain()).toContain('at least two widths');
    // hundreds of per cent, not '1.9e+2 %'
    expect(compare(makeRuns({ noise: 300, seeds: 3 }), limit).explain()).toMatch(/ \(-\d{3,} % to \d{3,} %; margin/);
    expect(compare(makeRuns({ seeds: 1 }), limit).reason).toContain('at least two runs of one width');
    const same = makeRuns({ seeds: 2 }).map((run, i, all) => ({ ...run, predictors: all[i - (i % 2)].predictors }));
    expect(compare(same, limit).reason).toBe('the runs of a width are all alike');
    const huge = makeRuns({ seeds: 2 }).map((run) => ({ ...run, loss: [1e300, 1e300, 1e300, 1e300] }));
    expect(compare(huge, limit, { quantity: 'loss' }).reason).toContain('too large');
    const still = { loss: [1, 1, 1, 1], predictor: () => matrix(1, 2) };
    expect(compare(makeRuns(), still).explain()).toContain('the limit does not move');
  });

  it.each([
    { widths: [64, 128], seeds: 3 },
    { widths: [64, 128, 256, 512], seeds: 6 },
  ])('rarely disagrees with a correct limit: $seeds seeds at widths $widths', ({ widths, seeds }) => {
    const source = rng(5);
    const verdicts = { agrees: 0, disagrees: 0, underpowered: 0 };
    for (let trial = 0; trial < 300; trial++) {
      const runs = widths.flatMap((width) =>
        Array.from(
          source.normal(seeds),
          (z): ComparableRun => ({
            loss: limit.loss.map((l) => l * (1 + 0.3 / width + (0.5 * z) / Math.sqrt(width))),
            net: { width, spec: {} },
          }),
        ),
      );
      verdicts[compare(runs, limit, { quantity: 'loss' }).verdict]++;
    }
    // Two 95 % intervals, each against a band instead of a point: at most 10 % would be false alarms.
    expect(verdicts.disagrees).toBeLessThanOrEqual(30);
    expect(verdicts.underpowered).toBeGreaterThan(200);
  });

  it('compares losses without recorded predictors', () => {
    const runs = makeRuns().map(({ loss, net }) => ({ loss, net }));
    expect(compare(runs, limit, { quantity: 'loss' }).verdict).toBe('agrees');
    expect(() => compare(runs, limit)).toThrow('expected recorded predictors');
  });

  it('leaves out diverged runs and counts them', () => {
    const runs = makeRuns();
    runs[0] = { ...runs[0], diverged: { step: 2, reason: 'loss is not finite' } };
    expect(compare(runs, limit).diverged).toBe(1);
    expect(() => compare(runs[0], limit)).toThrow('expected at least one run that did not diverge');
  });

  it('refuses empty input, unknown options and curves that do not fit', () => {
    expect(() => compare(makeRuns(), { ...limit, predictor: () => undefined as never })).toThrow(
      'limit.predictor(0): expected a Matrix or an array of rows, got undefined',
    );
    expect(() => compare([], limit)).toThrow('runs: expected at least one run, got none');
    expect(() => compare(makeRuns(), limit, { margins: 1 } as never)).toThrow('got "margins"');
    expect(() => compare(makeRuns(), { ...limit, loss: [1, 0.5] }, { quantity: 'loss' })).toThrow(
      'runs: expected 1 steps as the limit has, got 3',
    );
  });
});
