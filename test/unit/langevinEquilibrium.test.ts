import { describe, expect, it } from 'vitest';
import { infiniteWidth } from '../../src/limits/infiniteWidth';
import { type LangevinEquilibriumOptions, langevinEquilibrium } from '../../src/limits/langevinEquilibrium';
import { matmul } from '../../src/linalg/matmul';
import { solve } from '../../src/linalg/solve';
import { type Matrix, matrix } from '../../src/matrix';
import { langevinSaddle } from '../reference/langevinSaddle';
import { momentsOfSamples } from '../reference/momentsOf';
import { tolerance } from '../tolerances';

const x = [
  [0.9, -0.6, 0.5, 0.4],
  [-0.7, 1.1, 0.2, -0.5],
  [0.4, 0.6, -1.3, 0.1],
  [-1, -0.2, 0.8, 1.4],
  [0.1, -1.2, -0.6, 0.7],
  [0.8, 0.3, 1, -1.1],
];
const y = [1.4, -0.9, 0.3, 0.8, -0.2, 0.6];
const point = [0.9, -0.6, 0.5, 0.4];
const momentsFor = (inputs: number[][], outputs: number[]) =>
  momentsOfSamples(
    inputs,
    outputs.map((value) => [value]),
  );
const moments = momentsFor(x, y);
const at = ({ data }: { data: ArrayLike<number> }, where = point) =>
  where.reduce((sum, value, d) => sum + value * data[d], 0);

describe('langevinEquilibrium', () => {
  it.each([
    [1, 1, 1, 0.3],
    [2, 2, 1, 0.3],
    [3, 1.5, 1, 0.02],
    [2, 1, 2, 5],
    [5, 0.3, 0.7, 0.1],
  ])(
    'is the saddle of the samples, from their moments alone: L = %d, γ0 = %d, v = %d, λ = %d',
    (hidden, gamma0, v, decay) => {
      // more samples than inputs, and fewer
      for (const P of [6, 3]) {
        const [inputs, outputs] = [x.slice(0, P), y.slice(0, P)];
        const temperature = v * decay;
        const saddle = langevinSaddle({ x: inputs, y: outputs, hidden, gamma0, temperature, weightVariance: v });
        const found = langevinEquilibrium({
          moments: momentsFor(inputs, outputs),
          hidden,
          gamma0,
          temperature,
          weightDecay: decay,
        });
        if (found.minima.length > 1) continue;
        expect(Math.abs(found.orderParameter / saddle.orderParameter - 1)).toBeLessThan(tolerance.limit);
        expect(Math.abs(at(found.predictor) - saddle.mean(point))).toBeLessThan(tolerance.limit);
        expect(Math.abs(at(found.gaussianProcess) - saddle.gaussianProcess(point))).toBeLessThan(tolerance.limit);
        const residuals = inputs.map((row, i) => outputs[i] - at(found.predictor, row));
        const loss = residuals.reduce((sum, r) => sum + (r * r) / 2 / P, 0);
        expect(Math.abs(found.loss - loss)).toBeLessThan(tolerance.limit);
        const scale = v ** (hidden + 1) * found.orderParameter ** hidden;
        expect(Math.abs(found.kernelScale / scale - 1)).toBeLessThan(tolerance.limit);
      }
    },
  );

  it.each<[string, Partial<LangevinEquilibriumOptions>]>([
    ['plain steps', {}],
    ['momentum, which heats', { momentum: 0.5 }],
    ['Nesterov’s momentum', { momentum: 0.5, nesterov: true }],
    ['decoupled decay', { weightDecay: 0, decoupledDecay: 0.3 }],
    [
      'both decays, layer by layer, with momentum',
      { momentum: 0.3, weightDecay: [0.2, 0.3, 0.4], decoupledDecay: 0.1 },
    ],
  ])('is where infiniteWidth ends with %s', (_, rule) => {
    const run = { moments, hidden: 2, gamma0: 1.5, weightDecay: 0.3, temperature: 0.15, ...rule };
    const end = at(langevinEquilibrium(run).predictor);
    const slow = 1 - (rule.momentum ?? 0);
    // decoupled decay with momentum is off by the first order of the step, which is extrapolated
    const ending = (lr: number, steps: number) => at(infiniteWidth({ ...run, lr: lr * slow, steps }).predictor(steps));
    const [coarse, fine] = [ending(0.1, 300), ending(0.05, 600)];
    expect(Math.abs(2 * fine - coarse - end)).toBeLessThan(tolerance.equilibrium);
    expect(Math.abs(end - at(langevinEquilibrium({ ...run, temperature: 0.17 }).predictor))).toBeGreaterThan(
      20 * tolerance.equilibrium,
    );
  });

  it('has the free energy of its definition where nothing is left unexplained, at any richness', () => {
    const [few, labels] = [x.slice(0, 3), y.slice(0, 3)];
    const kernel = few.map((a) => few.map((b) => a.reduce((sum, v, d) => sum + v * b[d], 0) / 4));
    for (const gamma0 of [1, 1e3, 1e6]) {
      const temperature = 1e-4;
      const { freeEnergy, orderParameter, kernelScale } = langevinEquilibrium({
        moments: momentsFor(few, labels),
        hidden: 2,
        gamma0,
        temperature,
        weightDecay: 0.3,
      });
      const softened = kernel.map((row, i) => row.map((v, j) => kernelScale * v + (i === j ? 3 * temperature : 0)));
      const along = solve(
        softened,
        labels.map((v) => [v]),
      ).data;
      const energy = labels.reduce((sum, v, i) => sum + v * along[i], 0);
      const expected = 2 * (orderParameter - Math.log(orderParameter)) + gamma0 ** 2 * energy;
      expect(Math.abs(freeEnergy / expected - 1)).toBeLessThan(tolerance.limit);
    }
  });

  it('is the Gaussian process as γ0 → 0', () => {
    const { orderParameter, predictor, gaussianProcess } = langevinEquilibrium({
      moments,
      hidden: 3,
      gamma0: 1e-8,
      temperature: 0.2,
      weightDecay: 0.2,
    });
    expect(Math.abs(orderParameter - 1)).toBeLessThan(tolerance.limit);
    expect(Math.abs(at(predictor) - at(gaussianProcess))).toBeLessThan(tolerance.limit);
    const none = momentsFor(
      x,
      y.map(() => 0),
    );
    expect(langevinEquilibrium({ moments: none, hidden: 3, temperature: 0.2, weightDecay: 0.2 }).orderParameter).toBe(
      1,
    );
  });

  it('finds both minima where learning is a transition of first order, and names the lower one', () => {
    const run = { moments: momentsFor(x.slice(0, 2), [1, 2]), hidden: 4, temperature: 0.01, weightDecay: 0.5 };
    const at = (gamma0: number) => langevinEquilibrium({ ...run, gamma0 });
    expect(at(1).minima).toHaveLength(1);
    const { minima, orderParameter, freeEnergy } = at(3);
    expect(minima).toHaveLength(2);
    expect(orderParameter).toBe(minima[1].orderParameter);
    expect(freeEnergy).toBeLessThan(minima[0].freeEnergy);
    // F by its definition on the samples is higher a little to either side of each
    const K = [0, 1].map((i) => [0, 1].map((j) => x[i].reduce((sum, value, d) => sum + (value * x[j][d]) / 4, 0)));
    const F = (u: number) => {
      const scale = (0.01 / 0.5) ** 5 * u ** 4;
      const [[a, b], [, d]] = K.map((row, i) => row.map((value, j) => scale * value + (i === j ? 0.02 : 0)));
      return 4 * (u - Math.log(u)) + (9 * (d - 4 * b + 4 * a)) / (a * d - b * b);
    };
    for (const { orderParameter: u, freeEnergy: value } of minima) {
      expect(Math.abs(F(u) / value - 1)).toBeLessThan(tolerance.limit);
      for (const side of [1 - 1e-5, 1 + 1e-5]) expect(F(side * u)).toBeGreaterThan(F(u));
    }
  });

  const twoOutputs = momentsOfSamples(
    x,
    y.map((value, i) => [value, 0.5 * value + x[i][0] - 0.7 * x[i][2]]),
  );
  const pair = { moments: twoOutputs, hidden: 2, gamma0: 1.5, temperature: 0.15, weightDecay: 0.3 };

  it('is where infiniteWidth ends with two outputs, which share one matrix', () => {
    const { predictor, orderMatrix, kernelMatrix } = langevinEquilibrium(pair);
    const end = infiniteWidth({ ...pair, lr: 0.1, steps: 250 }).predictor(250);
    const off = (other: { data: ArrayLike<number> }) =>
      Math.max(...Array.from(end.data, (value, i) => Math.abs(value - other.data[i])));
    expect(off(predictor)).toBeLessThan(tolerance.equilibrium);
    // each output by itself is another predictor
    const { rows, cols, data } = twoOutputs.syx;
    const alone = Array.from({ length: rows }, (_, c) => {
      const syx = matrix(1, cols, data.slice(c * cols, (c + 1) * cols));
      return Array.from(langevinEquilibrium({ ...pair, moments: { ...twoOutputs, syx } }).predictor.data);
    });
    expect(off({ data: alone.flat() })).toBeGreaterThan(20 * tolerance.equilibrium);
    const squared = matmul(orderMatrix, orderMatrix);
    kernelMatrix.data.forEach((value, i) => {
      expect(Math.abs(value - 0.5 ** 3 * squared.data[i])).toBeLessThan(tolerance.limit);
    });
  });

  it('has its minimum where F by its definition on the samples has one', () => {
    const { orderMatrix, freeEnergy } = langevinEquilibrium(pair);
    const rows = (m: Matrix) => [0, 1].map((a) => [m.data[2 * a], m.data[2 * a + 1]]);
    const F = (U: number[][]) => {
      const square = matmul(U, U);
      const size = 2 * x.length;
      const system = matrix(size, size);
      const labels = matrix(size, 1);
      for (let m = 0; m < size; m++) {
        const [i, c] = [m >> 1, m & 1];
        labels.data[m] = c === 0 ? y[i] : 0.5 * y[i] + x[i][0] - 0.7 * x[i][2];
        for (let n = 0; n < size; n++) {
          const product = x[i].reduce((sum, value, d) => sum + value * x[n >> 1][d], 0) / 4;
          system.data[m * size + n] =
            0.5 ** 3 * square.data[2 * c + (n & 1)] * product + (m === n ? 0.15 * x.length : 0);
        }
      }
      const weights = solve(system, labels).data;
      const energy = Array.from(labels.data).reduce((sum, label, m) => sum + label * weights[m], 0);
      const [[p, q], [, r]] = U;
      return 2 * (p + r - Math.log(p * r - q * q)) + 1.5 ** 2 * energy;
    };
    const U = rows(orderMatrix);
    expect(Math.abs(F(U) / freeEnergy - 1)).toBeLessThan(tolerance.limit);
    for (const [a, b, c] of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, -1],
    ]) {
      for (const h of [1e-5, -1e-5]) {
        expect(
          F([
            [U[0][0] + h * a, U[0][1] + h * b],
            [U[1][0] + h * b, U[1][1] + h * c],
          ]),
        ).toBeGreaterThan(F(U));
      }
    }
  });

  it('lets outputs on inputs of their own learn by themselves, and turns with the outputs', () => {
    const sxx = matrix(2, 2, [1, 0, 0, 0.5]);
    const single = (syx: number[], syy: number) => langevinEquilibrium({ ...pair, moments: { sxx, syx: [syx], syy } });
    const [first, second] = [single([2, 0], 5), single([0, 1], 3)];
    const [cos, sin] = [0.8, 0.6];
    const turned = langevinEquilibrium({
      ...pair,
      moments: {
        sxx,
        syx: [
          [2 * cos, -sin],
          [2 * sin, cos],
        ],
        syy: 8,
      },
    });
    const [u, w] = [first.orderParameter, second.orderParameter];
    const expected = [
      cos * cos * u + sin * sin * w,
      cos * sin * (u - w),
      cos * sin * (u - w),
      sin * sin * u + cos * cos * w,
    ];
    expected.forEach((value, i) => {
      expect(Math.abs(turned.orderMatrix.data[i] - value)).toBeLessThan(tolerance.limit);
    });
    expect(Math.abs(turned.freeEnergy - first.freeEnergy - second.freeEnergy)).toBeLessThan(tolerance.limit * 10);
    expect(Math.abs(turned.loss - first.loss - second.loss)).toBeLessThan(tolerance.limit);
    const equal = langevinEquilibrium({ ...pair, gamma0: 1e-8 });
    expect(Math.abs(equal.predictor.data[5] - equal.gaussianProcess.data[5])).toBeLessThan(tolerance.limit);
  });

  it('names the lowest minimum where the output of the strongest labels is the one that is not worth learning', () => {
    const rule = { hidden: 3, gamma0: 5, temperature: 1, weightDecay: 5 };
    const sxx = matrix(2, 2, [0.5, 0, 0, 9]);
    const [cos, sin] = [0.8, 0.6];
    const single = (syx: number[], syy: number) => langevinEquilibrium({ ...rule, moments: { sxx, syx: [syx], syy } });
    const [strong, weak] = [single([1, 0], 2.1), single([0, 2.7], 0.9)];
    for (const { minima } of [strong, weak]) expect(minima).toHaveLength(2);
    expect([strong.orderParameter < 1.1, weak.orderParameter > 5]).toEqual([true, true]);
    const turned = [
      [cos, -2.7 * sin],
      [sin, 2.7 * cos],
    ];
    const straight = [
      [1, 0],
      [0, 2.7],
    ];
    for (const syx of [straight, turned]) {
      const both = langevinEquilibrium({ ...rule, moments: { sxx, syx, syy: 3 } });
      const energy = strong.freeEnergy + weak.freeEnergy;
      expect(Math.abs(both.freeEnergy / energy - 1)).toBeLessThan(tolerance.limit);
      const order = (strong.orderParameter + weak.orderParameter) / 2;
      expect(Math.abs(both.orderParameter / order - 1)).toBeLessThan(tolerance.limit);
      expect(Math.abs(both.loss / (strong.loss + weak.loss) - 1)).toBeLessThan(tolerance.limit);
    }
  });

  it('has a loss ∝ θ² of labels that a linear fit explains, to all digits', () => {
    const exact = momentsFor(
      x,
      x.map(([a, b, c]) => a - 0.5 * b + 0.2 * c),
    );
    const perSquare = (temperature: number) =>
      langevinEquilibrium({ moments: exact, hidden: 1, temperature, weightDecay: temperature }).loss / temperature ** 2;
    expect(Math.abs(perSquare(1e-12) / perSquare(1e-9) - 1)).toBeLessThan(1e-8);
    expect(perSquare(1e-9)).toBeGreaterThan(0.1);
  });

  it('refuses what it does not describe', () => {
    const run = { moments, hidden: 2, temperature: 0.1, weightDecay: 0.1 };
    const bad = (more: object) => () => langevinEquilibrium({ ...run, ...more });
    expect(bad({ weightDecay: 0 })).toThrow(
      'weightDecay[0] (with decoupledDecay): expected a positive finite number, got 0',
    );
    expect(bad({ weightDecay: [0.1, 0, 0.1] })).toThrow('weightDecay[1]');
    expect(bad({ temperature: 0 })).toThrow('temperature');
    expect(bad({ gamma0: 1e150 })).toThrow('gamma0: expected at most');
    expect(bad({ momentum: 1 })).toThrow('momentum');
    expect(bad({ gamma0: -1 })).toThrow('gamma0');
    expect(bad({ residual: true })).toThrow('"residual"');
    expect(bad({ moments: { ...moments, syy: 1e-3 } })).toThrow('moments.syx[0][0]: expected at most');
    const parallel = {
      sxx: [
        [1, 0],
        [0, 1],
      ],
      syx: [[0.8, 0.8]],
      syy: 1,
    };
    expect(bad({ moments: parallel })).toThrow('moments.syy: expected at least');
  });
});
