import { describe, expect, it } from 'vitest';
import { knownActivation } from '../../src/limits/kernels/activation';
import { type DualActivation, dualActivation } from '../../src/limits/kernels/dualActivation';
import { polarExpectation } from '../../src/limits/kernels/polarExpectation';
import { quadratureDual } from '../../src/limits/kernels/quadratureDual';
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

describe('dualActivation', () => {
  it.each(['linear', 'relu', 'leakyRelu', { leakyRelu: 0.2 }, { leakyRelu: -1.5 }, 'sin'] as const)(
    '%j: closed form, polar quadrature and series are one',
    (name) => {
      const activation = knownActivation(name);
      for (const [i, j, rho] of pairs) {
        const scale = Math.sqrt(variances[i] * variances[j]);
        const [value, slope] = pairOf(dualActivation(name, 1e-9), i, j, rho * scale);
        const polar = polarExpectation(activation, variances[i], variances[j], rho * scale);
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

  it('a leaky ReLU of slope −1 is |u|, one of 0.01 the named one, and other slopes are finite', () => {
    expect(knownActivation({ leakyRelu: -1 }).value(-3)).toBe(3);
    const [i, j, rho] = pairs[1];
    const scale = Math.sqrt(variances[i] * variances[j]);
    const named = pairOf(dualActivation('leakyRelu', 1e-9), i, j, rho * scale);
    expect(pairOf(dualActivation({ leakyRelu: 0.01 }, 1e-9), i, j, rho * scale)).toEqual(named);
    expect(() => knownActivation({ leakyRelu: Number.NaN })).toThrow('activation.leakyRelu: expected a finite number');
    expect(() => knownActivation({ leakyRelu: 0.1, kinks: [0] })).toThrow('kinks');
  });

  it('derivatives by differences and kinks of given functions', () => {
    const ramp = knownActivation({ value: (u: number) => Math.max(0, u - 1), kinks: [1, 1] });
    expect(ramp.kinks).toEqual([1]);
    for (const u of [0, 0.9995, 1.0005, 2]) expect(ramp.derivative(u)).toBeCloseTo(u > 1 ? 1 : 0, 9);
    expect(knownActivation({ value: Math.sin }).secondDerivative(0.7)).toBeCloseTo(-Math.sin(0.7), 6);
    expect(() => knownActivation({ value: Math.sin, kinks: [Number.NaN] })).toThrow(
      'activation.kinks[0]: expected a finite',
    );
    expect(() => knownActivation({})).toThrow('activation.value: expected a function');
  });
});
