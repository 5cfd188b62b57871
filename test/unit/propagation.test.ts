import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NumericalError } from '../../src/errors';
import { lengthFixedPoint } from '../../src/limits/fixedPoints/lengthFixedPoint';
import type { Activation } from '../../src/limits/kernels/activation';
import { knownActivation } from '../../src/limits/kernels/activation';
import { farSlopes } from '../../src/limits/kernels/farSlopes';
import { ntkKernel } from '../../src/limits/ntkKernel';
import { type PropagationOptions, propagation } from '../../src/limits/propagation';
import { tolerance } from '../tolerances';

interface Table {
  points: {
    act: 'tanh' | 'erf' | 'linear' | 'relu';
    sw2: number;
    sb2: number;
    qstar: number;
    cstar: number;
    chi1: number;
    chi_c: number;
    xi_c: number;
    xi_q: number;
  }[];
  trajectory: { act: 'tanh' | 'linear'; sw2: number; sb2: number; q0: number; c0: number; q: number[]; c: number[] }[];
}
const table: Table = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'reference', 'data', 'propagation.json'), 'utf8'),
);
const near = (found: number, expected: number, relative: number) =>
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected));
const point = (activation: Activation, weightVariance: number, biasVariance = 0) =>
  propagation({ activation, weightVariance, biasVariance });
const clipped: Activation = {
  value: (u) => Math.max(-1, Math.min(1, u)),
  derivative: (u) => (Math.abs(u) < 1 ? 1 : 0),
  kinks: [-1, 1],
};

describe('propagation', () => {
  it.each(table.points)('has the tabulated fixed points, slopes and depth scales: $act, s² = $sw2', (row) => {
    const found = point(row.act, row.sw2, row.sb2);
    near(found.qStar, row.qstar, tolerance.limit);
    near(found.cStar, row.cstar, tolerance.limit);
    near(found.chi1, row.chi1, tolerance.meanField);
    near(found.chiC, row.chi_c, tolerance.meanField);
    near(found.xiC, row.xi_c, tolerance.meanField);
    near(found.xiQ, row.xi_q, tolerance.meanField);
    expect(found.phase).toBe(row.chi1 < 1 ? 'ordered' : 'chaotic');
  });

  it.each(table.trajectory)('has the tabulated trajectory: $act', ({ act, sw2, sb2, q0, c0, q, c }) => {
    const { trajectory } = point(act, sw2, sb2);
    const found = trajectory({ q0, c0, layers: q.length - 1 });
    q.forEach((value, l) => {
      near(found.q[l], value, tolerance.limit);
    });
    c.forEach((value, l) => {
      near(found.c[l], value, tolerance.limit);
    });
  });

  it.each<[Activation, number, number]>([
    ['tanh', 1.3, 0.05],
    ['tanh', 2.5, 0.05],
    ['erf', 3, 0],
    ['sin', 2, 0.1],
    ['gelu', 1.8, 0.2],
    ['leakyRelu', 1.5, 0.3],
    [clipped, 2, 0.1],
    [{ value: Math.tanh }, 2.5, 0.05],
    [{ value: (u) => Math.cos(u) + 0.5 * u }, 1.2, 0.1],
  ])('is where iteration of the maps ends, at the predicted rates: %o, %f, %f', (activation, s2, b2) => {
    const { qStar, cStar, chiC, chi1, xiQ, xiC, lengthMap, correlationMap } = point(activation, s2, b2);
    let q = 1;
    for (let l = 0; l < 150; l++) q = lengthMap(q);
    near(qStar, q, tolerance.limit);
    let c = 0.3;
    for (let l = 0; l < 150; l++) c = correlationMap(c);
    expect(Math.abs(c - cStar)).toBeLessThan(tolerance.limit + Math.exp(-150 / xiC));
    // slopes of the maps by central differences
    const h = 1e-4;
    const slopeQ = (lengthMap(qStar + h) - lengthMap(qStar - h)) / (2 * h);
    expect(Math.abs(Math.exp(-1 / xiQ) - Math.abs(slopeQ))).toBeLessThan(tolerance.hessianByDifferences);
    expect(cStar < 1 ? chiC : chi1).toBe(chiC);
    if (cStar < 1) {
      const slopeC = (correlationMap(cStar + h) - correlationMap(cStar - h)) / (2 * h);
      expect(Math.abs(chiC - slopeC)).toBeLessThan(tolerance.hessianByDifferences);
    }
  });

  it('stays exact close to criticality, where iteration takes millions of layers', () => {
    const edge = 1.37583900734668;
    for (const distance of [1e-4, 1e-6]) {
      const [ordered, chaotic] = [point('erf', edge - distance, 0.05), point('erf', edge + distance, 0.05)];
      expect([ordered.phase, chaotic.phase]).toEqual(['ordered', 'chaotic']);
      expect(chaotic.cStar).toBeLessThan(1);
      expect(Math.abs(chaotic.correlationMap(chaotic.cStar) - chaotic.cStar)).toBeLessThan(tolerance.recursion(1));
      // both depth scales are the inverse distance to leading order, with the same factor
      near(chaotic.xiC, ordered.xiC, 100 * distance);
      near(ordered.xiC * distance, point('erf', edge - distance / 10, 0.05).xiC * (distance / 10), 100 * distance);
    }
    const marginal = point('tanh', 1 + 1e-4);
    expect(Math.abs(marginal.qStar - 5e-5)).toBeLessThan(1e-4 ** 2);
    expect(marginal.phase).toBe('chaotic');
  });

  it('knows linear nets in closed form', () => {
    const { qStar, chi1, xiQ, xiC, cStar } = point('linear', 0.8, 0.1);
    near(qStar, 0.5, tolerance.recursion(1));
    expect([chi1, cStar]).toEqual([0.8, 1]);
    near(xiQ, -1 / Math.log(0.8), tolerance.recursion(1));
    near(xiC, xiQ, tolerance.recursion(1));
    expect(point('linear', 1)).toMatchObject({
      qStar: 1,
      cStar: Number.NaN,
      phase: 'critical',
      xiC: Number.POSITIVE_INFINITY,
    });
    expect(point('linear', 1.1, 0.1)).toMatchObject({ qStar: Number.POSITIVE_INFINITY, phase: 'chaotic' });
    expect(point('linear', 0.9)).toMatchObject({ qStar: 0, phase: 'ordered', cStar: Number.NaN });
    const kept = point('linear', 1.7).trajectory({ c0: -0.4, layers: 30 });
    kept.c.forEach((c) => {
      near(c, -0.4, tolerance.recursion(30));
    });
  });

  it.each<[string, Activation, number, number]>([
    ['softplus', { value: (u) => Math.log1p(Math.exp(-Math.abs(u))) + Math.max(u, 0) }, 1, 0.5],
    ['SiLU', { value: (u) => u / (1 + Math.exp(-u)) }, 1, 0.5],
    ['leaky ELU', { value: (u) => (u > 0 ? 1.2 * u : 0.5 * u + Math.expm1(u)) }, 1, (1.2 ** 2 + 0.5 ** 2) / 2],
    ['u + tanh u', { value: (u) => u + Math.tanh(u) }, Number.NaN, 1],
  ])(
    'where lengths grow without bound %s has the slopes of the lines that it becomes',
    (_, activation, cStar, slope) => {
      const found = point(activation, 3, 0.1);
      expect(found).toMatchObject({ qStar: Number.POSITIVE_INFINITY, cStar, phase: 'chaotic' });
      near(found.chi1, 3 * slope, 1e-9);
      // the first layers tell too, but for what is not yet a line
      const { q, gradient } = found.trajectory({ q0: 1e12, c0: 1, layers: 1 });
      near(gradient[0], found.chi1, 1e-4);
      near(q[1] / q[0], found.chi1, 1e-4);
    },
  );

  it('a function that becomes no line has no χ_1 where lengths grow without bound', () => {
    expect(point({ value: (u) => u * u }, 3)).toMatchObject({ qStar: Number.POSITIVE_INFINITY, chi1: Number.NaN });
    const others = [
      (u: number) => u + Math.sin(u),
      (u: number) => u * Math.log1p(u * u),
      (u: number) => Math.abs(u) ** 0.9,
    ];
    for (const value of others) expect(farSlopes(knownActivation({ value, kinks: [0] }))).toBeUndefined();
    // its lengths are bounded, if beyond what is searched
    expect(() => point({ value: Math.tanh }, 1e25)).toThrow('expected lengths below 1e20');
  });

  it('a critical ReLU net aligns inputs by the power law 9π²/(2 l²)', () => {
    const found = point('relu', 2);
    expect(found).toMatchObject({ qStar: 1, cStar: 1, chi1: 1, phase: 'critical', xiC: Number.POSITIVE_INFINITY });
    const { c } = found.trajectory({ c0: 0.5, layers: 20_000 });
    // 1/√(1 − c) grows by √2/(3π) a layer
    const root = (l: number) => 1 / Math.sqrt(1 - c[l]);
    near((root(20_000) - root(10_000)) / 10_000, Math.SQRT2 / (3 * Math.PI), 1e-3);
  });

  it('gradients grow by chi1 a layer at the fixed point', () => {
    const { qStar, chi1, trajectory } = point('tanh', 2, 0.05);
    const { gradient } = trajectory({ q0: qStar, c0: 0, layers: 12 });
    gradient.forEach((value, l) => {
      near(value, chi1 ** (12 - l), tolerance.limit);
    });
  });

  it('reaches the fixed point on the side where it starts', () => {
    const start = (q0: number) => propagation({ activation: 'gelu', weightVariance: 3, q0 });
    expect(start(0.1).qStar).toBe(0);
    expect(start(5).qStar).toBe(Number.POSITIVE_INFINITY);
    expect(start(5)).toMatchObject({ chi1: 1.5, cStar: 1 });
  });

  it('correlations do not depend on lengths that do not matter, however large or small', () => {
    for (const [activation, near0, lengths] of [
      ['relu', 1, [1e-300, 1e-165, 1e155, 1e300]],
      ['leakyRelu', 1, [1e-300, 1e-165, 1e155, 1e300]],
      ['tanh', 1e-20, [1e-300, 1e-165]],
      ['erf', 1e-20, [1e-300, 1e-165]],
      ['gelu', 1e20, [1e155, 1e300]],
    ] as const) {
      const { correlationMap, trajectory } = point(activation, 2);
      const run = (q0: number) => trajectory({ q0, c0: 0.5, layers: 2 }).c[2];
      for (const q of lengths) {
        near(correlationMap(0.5, q), correlationMap(0.5, near0), tolerance.limit);
        near(run(q), run(near0), tolerance.limit);
      }
    }
    // lengths underflow on the way
    const { c, q } = point('relu', 1).trajectory({ c0: 0.5, layers: 1200 });
    expect(q[1200]).toBe(0);
    near(c[1200], point('relu', 2).trajectory({ c0: 0.5, layers: 1200 }).c[1200], tolerance.limit);
  });

  it('tanh nets of huge weights are nets of signs', () => {
    for (const weightVariance of [1e4, 1e12, 1e18]) {
      const { qStar, cStar, chiC, xiC } = point('tanh', weightVariance);
      near(qStar / weightVariance, 1, 1 / Math.sqrt(weightVariance));
      near(cStar, 0, tolerance.limit);
      near(chiC, 2 / Math.PI, 2 / Math.sqrt(weightVariance));
      near(xiC, 1 / Math.log(Math.PI / 2), 10 / Math.sqrt(weightVariance));
    }
  });

  it('takes even functions, and keeps its digits at any length of a tanh net', () => {
    const even = {
      value: (u: number) => u * u * Math.exp(-u * u),
      derivative: (u: number) => 2 * u * (1 - u * u) * Math.exp(-u * u),
    };
    expect(propagation({ activation: even, weightVariance: 1 }).correlationMap(0, 1)).toBeGreaterThan(0);
    // mpmath's quadrature of the same expectations
    const { trajectory } = propagation({ activation: 'tanh', weightVariance: 1.5, biasVariance: 0.05 });
    for (const [q0, c1] of [
      [200, 0.373749],
      [1e3, 0.363417],
      [1e4, 0.35757],
    ])
      expect(trajectory({ q0, c0: 0.5, layers: 1 }).c[1]).toBeCloseTo(c1, 6);
  });

  it('keeps 1 − c of close inputs in chaos', () => {
    const { qStar, trajectory } = point('erf', 10, 0.1);
    const r = (2 * qStar) / (1 + 2 * qStar);
    for (const start of [1e-4, 1e-10, 1e-12, 1e-14]) {
      // the closed form, as a map of 1 − c
      const c0 = 1 - start;
      let gap = 1 - c0;
      const { c } = trajectory({ q0: qStar, c0, layers: 60 });
      for (let l = 1; l <= 60 && gap < 0.3; l++) {
        const s = r * (1 - gap);
        const sine = (r * r * gap * (2 - gap)) / (r * Math.sqrt((1 - s) * (1 + s)) + s * Math.sqrt((1 - r) * (1 + r)));
        gap = (10 * (2 / Math.PI) * Math.asin(sine)) / qStar;
        expect(Math.abs((1 - c[l]) / gap - 1)).toBeLessThan(tolerance.limit + 1e-15 / gap);
      }
    }
  });

  it('keeps 1 − c of close inputs that a bias first brings closer', () => {
    const maps = propagation({ activation: 'erf', weightVariance: 10, biasVariance: 0.2 });
    const { c } = maps.trajectory({ q0: 1e-6, c0: 0.999999, layers: 29 });
    expect(1 - c[1]).toBeLessThan(1e-10);
    // by the closed form in 50 digits
    expect(Math.abs(c[29] - 0.94154071778793)).toBeLessThan(1e-9);
  });

  it('finds a stable and an unstable fixed point close to each other: GELU near the largest bias that has any', () => {
    // E φ² in closed form
    const square = (q: number) =>
      q / 4 +
      (q * Math.atan2(q, Math.sqrt(1 + 2 * q)) + (2 * q * q) / ((1 + q) * Math.sqrt(1 + 2 * q))) / (2 * Math.PI);
    for (const weightVariance of [2.01, 2.3, 3]) {
      const rest = (q: number) => q - weightVariance * square(q);
      let largest = 0;
      for (let q = 1e-3; q < 50; q *= 1.001) largest = Math.max(largest, rest(q));
      for (const share of [1.001, 0.999, 0.97, 0.7]) {
        for (const q0 of [0.01, 0.3, 1, 30]) {
          const biasVariance = largest * share;
          let q = q0;
          for (let layer = 0; layer < 1e5 && q < 1e10; layer++) q = weightVariance * square(q) + biasVariance;
          const { qStar } = propagation({ activation: 'gelu', weightVariance, biasVariance, q0 });
          if (q < 1e10) near(qStar, q, tolerance.meanField);
          else expect(qStar).toBe(Number.POSITIVE_INFINITY);
        }
      }
    }
  });

  it('keeps the digits of sines of large arguments', () => {
    for (const size of [3, 50, 1e10]) {
      const weightVariance = (2 * size) / -Math.expm1(-2 * size);
      const found = propagation({ activation: 'sin', weightVariance, q0: size });
      near(found.qStar, size, tolerance.limit);
      // e^(−2q) is 0 beyond float64
      near(found.xiQ, size < 370 ? 1 / (2 * size - Math.log(weightVariance)) : 0, tolerance.limit);
    }
  });

  it.each<[string, (u: number) => number, string]>([
    ['√u', Math.sqrt, 'φ(-'],
    ['log u', Math.log, 'φ(-'],
    ['NaN beyond 3', (u) => (Math.abs(u) > 3 ? Number.NaN : u), 'φ(-3.'],
    ['Infinity beyond 2', (u) => (u > 2 ? Number.POSITIVE_INFINITY : u), 'φ(2.0'],
  ])('says where a given function is no number: %s', (_, value, where) => {
    for (const q0 of [0, 0.5, 1]) {
      const options = { activation: { value }, weightVariance: 1.5, biasVariance: 0.1, q0 };
      const expected = `activation: expected a number at every u, got ${q0 === 0 ? 'φ(' : where}`;
      expect(() => propagation(options)).toThrow(NumericalError);
      expect(() => propagation(options)).toThrow(expected);
    }
    const slope = { value: Math.tanh, derivative: (u: number) => Math.abs(value(u) - u) * value(u) };
    expect(() => propagation({ activation: slope, weightVariance: 1 })).toThrow("got φ'(");
  });

  it('lengths that grow by a constant for ever are not fixed where that is lost in the integrals: snake, u + sin² u', () => {
    const snake = { value: (u: number) => u + Math.sin(u) ** 2, derivative: (u: number) => 1 + Math.sin(2 * u) };
    // q' = s² (q + 3/8) at large q
    expect(propagation({ activation: snake, weightVariance: 1 }).qStar).toBe(Number.POSITIVE_INFINITY);
    const below = 1 - 1e-5;
    const rest = 1 - below;
    // the length alone: correlations of what turns around so fast are refused
    const map = { activation: knownActivation(snake), weightVariance: below, biasVariance: 0 };
    expect(Math.abs((lengthFixedPoint(map, 1) * rest) / (0.375 * below) - 1)).toBeLessThan(tolerance.limit);
  });

  it('finds the fixed point before the length at which a given function overflows, and does not take that for growth', () => {
    const derivative = (u: number) => 1 / (1 + Math.exp(-u));
    const naive = { value: (u: number) => Math.log(1 + Math.exp(u)), derivative };
    const stable = { value: (u: number) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))), derivative };
    for (const biasVariance of [5, 125, 145]) {
      const [found, right] = [naive, stable].map((activation) => point(activation, 1.9, biasVariance));
      near(found.qStar, right.qStar, tolerance.limit);
      near(found.xiC, right.xiC, tolerance.limit);
    }
    const net = point(stable, 1.9999, 10);
    near(net.lengthMap(net.qStar), net.qStar, tolerance.limit);
    expect(() => point(naive, 1.9999, 10)).toThrow('φ(709.78');
    expect(() => point(naive, 1.9, 5).lengthMap(1e5)).toThrow('φ(709.78');
    // whose squares overflow grows
    expect(point({ value: Math.exp }, 1).qStar).toBe(Number.POSITIVE_INFINITY);
    expect(point({ value: (u) => u * u }, 1).qStar).toBe(Number.POSITIVE_INFINITY);
  });

  it('a function by value alone that overflows is refused with some million looks at it, not billions', () => {
    let calls = 0;
    const value = (u: number) => {
      calls++;
      return Math.log(1 + Math.exp(u));
    };
    expect(() => point({ value }, 2.5, 0.05)).toThrow('φ(709.78');
    expect(calls).toBeLessThan(2e7);
  });

  it.each([1e3])('of a given tanh, at a weight variance of %d, is that of the named one', (weightVariance) => {
    const derivative = (u: number) => 1 / Math.cosh(u) ** 2;
    const options = { weightVariance, biasVariance: 0.1 * weightVariance };
    const named = propagation({ ...options, activation: 'tanh' });
    const given = propagation({ ...options, activation: { value: Math.tanh, derivative } });
    for (const key of ['qStar', 'cStar', 'chi1', 'chiC', 'xiQ', 'xiC'] as const)
      expect(Math.abs(given[key] / named[key] - 1), key).toBeLessThan(tolerance.limit);
  });

  it('trajectories pass the layer from which float64 does not hold the lengths, and no kernel tries to', {
    timeout: 2000,
  }, () => {
    const square = { value: (u: number) => u * u, derivative: (u: number) => 2 * u };
    const grown = point(square, 1, 0.1).trajectory({ c0: 0.6, layers: 11 });
    expect([...grown.q.slice(9)].map(Number.isFinite)).toEqual([true, false, false]);
    expect([...grown.c.slice(9)].map(Number.isNaN)).toEqual([false, true, true]);
    expect(() => ntkKernel([[1e75]], { activation: square, hidden: 3 })).toThrow('got Infinity of row 0 after layer 2');
    // a share of lengths that are not known is not 0 or 1
    for (const activation of ['linear', 'relu', 'gelu'] as const) {
      const { q, c } = point(activation, 4, 0.1).trajectory({ q0: 1e308, c0: 0.999, layers: 2 });
      expect([q[2], c[2]], activation).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
    }
  });

  it('refuses roots, whose slopes have no mean square, at once', { timeout: 2000 }, () => {
    for (const [value, place] of [
      [Math.cbrt, 0],
      [(u: number) => Math.sign(u) * Math.sqrt(Math.abs(u)), 0],
      [(u: number) => Math.cbrt(u - 1), 1],
    ] as const) {
      const message = `activation: expected a slope with a mean square (it is that of a root at ${place})`;
      expect(() => point({ value, kinks: [place] }, 1, 0.1)).toThrow(message);
    }
    // steep, but with a slope
    expect(point({ value: (u) => 1e6 + Math.max(u, 0) }, 1, 0.1).chi1).toBeCloseTo(0.5, 9);
  });

  it('refuses what it does not know, by name', () => {
    const good = { activation: 'tanh', weightVariance: 1 } as const;
    const wrong: [Partial<Record<keyof PropagationOptions, unknown>> & Record<string, unknown>, string][] = [
      [{ activation: 'softmax' }, 'activation: expected one of'],
      [{ weightVariance: 0 }, 'weightVariance: expected a positive finite number, got 0'],
      [{ biasVariance: -1 }, 'biasVariance: expected a non-negative finite number, got -1'],
      [{ q0: Number.NaN }, 'q0: expected'],
      [{ depth: 3 }, 'got "depth"'],
      [{ activation: { value: Math.sign, kinks: [0] } }, 'activation: expected a continuous function (jump of 2 at 0)'],
    ];
    for (const [change, message] of wrong) {
      expect(() => propagation({ ...good, ...change } as PropagationOptions)).toThrow(message);
    }
    const { correlationMap, trajectory } = propagation(good);
    expect(() => correlationMap(2, 1)).toThrow('c: expected a correlation between −1 and 1, got 2');
    expect(() => correlationMap(0.5)).toThrow('q: expected a positive finite number, got 0');
    expect(() => trajectory({ c0: 0, layers: -1 })).toThrow('layers');
  });
});
