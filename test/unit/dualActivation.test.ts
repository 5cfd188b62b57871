import { describe, expect, it } from 'vitest';
import { ValueError } from '../../src/errors';
import { type ActivationFunction, knownActivation } from '../../src/limits/kernels/activation';
import { type DualActivation, dualActivation } from '../../src/limits/kernels/dualActivation';
import { gaussianMoments } from '../../src/limits/kernels/gaussianMoments';
import { polarExpectation } from '../../src/limits/kernels/polarExpectation';
import { quadratureDual } from '../../src/limits/kernels/quadratureDual';
import { tanhExpectation } from '../../src/limits/kernels/tanhExpectation';
import { gaussLegendre } from '../../src/special/gaussLegendre';
import { tolerance } from '../tolerances';

const variances = Float64Array.of(0.3, 1.7, 4.2, 25);
const pairs: [number, number, number][] = [
  [0, 1, 0.5],
  [1, 2, -0.9],
  [2, 3, 0.999],
  [2, 2, 1],
  [3, 3, -1],
  [0, 3, 0],
];

function pairOf(dual: DualActivation, i: number, j: number, c: number): number[] {
  const [k, d] = [Float64Array.of(c), Float64Array.of(0)];
  dual.pairs(dual.rows(variances), i, dual.rows(variances.slice()), j, k, d);
  return [k[0], d[0]];
}

function closedForm(name: 'erf' | 'gelu', a: number, b: number, c: number) {
  const dual = dualActivation(name, 1e-9);
  const [k, d] = [Float64Array.of(c), Float64Array.of(0)];
  dual.pairs(dual.rows(Float64Array.of(a)), 0, dual.rows(Float64Array.of(b)), 0, k, d);
  return { value: k[0], slope: d[0] };
}

describe('dualActivation', () => {
  it.each(['linear', 'relu', 'leakyRelu', { leakyRelu: 0.2 }, { leakyRelu: -1.5 }, 'sin'] as const)(
    '%j: closed form, polar quadrature and series are one',
    (name) => {
      const activation = knownActivation(name);
      for (const [i, j, rho] of pairs) {
        const scale = Math.sqrt(variances[i] * variances[j]);
        const [value, slope] = pairOf(dualActivation(name, 1e-9), i, j, rho * scale);
        const polar = polarExpectation(activation)(variances[i], variances[j], rho * scale);
        const series = pairOf(quadratureDual(activation, 1e-9), i, j, rho * scale);
        for (const [found, wanted] of [
          [polar.value, value],
          [polar.slope, slope],
          [series[0], value],
          [series[1], slope],
        ]) {
          expect(Math.abs(found - wanted)).toBeLessThan(tolerance.staticQuadrature * (1 + scale));
        }
      }
    },
  );

  it.each(['erf', 'gelu'] as const)('%s: closed form and series are one', (name) => {
    for (const [i, j, rho] of pairs.slice(0, 3)) {
      const scale = Math.sqrt(variances[i] * variances[j]);
      const closed = pairOf(dualActivation(name, 1e-9), i, j, rho * scale);
      const series = pairOf(quadratureDual(knownActivation(name), 1e-9), i, j, rho * scale);
      for (const k of [0, 1])
        expect(Math.abs(closed[k] - series[k])).toBeLessThan(tolerance.staticQuadrature * (1 + scale));
    }
  });

  it.each([
    [
      'ELU',
      {
        value: (u: number) => (u > 0 ? u : Math.expm1(u)),
        derivative: (u: number) => (u > 0 ? 1 : Math.exp(u)),
        kinks: [0],
      },
    ],
    [
      'hard tanh',
      {
        value: (u: number) => Math.max(-1, Math.min(1, u)),
        derivative: (u: number) => (Math.abs(u) < 1 ? 1 : 0),
        kinks: [-1, 1],
      },
    ],
    ['sign', { value: Math.sign, derivative: () => 0, kinks: [0] }],
    [
      'ReLU6',
      {
        value: (u: number) => Math.max(0, Math.min(6, u)),
        derivative: (u: number) => (u > 0 && u < 6 ? 1 : 0),
        kinks: [0, 6],
      },
    ],
  ])(
    '%s: series and polar quadrature are one within their claims, which need no quadrature but near ρ = ±1',
    (_, given) => {
      const activation = knownActivation(given);
      let asked = 0;
      const dual = quadratureDual(activation, 1e-10, (a, b, c) => {
        if (a !== b || Math.abs(c) !== a) asked++;
        return polarExpectation(activation)(a, b, c);
      });
      const rhos = [0, 0.1, -0.5, 0.7, 0.85, -0.9];
      for (const a of [1e-6, 0.3, 3, 10]) {
        for (const b of [0.01, 2, 10]) {
          const [left, right] = [dual.rows(Float64Array.of(a)), dual.rows(Float64Array.of(b))];
          for (const rho of [...rhos, 0.999]) {
            const c = rho * Math.sqrt(a * b);
            const [k, d] = [Float64Array.of(c), Float64Array.of(0)];
            const claimed = dual.pairs(left, 0, right, 0, k, d);
            const polar = polarExpectation(activation)(a, b, c);
            expect(Math.abs(k[0] - polar.value)).toBeLessThanOrEqual(
              claimed.value + polar.valueError + 4e-15 * (1 + Math.sqrt(a * b)),
            );
            expect(Math.abs(d[0] - polar.slope)).toBeLessThanOrEqual(claimed.slope + polar.slopeError + 4e-15);
            expect(claimed.value + claimed.slope).toBeLessThan(2e-10);
          }
        }
      }
      // at most those of ρ = 0.999
      expect(asked).toBeLessThanOrEqual(12);
    },
  );

  it('sin stays exact where e^(a) would overflow, and for the least covariances', () => {
    const dual = dualActivation('sin', 1e-9);
    const q = Float64Array.of(2000, 0.5);
    const [k, d] = [Float64Array.of(2000), Float64Array.of(0)];
    dual.pairs(dual.rows(q), 0, dual.rows(q.slice()), 0, k, d);
    expect([k[0], d[0]]).toEqual([0.5, 0.5]);
    const small = Float64Array.of(1e-20);
    dual.pairs(dual.rows(q), 1, dual.rows(q.slice()), 1, small);
    expect(Math.abs(small[0] / (1e-20 * Math.exp(-0.5)) - 1)).toBeLessThan(tolerance.special);
  });

  it('tanh: its scale mixture and the series are one', () => {
    const series = quadratureDual(knownActivation('tanh'), 1e-12);
    for (const [i, j, rho] of pairs) {
      const c = rho * Math.sqrt(variances[i] * variances[j]);
      const [value, slope] = pairOf(series, i, j, c);
      const mixed = tanhExpectation(variances[i], variances[j], c);
      expect(Math.abs(mixed.value - value)).toBeLessThan(tolerance.staticQuadrature);
      expect(Math.abs(mixed.slope - slope)).toBeLessThan(tolerance.staticQuadrature);
    }
  });

  it.each([1e-8, 0.5, 40, 1e4, 1e9, 1e15, 1e40])(
    'tanh at variance %d: squares of one neuron, and Price: d E φφ/dc = E φφ slopes',
    (q) => {
      const same = tanhExpectation(q, q, q);
      const line = gaussianMoments(knownActivation('tanh'), q);
      expect(Math.abs(same.value / line.square - 1)).toBeLessThan(tolerance.staticQuadrature);
      expect(Math.abs(same.slope / line.slope - 1)).toBeLessThan(tolerance.staticQuadrature);
      // from covariance 0, where E φφ' = 0, to 0.9√(ab); in the angle, in which slopes are smooth
      const [b, end] = [3 * q, Math.asin(0.9)];
      const size = Math.sqrt(q * b);
      const { nodes, weights } = gaussLegendre(40);
      let integral = 0;
      nodes.forEach((node, i) => {
        const angle = (end * (1 + node)) / 2;
        const { slope } = tanhExpectation(q, b, size * Math.sin(angle));
        integral += (end / 2) * weights[i] * size * Math.cos(angle) * slope;
      });
      const { value } = tanhExpectation(q, b, 0.9 * size);
      expect(Math.abs(value / integral - 1)).toBeLessThan(tolerance.staticQuadrature);
      expect(tanhExpectation(q, b, -0.9 * size).value).toBe(-value);
    },
  );

  it('tanh far out is a sign, whose kernel is an arcsine', () => {
    for (const q of [1e20, 1e150, 1e300]) {
      const { value, slope } = tanhExpectation(q, q, q / 2);
      expect(value).toBeCloseTo(1 / 3, 12);
      expect(slope * q).toBeCloseTo(2 / Math.PI / Math.sqrt(0.75), 12);
    }
  });

  it.each([15, 300, 1e6])('given functions that bend within one of length %d, in polar coordinates', (length) => {
    const q = length * length;
    for (const [b, rho] of [
      [1, 0.3],
      [1, 1],
      [1.3, 0.99],
      [0.3, -0.8],
    ]) {
      const c = rho * Math.sqrt(b) * q;
      for (const [name, right] of [
        ['tanh', tanhExpectation(q, b * q, c)],
        ['erf', closedForm('erf', q, b * q, c)],
        ['gelu', closedForm('gelu', q, b * q, c)],
      ] as const) {
        const polar = polarExpectation(knownActivation(name))(q, b * q, c);
        const where = `${name}, ${b}, ${rho}`;
        expect(Math.abs(polar.value - right.value), where).toBeLessThanOrEqual(
          polar.valueError + 4e-15 * Math.abs(right.value),
        );
        expect(Math.abs(polar.slope - right.slope), where).toBeLessThanOrEqual(polar.slopeError);
        expect(polar.valueError).toBeLessThan(1e-11 * Math.abs(right.value));
        // of those at equal u
        expect(polar.slopeError).toBeLessThan(1e-15 + 1e-11 * Math.max(1 / length, right.slope));
      }
    }
  });

  it('errors of what rises unseen between two nodes are infinite, of what bends there small', () => {
    const far = (activation: object) => polarExpectation(knownActivation(activation))(1e12, 1e12, 0.3e12);
    // a thousandth of the length away, a step as steep as at 0
    for (const value of [(u: number) => Math.tanh(u - 1000), (u: number) => Math.tanh(3 * (u + 5e4)), Math.sin])
      expect(far({ value })).toMatchObject({
        valueError: Number.POSITIVE_INFINITY,
        slopeError: Number.POSITIVE_INFINITY,
      });
    const soft = { value: (u: number) => Math.max(0, u) + Math.log1p(Math.exp(-Math.abs(u))) };
    const slope = 1 / (1 + Math.exp(0));
    const { slope: found, slopeError } = far({ ...soft, derivative: (u: number) => slope + Math.tanh(u / 2) / 2 });
    expect(Math.abs(found - (0.25 + Math.asin(0.3) / (2 * Math.PI)))).toBeLessThan(tolerance.limit);
    expect(slopeError).toBeLessThan(tolerance.limit);
  });

  it('a leaky ReLU of slope −1 is |u|, one of 0.01 the named one, and other slopes are finite', () => {
    expect(knownActivation({ leakyRelu: -1 }).value(-3)).toBe(3);
    const [i, j, rho] = pairs[1];
    const scale = Math.sqrt(variances[i] * variances[j]);
    const named = pairOf(dualActivation('leakyRelu', 1e-9), i, j, rho * scale);
    expect(pairOf(dualActivation({ leakyRelu: 0.01 }, 1e-9), i, j, rho * scale)).toEqual(named);
    expect(() => knownActivation({ leakyRelu: Number.NaN })).toThrow('activation.leakyRelu: expected a finite number');
    expect(() => knownActivation({ leakyRelu: 0.1, kinks: [0] })).toThrow('kinks');
  });

  it('what a given function returns must be a number, wherever it is asked', () => {
    const refuses = (activation: object, message: string) => {
      const attempt = () => pairOf(dualActivation(activation as ActivationFunction, 1e-9), 0, 1, 0.1);
      expect(attempt).toThrow(ValueError);
      expect(attempt).toThrow(message);
    };
    const value = Math.tanh;
    // null would be a function that is zero everywhere
    for (const [wrong, shown] of [
      [null, 'null'],
      [undefined, 'undefined'],
      [1n, '1n'],
      ['1', '"1"'],
      [[1], '[1]'],
      [true, 'true'],
    ])
      refuses({ value: () => wrong }, `: expected a number, got ${shown}`);
    refuses({ value: (u: number) => (u > 12 ? 1n : u) }, 'activation.value(1');
    refuses({ value, derivative: () => 1n, kinks: [] }, ': expected a number, got 1n');
    refuses({ value, derivative: null }, 'activation.derivative: expected a function of a number, got null');
    refuses(value, 'activation: expected { value: a function of a number }, got a function');
    const second = knownActivation({ value, secondDerivative: () => null as never }).secondDerivative;
    expect(() => second(0)).toThrow('activation.secondDerivative(0): expected a number, got null');
  });

  it('derivatives by differences and kinks of given functions', () => {
    const ramp = knownActivation({ value: (u: number) => Math.max(0, u - 1), kinks: [1, 1] });
    expect(ramp.kinks).toEqual([1]);
    for (const u of [0, 0.9995, 1.0005, 2]) expect(ramp.derivative(u)).toBeCloseTo(u > 1 ? 1 : 0, 9);
    // a bend at 0 that is not declared
    const bent = knownActivation({ value: (u: number) => (u > 0 ? u : Math.expm1(10 * u) / 10), kinks: [] });
    for (const u of [1e-7, 1e-8, 0, -1e-8]) expect(bent.derivative(u)).toBeCloseTo(u > 0 ? 1 : Math.exp(10 * u), 9);
    expect(knownActivation({ value: Math.sin }).secondDerivative(0.7)).toBeCloseTo(-Math.sin(0.7), 6);
    expect(() => knownActivation({ value: Math.sin, kinks: [Number.NaN] })).toThrow(
      'activation.kinks[0]: expected a finite',
    );
    expect(() => knownActivation({})).toThrow('activation.value: expected a function');
  });
});
