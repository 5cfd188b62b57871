import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exact } from '../../src/index';
import { logDeterminant } from '../../src/linalg/logDeterminant';
import { matmul } from '../../src/linalg/matmul';
import { qr } from '../../src/linalg/qr';
import { sqrtm } from '../../src/linalg/sqrtm';
import { svd } from '../../src/linalg/svd';
import type { Matrix } from '../../src/matrix';
import { randomNormal } from '../../src/random/randomNormal';
import { layerFlow, product } from '../reference/layerFlow';
import { combined, type Rows, times, toRows, transposed } from '../reference/netTraining';
import { tolerance } from '../tolerances';

interface Table {
  riccati: { w1: Rows; w2: Rows; target: Rows; t: number[]; product: Rows[] }[];
  endToEnd: { matrices: number; initial: Rows; target: Rows; t: number[]; w: Rows[] };
}
const table: Table = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'reference', 'data', 'exact.json'), 'utf8'),
);

const normal = (seed: number, rows: number, cols: number, scale = 1): Rows =>
  toRows(randomNormal({ seed, rows, cols })).map((row) => row.map((value) => scale * value));
const scaled = (a: Rows, factor: number): Rows => a.map((row) => row.map((value) => factor * value));
const identity = (n: number): Rows =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));
const farthest = (a: Matrix, b: Rows) => {
  expect([a.rows, a.cols]).toEqual([b.length, b[0].length]);
  return Math.max(...b.flat().map((value, i) => Math.abs(a.data[i] - value)));
};
const diagonal = (values: number[]) => identity(values.length).map((row, i) => row.map((value) => value * values[i]));
/** Orthonormal columns. */
const frame = (seed: number, rows: number, cols: number) => toRows(qr(normal(seed, rows, cols)).q);
const root = (a: Rows) => toRows(sqrtm(a));

/** λ-balanced weights of random directions. */
function balancedPair(lambda: number, [D, N, C]: number[], seed: number): { w1: Rows; w2: Rows } {
  if (lambda < 0) {
    const { w1, w2 } = balancedPair(-lambda, [C, N, D], seed);
    return { w1: transposed(w2), w2: transposed(w1) };
  }
  if (lambda > 0) {
    const w1 = normal(seed, N, D, 0.4);
    const square = combined(times(w1, transposed(w1)), identity(N), lambda);
    return { w1, w2: times(frame(seed + 1, C, N), root(square)) };
  }
  // W_1 = O√S Vᵀ, W_2 = U√S Oᵀ, as many singular values as fit
  const r = Math.min(C, D, N);
  const roots = identity(r).map((row, i) => row.map((value) => value * (0.3 + 0.2 * i)));
  const o = frame(seed, N, r);
  return {
    w1: times(times(o, roots), transposed(frame(seed + 1, D, r))),
    w2: times(times(frame(seed + 2, C, r), roots), transposed(o)),
  };
}

describe('exact.riccati', () => {
  it.each(table.riccati)('reproduces the table', ({ w1, w2, target, t, product: expected }) => {
    exact.riccati({ w1, w2, target, times: t }).forEach((w, k) => {
      expect(farthest(w, expected[k])).toBeLessThan(tolerance.flowTable);
    });
  });

  it('arrives at the target, and stays there for any time', () => {
    const target = [
      [2, 1],
      [0, 1],
    ];
    const small = [
      [0.3, 0],
      [0, 0.3],
    ];
    const curve = exact.riccati({ w1: small, w2: small, target, times: [100, 1e10, 1e300, 1e308] });
    for (const w of curve) expect(farthest(w, target)).toBeLessThan(tolerance.flowTable);
  });

  it.each([
    [0, [3, 3, 2]],
    [0, [2, 5, 4]],
    [0, [1, 1, 1]],
    [1, [3, 2, 4]],
    [1, [5, 3, 3]],
    [30, [2, 1, 2]],
    [-0.7, [4, 2, 3]],
    [-0.7, [3, 3, 1]],
    [-30, [3, 2, 2]],
  ])('is the flow of both layers for λ = %d, D, N, C = %j, rank-deficient targets included', (lambda, sizes) => {
    const [D, , C] = sizes;
    const { w1, w2 } = balancedPair(lambda, sizes, 10);
    const targets = [normal(20, C, D), times(normal(21, C, 1), normal(22, 1, D)), scaled(normal(20, C, D), 0)];
    for (const target of targets) {
      const at = [0.9, 0, 0.2];
      exact.riccati({ w1, w2, target, times: at }).forEach((w, k) => {
        const expected = product(layerFlow([w1, w2], target, at[k], lambda ** 2 > 1 ? 3000 : 600));
        expect(farthest(w, expected)).toBeLessThan(tolerance.limit);
      });
    }
  });

  it('depends on where the flow is, not on how it got there, over any range of exponents', () => {
    const target = [
      [3, 0, 0],
      [0, 0.03, 0],
      [0, 0, 0.0003],
    ];
    const turned = frame(1, 3, 3);
    const sigma = times(times(turned, target), transposed(frame(2, 3, 3)));
    const { w1, w2 } = balancedPair(0, [3, 3, 3], 4);
    const [late, later] = exact.riccati({
      w1: scaled(w1, 1e-6),
      w2: scaled(w2, 1e-6),
      target: sigma,
      times: [2e3, 1e9],
    });
    // the two strong modes are learnt, the weakest still waits for its turn
    const two = times(times(turned, [target[0], target[1], [0, 0, 0]]), transposed(frame(2, 3, 3)));
    expect(farthest(late, two)).toBeLessThan(tolerance.flow);
    expect(farthest(late, sigma)).toBeGreaterThan(1e-4);
    // determinants of both signs: the last mode may have to stay unlearnt
    const rank = svd(later).s.filter((value) => value > 1e-9).length;
    expect(farthest(later, rank === 3 ? sigma : two)).toBeLessThan(tolerance.flow);
  });

  it('has no scale of its own', () => {
    const weights = [normal(1, 2, 2, 0.1), normal(1, 2, 2, 0.1)];
    const balanced = [weights[0], transposed(weights[0])];
    const run = (c: number) => {
      const [w1, w2] = balanced.map((w) => scaled(w, Math.sqrt(c)));
      const times = [0, 0.5 / c, 3 / c];
      return exact
        .riccati({ w1, w2, target: scaled(normal(2, 2, 2), c), times })
        .map(({ data }) => Array.from(data, (v) => v / c));
    };
    const expected = run(1);
    for (const c of [2 ** -900, 2 ** -600, 2 ** 600, 2 ** 1000]) expect(run(c)).toEqual(expected);
  });

  it('never learns what has no weight, and reaches a target that fewer hidden neurons can', () => {
    const zero = scaled(identity(3), 0);
    const [stays] = exact.riccati({ w1: zero, w2: zero, target: identity(3), times: [1e6] });
    expect(stays.data.every((value) => value === 0)).toBe(true);
    const one = balancedPair(0, [3, 1, 3], 3);
    const sigma = combined(
      identity(3),
      [
        [2, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      1,
    );
    const [best] = exact.riccati({ ...one, target: sigma, times: [1e5] });
    const strongest = scaled(identity(3), 0).map((row, i) => row.map((_, j) => (i + j === 0 ? 3 : 0)));
    expect(farthest(best, strongest)).toBeLessThan(tolerance.flow);
  });

  it('has the unbalanced scalar as its smallest case', () => {
    for (const [a0, b0, strength] of [
      [1, 0.2, 1.3],
      [-0.3, 2, -0.7],
    ]) {
      const at = [0, 0.3, 2, 40];
      const scalar = exact.unbalancedScalar({ a0, b0, strength, times: at });
      exact.riccati({ w1: [[a0]], w2: [[b0]], target: [[strength]], times: at }).forEach(({ data }, k) => {
        expect(Math.abs(data[0] - scalar[k])).toBeLessThan(tolerance.flow);
      });
    }
  });

  it('refuses weights that are not λ-balanced and sizes that do not fit', () => {
    const { w1, w2 } = balancedPair(0, [3, 2, 3], 5);
    const target = identity(3);
    const off = w2.map((row, i) => row.map((value, j) => value + (i + j === 0 ? 1e-6 : 0)));
    expect(() => exact.riccati({ w1, w2: off, target, times: [1] })).toThrow('w2: expected λ-balanced weights');
    expect(() => exact.riccati({ w1, w2: target, target, times: [1] })).toThrow('w2: expected 2 columns');
    expect(() => exact.riccati({ w1, w2, target: [[1]], times: [1] })).toThrow('target: expected 3×3, got 1×1');
    expect(() => exact.riccati({ w1, w2, target: scaled(target, Number.NaN), times: [1] })).toThrow('target[0][0]');
    expect(() => exact.riccati({ w1, w2, target, times: [1], lambda: 0 } as never)).toThrow('"lambda"');
  });
});

/** Balanced layers of a given product of the rank, all hidden layers as wide as its smaller side. */
function balancedLayers(initial: Rows, M: number, rank = initial.length): Rows[] {
  const { u, s, vt } = svd(initial);
  // rounding of 1e-17 has roots that would learn
  const roots = identity(s.length).map((row, i) => row.map((value) => (i < rank ? value * s[i] ** (1 / M) : 0)));
  if (M === 1) return [initial];
  const middle = Array.from({ length: M - 2 }, () => roots);
  return [times(roots, toRows(vt)), ...middle, times(toRows(u), roots)];
}

describe('exact.endToEnd', () => {
  it('reproduces the table', () => {
    const { matrices, initial, target, t, w } = table.endToEnd;
    exact.endToEnd({ matrices, initial, target, times: t }).forEach((end, k) => {
      expect(farthest(end, w[k])).toBeLessThan(tolerance.flowTable);
    });
  });

  it.each([1, 2, 3, 4, 6])('is the flow of %d balanced layers, of any shape and rank', (matrices) => {
    for (const [C, D, rank] of [
      [3, 3, 3],
      [2, 4, 2],
      [3, 1, 1],
      [3, 3, 1],
    ]) {
      const initial = scaled(times(normal(31, C, rank), normal(32, rank, D)), 0.5);
      const target = normal(33, C, D);
      const at = [0.8, 0, 0.3];
      exact.endToEnd({ matrices, initial, target, times: at }).forEach((w, k) => {
        const expected = product(layerFlow(balancedLayers(initial, matrices, rank), target, at[k], 300));
        expect(farthest(w, expected)).toBeLessThan(tolerance.limit);
      });
    }
  });

  it.each([3, 5])(
    'forgets how large %d layers were, up to 10^{3M} times Σ, and refuses what rounding unbalances',
    (matrices) => {
      const target = times(times(frame(46, 3, 3), diagonal([2, 1, 0.7])), transposed(frame(47, 3, 3)));
      const start = normal(48, 3, 3);
      const of = (size: number) => start.map((row, i) => row.map((value, j) => (i === 0 && j === 1 ? size : value)));
      const most = 10 ** (3 * matrices);
      const at = [0.6];
      // what is left of a large entry goes as its inverse
      const [near] = exact.endToEnd({ matrices, initial: of(1e8), target, times: at });
      const [far] = exact.endToEnd({ matrices, initial: of(most), target, times: at });
      expect(farthest(far, toRows(near))).toBeLessThan(2e-8);
      expect(() => exact.endToEnd({ matrices, initial: of(3 * most), target, times: at })).toThrow(
        `initial: expected a norm up to 10^${3 * matrices} times that of target, 2.0, got 3.0e+${3 * matrices}`,
      );
      const huge = { matrices, initial: of(1e300), target: scaled(of(1e300), -1), times: at };
      expect(() => exact.endToEnd(huge)).toThrow(/flow: its rates of change are beyond the range of numbers at time 0/);
    },
  );

  it('moves aligned singular values as exact.modes says', () => {
    for (const matrices of [1, 2, 3, 5]) {
      const [u, v] = [frame(1, 4, 2), frame(2, 3, 2)];
      const of = (values: number[]) =>
        times(
          times(u, [
            [values[0], 0],
            [0, values[1]],
          ]),
          transposed(v),
        );
      const at = [0.5, 3, 9];
      const moved = exact.modes({ matrices, strengths: [2, 0.6], initial: [0.05, 0.2], times: at });
      exact.endToEnd({ matrices, initial: of([0.05, 0.2]), target: of([2, 0.6]), times: at }).forEach((w, k) => {
        expect(farthest(w, of(Array.from(moved[k])))).toBeLessThan(10 * tolerance.flow);
      });
    }
  });

  it.each([1, 2, 4])('never brings a determinant of size %d to the other sign: the weakest mode goes to 0', (n) => {
    const seeds = Array.from({ length: 12 }, (_, k) => 60 + k);
    const wrong = seeds.filter((seed) => {
      const start = normal(seed, n, n);
      const target = normal(seed + 100, n, n);
      const { u, s, vt } = svd(target);
      const inModes = matmul(matmul(u, start, { transposeA: true }), vt, { transposeB: true });
      const outOfReach = logDeterminant(inModes).sign < 0;
      const late = [1e3, 1e5].map((t) => t / s[n - 1]);
      for (const w of exact.endToEnd({ matrices: 2, initial: start, target, times: late })) {
        const left = Math.hypot(...w.data.map((value, i) => value - target.flat()[i]));
        expect(Math.abs(left - (outOfReach ? s[n - 1] : 0)) / s[0], `seed ${seed}`).toBeLessThan(tolerance.limit);
      }
      return outOfReach;
    });
    expect(wrong.length).toBeGreaterThan(1);
    expect(wrong.length).toBeLessThan(10);
  });

  it.each([2, 3])(
    'keeps the rank of W(0) for ever, as %d layers whose rows are combinations of each other do',
    (matrices) => {
      const target = [
        [3, 0, 0.3],
        [0, 2, -0.4],
        [0.2, 0.1, 1],
      ];
      const row = normal(49, 1, 3);
      const rankOne = times(normal(50, 3, 1), row);
      const at = [1, 12, 100, 1e4];
      exact.endToEnd({ matrices, initial: rankOne, target, times: at }).forEach((w, k) => {
        const { s } = svd(w);
        expect(s[0]).toBeGreaterThan(0.1);
        expect(s[1] / s[0], `time ${at[k]}`).toBeLessThan(1e-14);
      });
      // a hidden neuron that does the same as another changes nothing but the time: (w, w) turns into (√2 w, 0)
      const twice = { w1: [row[0], row[0]], w2: normal(51, 3, 1).map(([w]) => [w, w]) };
      const size = Math.hypot(...row[0]) / Math.hypot(...twice.w2.map(([w]) => w));
      twice.w2 = twice.w2.map(([w]) => [w * size, w * size]);
      const once = { w1: scaled([row[0]], Math.SQRT2), w2: twice.w2.map(([w]) => [w * Math.SQRT2]) };
      const expected = exact.riccati({ ...once, target, times: at });
      exact.riccati({ ...twice, target, times: at }).forEach((w, k) => {
        expect(farthest(w, toRows(expected[k]))).toBeLessThan(1e-13);
      });
      // but what is only small does learn: rows, columns or neurons of 1e-20 that are no combinations of others
      for (const initial of [diagonal([1, 1e-20, 1e-25]), times(diagonal([1, 1e-20, 1e-25]), frame(52, 3, 3))]) {
        const [late] = exact.endToEnd({ matrices: 2, initial, target, times: [1e3] });
        expect(svd(late).s[2]).toBeGreaterThan(0.5);
      }
    },
  );

  it.each([3, 5])('is the flow of %d layers also when strong modes have arrived long before weak ones', (matrices) => {
    const turned = (values: number[]) => times(times(frame(41, 3, 3), diagonal(values)), transposed(frame(42, 3, 3)));
    const full = normal(43, 3, 3, 0.6);
    const cases: [initial: Rows, strengths: number[], rank?: number][] = [
      [full, [12, 1, 0.2]],
      // the other sign of the determinant: the weakest mode is out of reach
      [full, [12, 1, -0.2]],
      [full, [12, 0, 0]],
      [times(normal(44, 3, 2), normal(45, 2, 3)), [12, 1, 0.9], 2],
      // of equal modes one is out of reach, in a direction that the weights choose
      [full, [12, 12, -12]],
      [scaled(full, -1), [12, 12, 12]],
    ];
    for (const [initial, strengths, rank] of cases) {
      const target = turned(strengths);
      const at = [0.02, 0.8];
      const early = layerFlow(balancedLayers(initial, matrices, rank), target, at[0], 100);
      const late = layerFlow(early, target, at[1] - at[0], 2000);
      exact.endToEnd({ matrices, initial, target, times: at, maxSteps: 1000 }).forEach((w, k) => {
        expect(farthest(w, product([early, late][k])) / 12).toBeLessThan(tolerance.limit);
      });
    }
  });

  it('needs no more steps for strengths and times of any range', () => {
    const few = { matrices: 3, maxSteps: 2000 };
    const strengths = [1e9, -1e6, 30, 1, 1e-3];
    const initial = [0.5, -0.3, 0.8, 0.2, -0.1];
    const at = [1e-9, 0.5, 1e3, 1e12];
    const moved = exact.modes({ matrices: 3, strengths, initial, times: at });
    // aligned, and out of line by next to nothing
    for (const offset of [0, 1e-30]) {
      const start = diagonal(initial);
      start[1][3] = offset;
      exact.endToEnd({ ...few, initial: start, target: diagonal(strengths), times: at }).forEach((w, k) => {
        w.data.forEach((value, i) => {
          const expected = i % 6 === 0 ? moved[k][i / 6] : 0;
          expect(Math.abs(value - expected)).toBeLessThan(tolerance.flow * Math.max(1, Math.abs(expected)));
        });
      });
    }
    // an aligned mode of the wrong sign never comes to the other side
    const [stuck] = exact.endToEnd({ ...few, initial: diagonal([-1, 1]), target: diagonal([1, 1e-3]), times: [1e12] });
    expect(farthest(stuck, diagonal([0, 1e-3]))).toBeLessThan(tolerance.flow);
    // weights without the third direction learn the two strongest modes; a flow begins where another one ends
    const sigma = times(times(frame(1, 3, 3), diagonal([1e9, 1e3, 1])), transposed(frame(2, 3, 3)));
    const two = times(normal(3, 3, 2), normal(4, 2, 3));
    const best = times(times(frame(1, 3, 3), diagonal([1e9, 1e3, 0])), transposed(frame(2, 3, 3)));
    const [half, end] = exact.endToEnd({ ...few, initial: two, target: sigma, times: [1e-4, 10] });
    expect(farthest(end, best) / 1e9).toBeLessThan(tolerance.flow);
    const [rest] = exact.endToEnd({ ...few, initial: toRows(half), target: sigma, times: [10 - 1e-4] });
    expect(farthest(rest, toRows(end)) / 1e9).toBeLessThan(tolerance.flow);
  });

  it('reaches its target at last, stays without weight, and says when time is too long', () => {
    const initial = combined(identity(3), normal(1, 3, 3), 0.1);
    const target = combined(identity(3), normal(2, 3, 3), 0.2);
    for (const matrices of [1, 2, 3, 7]) {
      const [end] = exact.endToEnd({ matrices, initial, target, times: [1e12] });
      expect(farthest(end, target)).toBeLessThan(tolerance.flow);
      if (matrices === 1) continue;
      const [none] = exact.endToEnd({ matrices, initial: scaled(initial, 0), target, times: [1e12] });
      expect(farthest(none, scaled(initial, 0))).toBe(0);
    }
    // two modes of nearly equal strength, weight for one of them: it turns from one to the other
    const flat = { matrices: 3, initial: times([[0.5], [0.25]], [[1, 0.4]]), target: diagonal([1.5, 1.4999]) };
    expect(() => exact.endToEnd({ ...flat, times: [1e12], maxSteps: 50 })).toThrow('within 50 steps');
    // without a target modes of W(0) go down as powers of time: u^(−2+2/M) grows by (2M − 2)t
    const [gone] = exact.endToEnd({
      matrices: 3,
      initial: [
        [2, 1],
        [0, 1],
      ],
      target: [
        [0, 0],
        [0, 0],
      ],
      times: [1e300],
      maxSteps: 1,
    });
    const size = (4 * 1e300) ** -0.75;
    const [one, two, three, four] = gone.data.map((entry) => entry / size);
    expect(one ** 2 + two ** 2 + three ** 2 + four ** 2).toBeCloseTo(2, 9);
    expect(one * four - two * three).toBeCloseTo(1, 9);
    expect(() => exact.endToEnd({ ...flat, target: [[1]], times: [1] })).toThrow('target: expected 2×2');
    expect(() => exact.endToEnd({ ...flat, matrices: 1.5, times: [1] })).toThrow('matrices');
    expect(() => exact.endToEnd({ ...flat, times: [1], hidden: 2 } as never)).toThrow('"hidden"');
  });
});

describe('exact.lossBound', () => {
  const lossOf = (w: Matrix, target: Rows) => 0.5 * target.flat().reduce((sum, s, i) => sum + (w.data[i] - s) ** 2, 0);

  it.each([1, 2, 3, 5])('bounds the loss of %d matrices, sharply for small distances', (matrices) => {
    const at = [0, 0.2, 1, 3];
    for (const [C, D] of [
      [3, 3],
      [2, 4],
      [4, 2],
    ]) {
      const eye = identity(4)
        .slice(0, C)
        .map((row) => row.slice(0, D));
      const target = combined(scaled(eye, 1.5), normal(3, C, D), 0.1);
      const initial = combined(target, normal(4, C, D), 0.1);
      const bound = exact.lossBound({ matrices, initial, target, times: at });
      exact.endToEnd({ matrices, initial, target, times: at }).forEach((w, k) => {
        expect(lossOf(w, target)).toBeLessThan(bound[k] * (1 + tolerance.limit));
      });
    }
    const target = scaled(identity(2), 2);
    const initial = scaled(identity(2), 1.999);
    const [bound] = exact.lossBound({ matrices, initial, target, times: [0.3] });
    const [w] = exact.endToEnd({ matrices, initial, target, times: [0.3] });
    expect(lossOf(w, target) / bound).toBeGreaterThan(0.97);
  });

  it('has a premise, which it checks', () => {
    const bad = { matrices: 3, initial: scaled(identity(2), 0.2), target: identity(2), times: [1] };
    expect(() => exact.lossBound(bad)).toThrow('initial: expected a positive deficiency margin');
    expect(() => exact.lossBound({ ...bad, target: [[1]] })).toThrow('target: expected 2×2');
  });
});

describe('exact.conserved', () => {
  it('is W_{j+1}ᵀW_{j+1} − W_jW_jᵀ, in units of the rates', () => {
    const weights = [normal(1, 3, 2), normal(2, 4, 3), normal(3, 1, 4)];
    const found = exact.conserved(weights, { rates: [1, 0.5, 4] });
    expect(found).toHaveLength(2);
    [0, 1].forEach((j) => {
      const [low, high] = [[1, 0.5, 4][j], [1, 0.5, 4][j + 1]];
      const upper = scaled(times(transposed(weights[j + 1]), weights[j + 1]), 1 / high);
      const expected = combined(upper, times(weights[j], transposed(weights[j])), -1 / low);
      expect(farthest(found[j], expected)).toBeLessThan(tolerance.flow);
    });
    const after = layerFlow(weights, normal(4, 1, 2), 0.1, 800);
    exact.conserved(after).forEach((m, j) => {
      expect(farthest(m, toRows(exact.conserved(weights)[j]))).toBeLessThan(tolerance.flow);
    });
    for (const m of exact.conserved(balancedLayers(normal(5, 3, 3), 4))) {
      expect(farthest(m, scaled(identity(3), 0))).toBeLessThan(tolerance.flow);
    }
  });

  it('refuses layers that do not follow one another', () => {
    expect(() => exact.conserved([normal(1, 3, 2), normal(2, 4, 2)])).toThrow('weights[1]: expected 3 columns');
    expect(() => exact.conserved([normal(1, 3, 2)], { rates: [1, 2] })).toThrow('rates: expected 1 numbers');
    expect(() => exact.conserved([normal(1, 3, 2)], { rates: [0] })).toThrow('rates[0]');
    expect(() => exact.conserved(1 as never)).toThrow('weights: expected an array');
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    expect(() => exact.conserved([normal(1, 3, 2), ,] as never)).toThrow('weights[1]: expected a Matrix');
    expect(exact.conserved([normal(1, 3, 2)])).toEqual([]);
  });
});
