import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { infiniteWidth } from '../../src/limits/infiniteWidth';
import { jointPlan } from '../../src/limits/joint/jointLimitOptions';
import { type JointLimitOptions, jointLimit, jointLimitSteps } from '../../src/limits/jointLimit';
import { eigh } from '../../src/linalg/eigh';
import { matmul } from '../../src/linalg/matmul';
import { type Matrix, matrix } from '../../src/matrix';
import { runtime } from '../../src/wasm/workspace';
import { jointLimitTwin, type TwinOptions } from '../reference/jointLimit';
import { tolerance } from '../tolerances';

interface ReferenceCase {
  hidden: number;
  widthPerInput: number;
  samplesPerInput: number | null;
  noiseStd: number;
  repeated: boolean;
  lrHat: number;
  gammaHat: number;
  steps: number;
  /** Without ½. */
  test: number[];
  train: number[];
  /** G^1(t, t) and C_e(t, t) at t = 0, 5, 10, … */
  gradientDiagonal: number[];
  errorDiagonal: number[];
}
interface Transfer {
  lrHat: number[];
  curves: { parameterization: string; widthPerInput: number; hidden: number; steps: number; test: (number | null)[] }[];
}
const table = join(import.meta.dirname, '..', 'reference', 'data', 'jointLimit.json');
interface ResidualCase {
  name: string;
  hidden: number;
  gamma0: number;
  steps: number;
  eta: number;
  beta0: number;
  sxx: number[][];
  target: number[][];
  loss: number[];
  times: number[];
  gradient: number[][][][];
  error: number[][][][];
}
const { cases, transfer, residual } = JSON.parse(readFileSync(table, 'utf8')) as {
  cases: ReferenceCase[];
  transfer: Transfer;
  residual: ResidualCase[];
};

/** Largest difference relative to each value of b. */
const relative = (a: ArrayLike<number>, b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  return Math.max(...b.map((value, i) => Math.abs(a[i] - value) / Math.abs(value)));
};
/** Largest difference over the largest entry of b. */
const difference = (a: ArrayLike<number>, b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  return Math.max(...b.map((value, i) => Math.abs(a[i] - value))) / Math.max(...b.map(Math.abs), Number.MIN_VALUE);
};
const base: JointLimitOptions = { hidden: 2, widthPerInput: 1, data: 'population', lrHat: 0.03, steps: 8 };
const full: JointLimitOptions = { ...base, data: 'repeated', samplesPerInput: 1.5, noiseStd: 0.4 };
const isotropic = [{ eigenvalue: 1, fraction: 1, target: 1 }];
const groups = [
  { eigenvalue: 2, fraction: 0.25, target: 1.5 },
  { eigenvalue: 0.5, fraction: 0.6, target: 0.7 },
  { eigenvalue: 0, fraction: 0.15, target: 3 },
];
const twoOutputs = [
  {
    eigenvalue: 1.3,
    fraction: 0.4,
    target: [
      [1, 0.4],
      [0.4, 0.6],
    ],
  },
  {
    eigenvalue: 0.6,
    fraction: 0.6,
    target: [
      [0.5, -0.3],
      [-0.3, 2],
    ],
  },
];

describe('tabulated curves', () => {
  it.each(cases)('agree: L = $hidden, ν = $widthPerInput, α = $samplesPerInput, σ = $noiseStd', (c) => {
    const population = c.samplesPerInput === null;
    const limit = jointLimit({
      hidden: c.hidden,
      widthPerInput: c.widthPerInput,
      samplesPerInput: c.samplesPerInput ?? undefined,
      data: population ? 'population' : c.repeated ? 'repeated' : 'onePass',
      noiseStd: c.noiseStd,
      gammaHat: c.gammaHat,
      lrHat: c.lrHat,
      steps: c.steps,
    });
    const twice = (curve: Float64Array) => curve.map((value) => 2 * value);
    expect(relative(twice(limit.test), c.test)).toBeLessThan(tolerance.limit);
    expect(relative(twice(limit.train), c.train)).toBeLessThan(tolerance.limit);
    const diagonal = (read: (t: number) => Matrix) => c.gradientDiagonal.map((_, i) => read(5 * i).data[0]);
    const { gradient, error } = limit.correlations;
    expect(
      relative(
        diagonal((t) => gradient(1, t)),
        c.gradientDiagonal,
      ),
    ).toBeLessThan(tolerance.limit);
    expect(
      relative(
        diagonal((t) => error(0, t)),
        c.errorDiagonal,
      ),
    ).toBeLessThan(tolerance.limit);
  });

  it.each(transfer.curves)('agree over learning rates: $parameterization, ν = $widthPerInput', (curve) => {
    const { hidden, steps, widthPerInput } = curve;
    const gammaHat = curve.parameterization === 'mup' ? 1 : widthPerInput ** -0.5;
    curve.test.forEach((expected, i) => {
      const lrHat = transfer.lrHat[i];
      const limit = jointLimit({ hidden, widthPerInput, data: 'population', gammaHat, lrHat, steps });
      // the table has no number above 1e6
      if (expected === null) expect(limit.diverged !== undefined || limit.test[steps] > 5e5).toBe(true);
      else expect(Math.abs(2 * limit.test[steps] - expected) / expected).toBeLessThan(tolerance.limit);
    });
  });
});

describe('residual nets of infinite width on fixed data, one group for every eigenvector of their inputs', () => {
  it.each(residual)('agree: $name', (c) => {
    const { hidden, steps, target, beta0 } = c;
    const { values, vectors } = eigh(c.sxx);
    const inputs = values.length;
    const beta = matmul(target, vectors);
    const spectrum = Array.from(values, (eigenvalue, k) => {
      const column = target.map((_, i) => beta.data[i * inputs + k]);
      return { eigenvalue, fraction: 1 / inputs, target: column.map((a) => column.map((b) => inputs * a * b)) };
    });
    const limit = jointLimit({
      hidden,
      outputs: target.length,
      widthPerInput: Infinity,
      data: 'population',
      gammaHat: c.gamma0 * Math.sqrt(inputs),
      lrHat: c.eta / inputs,
      steps,
      residual: { beta0 },
      spectrum,
    });
    expect(difference(limit.test, c.loss)).toBeLessThan(tolerance.limit);
    const blocks = (read: (l: number, t: number) => Matrix) => {
      return c.times.flatMap((t) => Array.from({ length: hidden }, (_, l) => Array.from(read(l + 1, t).data)).flat());
    };
    const { gradient, error } = limit.correlations;
    if (c.times.length === 0) return;
    expect(
      difference(
        blocks((l, t) => gradient(l, t)),
        c.gradient.flat(3),
      ),
    ).toBeLessThan(tolerance.limit);
    // e = √D E: the error moment of the fixed data times √D
    const scaled = c.error.flat(3).map((value) => inputs * value);
    expect(
      difference(
        blocks((l, t) => error(l, t)),
        scaled,
      ),
    ).toBeLessThan(tolerance.limit);
  });
});

describe('every kind of run agrees with the equations written down mode by mode and source by source', () => {
  const twins: [string, JointLimitOptions][] = [
    ['population, plain', base],
    ['repeated, groups, noise', { ...full, spectrum: groups }],
    ['one pass, groups, noise', { ...full, data: 'onePass', spectrum: groups }],
    ['own scales and rates', { ...full, initialScales: [0.8, 1.2, 0], layerLr: [1.5, 0, 0.7], spectrum: groups }],
    ['one hidden layer', { ...full, hidden: 1, widthPerInput: 0.3 }],
    ['two outputs, repeated', { ...full, outputs: 2, steps: 5, spectrum: twoOutputs }],
    ['two outputs, one pass', { ...full, data: 'onePass', outputs: 2, steps: 5, spectrum: twoOutputs }],
    ['residual', { ...full, hidden: 3, steps: 6, residual: { beta0: 1.5 }, spectrum: groups }],
    [
      'residual, constant branch, two outputs',
      { ...full, steps: 4, residual: { branch: -1 }, outputs: 2, spectrum: twoOutputs },
    ],
    ['residual, population', { ...base, residual: true, gammaHat: 2 }],
    ['momentum and decay', { ...full, momentum: 0.6, weightDecayHat: 0.5, spectrum: groups }],
    ['noise in the weights', { ...full, data: 'onePass', momentum: 0.5, weightDecayHat: 0.3, temperatureHat: 0.4 }],
    ['noise in a residual net', { ...full, steps: 5, residual: true, temperatureHat: 0.4 }],
  ];
  it.each(twins)('%s', (_name, options) => {
    const { hidden, steps, outputs = 1, residual } = options;
    const list = (value: JointLimitOptions['layerLr']) => {
      return Array.from({ length: hidden + 1 }, (_, l) => (typeof value === 'number' ? value : (value?.[l] ?? 1)));
    };
    const beta0 = residual === true ? 1 : residual && 'beta0' in residual ? residual.beta0 : undefined;
    const branch = residual && residual !== true && 'branch' in residual ? residual.branch : undefined;
    const spectrum = (options.spectrum ?? isotropic).map((group) => ({
      ...group,
      target: (typeof group.target === 'number' ? [[group.target]] : group.target) as number[][],
    }));
    const twinOptions: TwinOptions = {
      hidden,
      outputs,
      steps,
      widthPerInput: options.widthPerInput,
      samplesPerInput: options.samplesPerInput ?? Infinity,
      repeated: options.data === 'repeated',
      noiseStd: options.noiseStd ?? 0,
      gammaHat: options.gammaHat ?? 1,
      lrHat: options.lrHat!,
      spectrum,
      branch: beta0 === undefined ? branch : beta0 / Math.sqrt(hidden),
      initialScales: list(options.initialScales),
      layerLr: list(options.layerLr),
      momentum: options.momentum,
      weightDecay: options.weightDecayHat as number | undefined,
      temperature: options.temperatureHat,
    };
    const twin = jointLimitTwin(twinOptions);
    const limit = jointLimit(options);
    expect(relative(limit.test, twin.test)).toBeLessThan(tolerance.limit);
    expect(relative(limit.train, twin.train)).toBeLessThan(tolerance.limit);
    const entries = (read: (t: number, s: number) => Matrix) => {
      const n = outputs * (steps + 1);
      return Array.from({ length: n * n }, (_, k) => {
        const [i, j] = [Math.floor(k / n), k % n];
        const block = read(Math.floor(i / outputs), Math.floor(j / outputs));
        return block.data[(i % outputs) * outputs + (j % outputs)];
      });
    };
    const { correlations, responses } = limit;
    expect(
      difference(
        entries((t, s) => correlations.error(0, t, s)),
        twin.error.flat(),
      ),
    ).toBeLessThan(tolerance.limit);
    expect(
      difference(
        entries((t, s) => correlations.gradient(1, t, s)),
        twin.gradient.flat(),
      ),
    ).toBeLessThan(tolerance.limit);
    expect(
      difference(
        entries((t, s) => responses.error(0, t, s)),
        twin.errorResponse.flat(),
      ),
    ).toBeLessThan(tolerance.limit);
    if (options.data === 'repeated') {
      const residuals = entries((t, s) => responses.residual(t, s));
      expect(difference(residuals, twin.residualResponse.flat())).toBeLessThan(tolerance.limit);
    }
  });
});

describe('jointLimit', () => {
  it('is the infinite-width limit on population moments for width far above the inputs', () => {
    const [gammaHat, lrHat, steps] = [1.3, 0.05, 30];
    const spectrum = [
      { eigenvalue: 1.5, fraction: 0.5, target: 1 },
      { eigenvalue: 0.5, fraction: 0.5, target: 2 },
    ];
    for (const hidden of [1, 3]) {
      const at = (widthPerInput: number) =>
        jointLimit({ hidden, widthPerInput, data: 'population', gammaHat, lrHat, steps, spectrum }).test;
      // two inputs, one a group: y = (x_1 + √2 x_2)/√2
      const sxx = matrix(2, 2, [1.5, 0, 0, 0.5]);
      const moments = { sxx, syx: matrix(1, 2, [1.5 * Math.SQRT1_2, 0.5]), syy: 1.25, samples: 1e9 };
      const { loss } = infiniteWidth({
        moments,
        hidden,
        gamma0: gammaHat / Math.SQRT2,
        lr: 2 * lrHat,
        steps,
      });
      const expected = Array.from(loss);
      expect(difference(at(Infinity), expected)).toBeLessThan(tolerance.limit);
      // the gap is a power series in 1/ν
      const gaps = [1e2, 1e4, 1e6].map((ratio) => relative(at(ratio), expected) * ratio);
      expect(gaps[1] / gaps[2]).toBeCloseTo(1, 1);
      expect(gaps[0] / gaps[2]).toBeCloseTo(1, 0);
      expect(gaps[2]).toBeGreaterThan(1);
    }
  });

  it('tends to the population with growing samples, and is it at Infinity', () => {
    const population = Array.from(jointLimit({ ...base, noiseStd: 0.4 }).test);
    for (const data of ['repeated', 'onePass'] as const) {
      const at = (samplesPerInput: number) => jointLimit({ ...full, data, samplesPerInput }).test;
      expect(relative(at(Infinity), population)).toBe(0);
      const gaps = [1e4, 1e6].map((ratio) => relative(at(ratio), population) * ratio);
      expect(gaps[0] / gaps[1]).toBeCloseTo(1, 1);
    }
  });

  it('starts from the target and the variance of the initial predictor', () => {
    const limit = jointLimit({ ...full, widthPerInput: 0.5, gammaHat: 2, initialScales: [1, 2, 0.5], steps: 0 });
    expect(limit.test[0]).toBeCloseTo(0.5 * (1 + 1 / (4 * 0.5)), 14);
    expect(limit.train[0]).toBeCloseTo(limit.test[0] + 0.5 * 0.16, 14);
    expect(limit.steps).toBe(0);
  });

  it('does not change when groups are split, reordered, or modes without variance are left out', () => {
    const [a, b, c] = groups;
    const split = [{ ...b, fraction: 0.2, target: 1.1 }, { ...a }, { ...c }, { ...b, fraction: 0.4, target: 0.5 }];
    const one = jointLimit({ ...full, spectrum: groups });
    const other = jointLimit({ ...full, spectrum: split });
    expect(relative(one.test, Array.from(other.test))).toBeLessThan(tolerance.limit);
  });

  it('reads a number as independent targets of that size for every output', () => {
    const one = jointLimit({ ...full, outputs: 2, spectrum: [{ eigenvalue: 1, fraction: 1, target: 0.7 }] });
    const gram = [
      [0.7, 0],
      [0, 0.7],
    ];
    const two = jointLimit({ ...full, outputs: 2, spectrum: [{ eigenvalue: 1, fraction: 1, target: gram }] });
    expect(Array.from(one.train)).toEqual(Array.from(two.train));
    const both = one.correlations.predictorError(5);
    expect(both.data[0]).toBeCloseTo(both.data[3], 12);
    expect(Math.abs(both.data[1])).toBeLessThan(tolerance.limit);
  });

  it('agrees with a constant schedule and a residual net of one hidden layer, which has no branch', () => {
    const plain = Array.from(jointLimit({ ...full, hidden: 1 }).test);
    const scheduled = jointLimit({ ...full, hidden: 1, lrHat: undefined, schedule: () => 0.03 });
    expect(Array.from(scheduled.test)).toEqual(plain);
    expect(relative(jointLimit({ ...full, hidden: 1, residual: true }).test, plain)).toBeLessThan(tolerance.limit);
  });

  it('reads momentum with Nesterov as the same rule without it when momentum is 0', () => {
    const plain = Array.from(jointLimit(full).test);
    expect(Array.from(jointLimit({ ...full, nesterov: true }).test)).toEqual(plain);
    const moved = jointLimit({ ...full, momentum: 0.5 }).test;
    expect(jointLimit({ ...full, momentum: 0.5, nesterov: true }).test[8]).not.toBe(moved[8]);
  });

  it('gives symmetric correlations and causal responses', () => {
    const { correlations, responses } = jointLimit({ ...full, outputs: 2, spectrum: twoOutputs });
    for (const read of [correlations.residual, correlations.predictorError] as const) {
      const [a, b] = [read(2, 5).data, read(5, 2).data];
      expect([a[0], a[1], a[2], a[3]]).toEqual([b[0], b[2], b[1], b[3]]);
    }
    expect(Array.from(responses.residual(3).data)).toEqual([1, 0, 0, 1]);
    expect(Array.from(responses.residual(3, 4).data)).toEqual([0, 0, 0, 0]);
    expect(Array.from(responses.predictorError(3).data)).toEqual([0, 0, 0, 0]);
    expect(responses.predictorError(4, 3).data[0]).not.toBe(0);
    expect(responses.error(0, 3).data[0]).toBeLessThan(0);
    expect(responses.gradient(2, 3).data[0]).toBe(0);
    expect(correlations.error(2, 4).data[0]).toBeGreaterThan(0);
  });

  it.each([
    { data: 'onePass', samplesPerInput: 0.5 },
    { data: 'population' },
    { data: 'repeated', samplesPerInput: Infinity },
  ] as const)('leaves a perturbed residual to itself where no sample returns: $data', (fresh) => {
    const options = { ...base, data: undefined, samplesPerInput: undefined, outputs: 2, spectrum: twoOutputs };
    const { responses } = jointLimit({ ...options, ...fresh });
    expect(Array.from(responses.residual(3).data)).toEqual([1, 0, 0, 1]);
    expect(Array.from(responses.residual(3, 2).data)).toEqual([0, 0, 0, 0]);
  });

  it('names the finite net and its data', () => {
    const { forNet } = jointLimit({ ...full, gammaHat: 2, spectrum: groups });
    const { spectrum, ...net } = forNet({ inputs: 100 });
    expect(net).toEqual({ width: 100, gamma0: 0.2, lr: 3, samples: 150 });
    expect(Array.from(spectrum)).toEqual([...Array(25).fill(2), ...Array(60).fill(0.5), ...Array(15).fill(0)]);
    const scheduled = jointLimit({
      ...full,
      data: 'onePass',
      lrHat: undefined,
      schedule: (t) => 0.01 * (t + 1),
      momentum: 0.5,
      weightDecayHat: [1, 2, 3],
      temperatureHat: 4,
    }).forNet({ inputs: 3 });
    expect(scheduled.schedule?.(1)).toBeCloseTo(0.06, 15);
    expect(scheduled).toMatchObject({ batch: { size: 5, order: 'onePass' }, momentum: 0.5, temperature: 4 / 3 });
    expect(scheduled.weightDecay).toEqual([1 / 3, 2 / 3, 1]);
    expect(jointLimit(base).forNet({ inputs: 7 }).samples).toBeUndefined();
    expect(() => jointLimit({ ...base, widthPerInput: Infinity }).forNet({ inputs: 7 })).toThrow('widthPerInput');
    expect(() => forNet({ inputs: 0 })).toThrow('inputs: expected an integer of at least 1, got 0');
  });
});

describe('infinite depth', () => {
  const deep: JointLimitOptions = { ...full, hidden: Infinity, residual: { beta0: 0.7 }, steps: 10 };

  it('starts with the growth e^β0² of the forward images', () => {
    const { test } = jointLimit({ ...deep, residual: true, widthPerInput: 2, gammaHat: 1.5, steps: 0 });
    expect(test[0]).toBeCloseTo(0.5 * (1 + Math.E / (2.25 * 2)), 12);
  });

  it('is where finite depths tend to, within the estimated error', () => {
    const limit = jointLimit(deep);
    const gaps = [8, 16, 32].map((hidden) => {
      const { test } = jointLimit({ ...deep, hidden });
      return limit.test.map((value, t) => test[t] - value);
    });
    for (let t = 2; t <= 10; t++) {
      // a/L + b/L² + …: halved, and nothing left of the first two orders after extrapolation
      expect(gaps[1][t] / gaps[2][t]).toBeGreaterThan(1.7);
      expect(gaps[1][t] / gaps[2][t]).toBeLessThan(2.3);
      const left = (gaps[0][t] - 6 * gaps[1][t] + 8 * gaps[2][t]) / 3;
      expect(Math.abs(left)).toBeLessThan(tolerance.depthCubed(8) * limit.test[t]);
    }
    const { test, train } = limit.extrapolationError!;
    expect(Math.max(...test, ...train)).toBeLessThan(tolerance.infiniteDepth);
    expect(Math.max(...test)).toBeGreaterThan(0);
  });

  it('gives the ends of the net, and no layer in between', () => {
    const { correlations, responses, hidden, extrapolationError } = jointLimit(deep);
    const near = jointLimit({ ...deep, hidden: 24 });
    const both = (read: (limit: typeof near) => Matrix) => read(near).data[0];
    for (const read of [
      (limit: typeof near) => limit.correlations.gradient(1, 6, 4),
      (limit: typeof near) => limit.responses.gradient(1, 6, 4),
      (limit: typeof near) => limit.correlations.error(0, 6, 4),
      (limit: typeof near) => limit.responses.error(0, 6, 4),
    ]) {
      const exact = read({ ...near, correlations, responses }).data[0];
      expect(Math.abs(both(read) / exact - 1)).toBeLessThan(2 / 24);
    }
    expect(hidden).toBe(Infinity);
    expect(extrapolationError?.train).toHaveLength(11);
    expect(() => correlations.gradient(2, 0)).toThrow('l: expected an integer of at least 1 and at most 1, got 2');
    expect(() => responses.error(1, 0)).toThrow('l:');
  });

  it('wants branches of order 1/√L and one number for all layers', () => {
    expect(() => jointLimit({ ...deep, residual: undefined })).toThrow(
      'hidden: expected a finite number without residual: true or { beta0 }, got Infinity',
    );
    for (const residual of [false, { branch: 0.1 }] as const) {
      expect(() => jointLimit({ ...deep, residual })).toThrow(
        'residual: expected true or { beta0 } with hidden: Infinity',
      );
    }
    expect(() => jointLimit({ ...deep, layerLr: [1, 1] })).toThrow(
      'layerLr: expected one number with hidden: Infinity',
    );
  });
});

describe('long and impossible runs', () => {
  it('ends an unstable run with the step at which it diverges', () => {
    const { diverged, test, train, steps, correlations } = jointLimit({ ...full, lrHat: 5, steps: 60 });
    expect(diverged?.step).toBe(steps + 1);
    expect(diverged?.criticalLrHat).toBeCloseTo(2 / 3, 14);
    expect(diverged?.reason).toContain('lrHat above 0.667 is unstable');
    expect(test).toHaveLength(steps + 1);
    expect([...test, ...train].every(Number.isFinite)).toBe(true);
    expect(() => correlations.residual(steps + 1)).toThrow('t: expected');
  });

  it.each([
    { ...base, initialScales: [0.8, 1.2, 1], layerLr: [1, 2, 0.5], spectrum: groups },
    { ...base, hidden: 4, residual: { branch: 0.6 }, momentum: 0.5 },
    { ...base, hidden: Infinity, residual: true, nesterov: true, momentum: 0.5 },
  ] as JointLimitOptions[])('knows from which learning rate on the first steps grow, case %#', (options) => {
    const { criticalLrHat } = jointPlan(options);
    // lazy training of an infinitely wide net is the linear recursion of its tangent kernel
    const at = (lrHat: number) =>
      jointLimit({ ...options, widthPerInput: Infinity, gammaHat: 1e-6, lrHat, steps: 60 }).test;
    const [below, above] = [at(0.98 * criticalLrHat), at(1.02 * criticalLrHat)];
    expect(below[60]).toBeLessThan(below[30]);
    expect(above[60]).toBeGreaterThan(above[30]);
  });

  it('stops when a callback, the generator or a signal says so, with what is done', () => {
    const seen: number[] = [];
    const stopped = jointLimit({
      ...full,
      steps: 400,
      onProgress: ({ step, steps, test }) => {
        seen.push(step);
        expect(steps).toBe(400);
        // none yet while memory is made ready
        expect(test > 0 || (step === 0 && Number.isNaN(test))).toBe(true);
        return false;
      },
    });
    expect(stopped.stopped).toEqual({ step: 0 });
    expect(stopped.test).toHaveLength(1);
    expect(seen.length).toBeGreaterThan(0);

    const work = jointLimitSteps({ ...full, hidden: Infinity, residual: true, steps: 80, lrHat: 0.001 });
    let turn = work.next();
    for (let i = 0; i < 10 && !turn.done; i++) turn = work.next(true);
    while (!turn.done) turn = work.next(false);
    const { steps, test } = turn.value;
    expect(turn.value.stopped).toEqual({ step: steps });
    expect(test).toHaveLength(steps + 1);
    const whole = jointLimit({ ...full, hidden: Infinity, residual: true, steps, lrHat: 0.001 });
    expect(Array.from(whole.test)).toEqual(Array.from(test));
    expect(jointLimit({ ...full, signal: AbortSignal.abort() }).stopped).toEqual({ step: 0 });
    expect(runtime().liveBytes).toBe(0);
  });

  it('names the memory that a run would need', () => {
    const long = { ...full, steps: 120 };
    const kinds: JointLimitOptions[] = [
      { ...long, spectrum: groups },
      { ...long, residual: true, momentum: 0.5, temperatureHat: 1 },
      { ...long, outputs: 2, weightDecayHat: 1 },
    ];
    for (const options of kinds) {
      const work = jointLimitSteps(options);
      // a slow machine makes a pause before all memory is there
      for (let turn = work.next(); !turn.done && Number.isNaN(turn.value.test); ) turn = work.next();
      // never less than predicted by more than the allocator's rounding, and not much more
      const used = runtime().liveBytes / jointPlan(options).bytes;
      work.return(undefined as never);
      expect(used).toBeLessThan(1.01);
      expect(used).toBeGreaterThan(0.9);
    }
    expect(() => jointLimit({ ...full, steps: 1e9 })).toThrow(/steps: expected a run within .* need \d+ MiB/);
  });

  it('says what is wrong with an option', () => {
    const wrong = (options: object, message: string) => {
      expect(() => jointLimitSteps({ ...full, ...options })).toThrow(message);
    };
    wrong({ hidden: 0 }, 'hidden: expected an integer of at least 1');
    wrong({ widthPerInput: 0 }, 'widthPerInput: expected a positive number or Infinity, got 0');
    wrong({ samplesPerInput: undefined }, 'samplesPerInput: expected a positive number or Infinity, got undefined');
    wrong({ data: 'population' }, "samplesPerInput: expected none with data: 'population', got 1.5");
    wrong({ data: 'online' }, 'data: expected one of "repeated", "onePass", "population", got "online"');
    wrong({ outputs: 1e7 }, 'outputs: expected an integer of at least 1 and at most 1000, got 10000000');
    wrong({ noiseStd: -1 }, 'noiseStd: expected a non-negative finite number, got -1');
    wrong({ gammaHat: 0 }, 'gammaHat: expected a positive finite number, got 0');
    wrong({ lrHat: -1 }, 'lrHat: expected a positive finite number, got -1');
    wrong({ lrHat: undefined }, 'lrHat: expected a positive finite number, got undefined');
    wrong({ schedule: () => 1 }, 'lrHat: expected exactly one of lrHat and schedule, got both');
    wrong({ lrHat: undefined, schedule: () => -1 }, 'schedule(0): expected a non-negative finite number, got -1');
    wrong({ steps: 1.5 }, 'steps: expected an integer');
    wrong({ initialScales: [1, 1] }, 'initialScales: expected 3 numbers');
    wrong({ layerLr: -1 }, 'layerLr: expected a non-negative finite number, got -1');
    wrong({ momentum: 1 }, 'momentum: expected a number of at least 0 and below 1, got 1');
    wrong({ weightDecayHat: -1 }, 'weightDecayHat: expected a non-negative finite number, got -1');
    wrong({ temperatureHat: -1 }, 'temperatureHat: expected a non-negative finite number, got -1');
    wrong({ residual: 'yes' }, 'residual: expected true or false, got "yes"');
    wrong({ residual: { beta0: 1, branch: 1 } }, 'residual: expected exactly one of beta0 and branch');
    wrong({ gamma0: 1 }, 'jointLimit: expected options among');
    wrong({ widthRatios: [1, 2] }, '"widthRatios"');
    wrong({ spectrum: [] }, 'spectrum: expected an array of { eigenvalue, fraction, target }');
    wrong({ spectrum: [{ ...isotropic[0], fraction: 0.5 }] }, 'spectrum: expected fractions that sum to 1, got 0.5');
    wrong({ spectrum: [{ ...isotropic[0], eigenvalue: -1 }] }, 'spectrum[0].eigenvalue: expected a non-negative');
    wrong(
      { spectrum: [{ ...isotropic[0], target: [[1, 0]] }] },
      'spectrum[0].target: expected a number or 1×1, got 1×2',
    );
    const indefinite = [
      [1, 2],
      [2, 1],
    ];
    wrong(
      { outputs: 2, spectrum: [{ ...isotropic[0], target: indefinite }] },
      'spectrum[0].target: expected a symmetric',
    );
  });
});
