import { describe, expect, it } from 'vitest';
import { edgeOfChaos } from '../../src/limits/edgeOfChaos';
import type { ActivationFunction } from '../../src/limits/kernels/activation';
import { findKinks } from '../../src/limits/kernels/findKinks';
import { ntkKernel } from '../../src/limits/ntkKernel';
import { propagation } from '../../src/limits/propagation';
import { tolerance } from '../tolerances';

const clip = (low: number, high: number) => (u: number) => Math.max(low, Math.min(high, u));
const within = (low: number, high: number) => (u: number) => (u > low && u < high ? 1 : 0);

describe('findKinks', () => {
  it.each<[string, number[], (u: number) => number]>([
    ['ReLU', [0], (u) => Math.max(0, u)],
    ['ReLU6', [0, 6], clip(0, 6)],
    ['hard tanh', [-1, 1], clip(-1, 1)],
    ['a ramp of 1/100 at 1', [1, 1.01], (u) => clip(0, 0.01)(u - 1)],
    ['kinks at 1/3 and π', [1 / 3, Math.PI], clip(1 / 3, Math.PI)],
    ['hard swish', [-3, 3], (u) => (u * clip(0, 6)(u + 3)) / 6],
    ['soft shrinkage', [-0.5, 0.5], (u) => u - clip(-0.5, 0.5)(u)],
    ['SELU', [0], (u) => (u > 0 ? 1.0507 * u : 1.7581 * Math.expm1(u))],
    ['a leak of 0.999', [0], (u) => (u > 0 ? u : 0.999 * u)],
    ['ReLU times 1e-200', [0], (u) => 1e-200 * Math.max(0, u)],
    // those of curvature
    ['ELU', [0], (u) => (u > 0 ? u : Math.expm1(u))],
    ['softsign', [0], (u) => u / (1 + Math.abs(u))],
    ["Huber's function", [-1, 1], (u) => (Math.abs(u) < 1 ? u * u : 2 * Math.abs(u) - 1) / 2],
    ['a spline', [-1, 0.25], (u) => Math.max(0, u + 1) ** 2 - 0.1 * Math.max(0, u - 0.25) ** 2],
    // whose parts cancel next to 0, where they round by more than φ tells
    ['two softsigns', [-12, 12], (u) => (u - 12) / (1 + Math.abs(u - 12)) + (u + 12) / (1 + Math.abs(u + 12))],
  ])('of %s, from values alone', (_, kinks, value) => {
    const found = findKinks(value, undefined).sort((a, b) => a - b);
    expect(found).toHaveLength(kinks.length);
    found.forEach((kink, i) => {
      expect(Math.abs(kink - kinks[i])).toBeLessThan(tolerance.limit);
      // those of few digits to the last
      if (Number.isInteger(kinks[i] * 1000)) expect(kink).toBe(kinks[i]);
    });
  });

  it('by a derivative, to the last digit', () => {
    expect(findKinks(clip(1 / 3, Math.PI), within(1 / 3, Math.PI)).map((kink) => Math.abs(kink))).toHaveLength(2);
    const [low, high] = findKinks(clip(1 / 3, Math.PI), within(1 / 3, Math.PI));
    expect(Math.abs(low - 1 / 3)).toBeLessThanOrEqual(Number.EPSILON / 4);
    expect(Math.abs(high - Math.PI)).toBeLessThanOrEqual(2 * Number.EPSILON);
  });

  it('of a cubic spline by its derivative, which kernels refused', () => {
    const cut = (u: number) => Math.max(0, u);
    // of the bump with knots −2 … 2
    const weights = [1, -4, 6, -4, 1];
    const sum = (of: (u: number) => number) => (u: number) =>
      weights.reduce((s, w, k) => s + w * of(cut(u + 2 - k)), 0);
    const bump = (u: number) => (Math.abs(u) < 2 ? sum((v) => v ** 3 / 6)(u) : 0);
    const slope = (u: number) => (Math.abs(u) < 2 ? sum((v) => v ** 2 / 2)(u) : 0);
    const found = findKinks(bump, slope);
    expect(found).toEqual([-2, -1, 0, 1, 2]);
    const spline = { value: bump, derivative: slope };
    const options = { hidden: 1, biasVariance: 0.1 };
    const [kernel, declared] = [spline, { ...spline, kinks: found }].map((activation) =>
      ntkKernel(
        [
          [1, 0.5],
          [0.9, 0.6],
        ],
        { ...options, activation },
      ),
    );
    expect(kernel.data).toEqual(declared.data);
  });

  it('once each, at 0 where products of denormals vanish', () => {
    const slope = (u: number) => (0.1 * u > 0 ? 0.1 : 0);
    expect(findKinks((u) => Math.max(0, 0.1 * u), slope)).toEqual([0]);
    const twice = findKinks(
      (u) => Math.abs(u * u - 2),
      (u) => 2 * u * Math.sign(u * u - 2),
    );
    expect(twice).toHaveLength(2);
  });

  it.each<[string, (u: number) => number, number]>([
    ['tanh', Math.tanh, 1],
    ['tanh(2u)', (u) => Math.tanh(2 * u), 1 / 4],
    ['arctangent', Math.atan, 1],
  ])('without any, values alone of %s have the edge of the function, and no other', (_, value, weightVariance) => {
    const points = edgeOfChaos({ activation: { value } });
    expect(points).toMatchObject([{ qStar: 0, attracting: true }]);
    expect(Math.abs(points[0].weightVariance - weightVariance)).toBeLessThan(tolerance.limit);
  });

  it('a function that is flat at 0 has no edge there', () => {
    for (const value of [(u: number) => u * u, (u: number) => u * Math.tanh(u), (u: number) => Math.max(0, u) ** 2])
      expect(edgeOfChaos({ activation: { value } })).toEqual([]);
  });

  it.each<[string, (u: number) => number]>([
    ['tanh', Math.tanh],
    ['steep tanh', (u) => Math.tanh(1e4 * u)],
    ['softplus, nearly ReLU', (u) => Math.max(0, u) + Math.log1p(Math.exp(-1e5 * Math.abs(u))) / 1e5],
    ['softplus as it is written', (u) => Math.log(1 + Math.exp(u))],
    ['GELU by tanh', (u) => 0.5 * u * (1 + Math.tanh(0.8 * (u + 0.044715 * u ** 3)))],
    ['sin 300u', (u) => Math.sin(300 * u)],
    ['float32', (u) => Math.fround(Math.tanh(u))],
    ['exp', Math.exp],
    ['a number that is none', () => Number.NaN],
    ['a constant', () => 3],
    ['(1 − cos u)/u', (u) => (1 - Math.cos(u)) / (u || 1)],
    // what jumps, or has many kinks, is taken as it is declared
    ['sign', Math.sign],
    ['hard shrinkage', (u) => (Math.abs(u) > 0.5 ? u : 0)],
    ['a triangle wave', (u) => Math.abs(u - 2 * Math.round(u / 2))],
  ])('none of %s', (_, value) => {
    expect(findKinks(value, undefined)).toEqual([]);
  });

  it.each<[string, Required<Omit<ActivationFunction, 'secondDerivative'>>]>([
    ['ReLU', { value: clip(0, 1e300), derivative: within(0, 1e300), kinks: [0] }],
    ['ReLU6', { value: clip(0, 6), derivative: within(0, 6), kinks: [0, 6] }],
    ['hard tanh', { value: clip(-1, 1), derivative: within(-1, 1), kinks: [-1, 1] }],
    ['a shifted ramp', { value: clip(-0.3, 1e300), derivative: within(-0.3, 1e300), kinks: [-0.3] }],
    ['ELU', { value: (u) => (u > 0 ? u : Math.expm1(u)), derivative: (u) => (u > 0 ? 1 : Math.exp(u)), kinks: [0] }],
    ['softsign', { value: (u) => u / (1 + Math.abs(u)), derivative: (u) => 1 / (1 + Math.abs(u)) ** 2, kinks: [0] }],
  ])('limits of %s from values alone are those of the declared one', (_, declared) => {
    const { value } = declared;
    const near = (found: number, right: number) => {
      if (Number.isFinite(right)) expect(Math.abs(found - right)).toBeLessThan(1e-9 * (1 + Math.abs(right)));
      else expect(found).toBe(right);
    };
    for (const biasVariance of [0, 0.05]) {
      const [found, right] = [{ value }, declared].map((activation) => edgeOfChaos({ activation, biasVariance }));
      expect(found).toHaveLength(right.length);
      found.forEach((edge, i) => {
        near(edge.weightVariance, right[i].weightVariance);
        near(edge.qStar, right[i].qStar);
      });
      const maps = { weightVariance: 0.9, biasVariance };
      const [given, known] = [{ value }, declared].map((activation) => propagation({ ...maps, activation }));
      for (const key of ['qStar', 'cStar', 'chi1', 'xiQ'] as const) near(given[key], known[key]);
    }
    // where all that is seen of a function is next to 0
    const kernel = (activation: ActivationFunction) =>
      ntkKernel(
        [
          [1e-6, 0],
          [6e-7, 8e-7],
        ],
        { activation, hidden: 2 },
      ).data;
    const right = kernel(declared);
    for (const [i, found] of kernel({ value }).entries()) expect(Math.abs(found / right[i] - 1)).toBeLessThan(1e-8);
  });

  it('kernels across jumps of curvature, which were refused', () => {
    const value = (u: number) => (Math.abs(u) < 1 ? u * u : 2 * Math.abs(u) - 1) / 2;
    const derivative = clip(-1, 1);
    const x = [
      [1, 0.5],
      [-0.4, 2],
    ];
    const kernel = (activation: ActivationFunction) => ntkKernel(x, { activation, hidden: 1 });
    const right = kernel({ value, derivative, kinks: [-1, 1] });
    for (const { data, error } of [{ value }, { value, derivative }].map(kernel)) {
      expect(error).toBeLessThan(tolerance.limit);
      for (const [i, found] of data.entries())
        expect(Math.abs(found / right.data[i] - 1)).toBeLessThan(tolerance.limit);
    }
  });

  it.each<[string, number[], (u: number) => number, (u: number) => number]>([
    ['ELU', [0], (u) => (u > 0 ? u : Math.expm1(u)), (u) => (u > 0 ? 1 : Math.exp(u))],
    // whose slope is 0 on one side, and small on the other
    ['a ramp that begins as a parabola', [0, 1], (u) => clip(0, 1)(u) * (u - clip(0, 1)(u) / 2), clip(0, 1)],
  ])(
    'rounding of nearly parallel rows of %s counts where the curvature alone jumps at 0',
    (_, declared, value, derivative) => {
      const kernel = (length: number, kinks?: number[]) => {
        const activation = { value, derivative, kinks };
        const x = [1, 1 + 1e-9].map((first) => [first, 0.3].map((entry) => length * entry));
        const { data, error } = ntkKernel(x, { activation, hidden: 1 });
        return error / data[0];
      };
      for (const kinks of [undefined, declared]) expect(kernel(1e5, kinks)).toBeGreaterThan(10 * kernel(1, kinks));
    },
  );
});
