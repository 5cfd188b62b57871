import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { infiniteWidth, twoLayerFlow } from '../../src/index';
import { momentsOfTarget } from '../reference/momentsOf';
import { tolerance } from '../tolerances';

const file = join(import.meta.dirname, '..', 'reference', 'data', 'lazyLimit.json');
const { twoLayer } = JSON.parse(readFileSync(file, 'utf8')) as {
  twoLayer: { gamma0: number; y: number; t: number[]; f: number[] }[];
};

/** The differential equation by Runge–Kutta steps of fourth order. */
function integrate(target: number, gamma: number, rate: number, time: number, steps = 4000): number {
  const slope = (f: number) => 2 * rate * Math.hypot(1, gamma * f) * (target - f);
  const h = time / steps;
  let f = 0;
  for (let i = 0; i < steps; i++) {
    const k1 = slope(f);
    const k2 = slope(f + (h / 2) * k1);
    const k3 = slope(f + (h / 2) * k2);
    f += (h / 6) * (k1 + 2 * k2 + 2 * k3 + slope(f + h * k3));
  }
  return f;
}

describe('twoLayerFlow', () => {
  it.each(twoLayer)('gives the tabulated flow of γ0 = $gamma0', ({ gamma0, y, t, f }) => {
    const flow = twoLayerFlow({ target: y, gamma0, times: t });
    f.forEach((value, i) => {
      expect(Math.abs(flow.f[i] - value)).toBeLessThanOrEqual(tolerance.limit * Math.abs(value));
      expect(flow.kernel[i]).toBeCloseTo(Math.sqrt(1 + (gamma0 * value) ** 2), 9);
      expect(flow.loss[i]).toBeCloseTo(0.5 * (y - value) ** 2, 9);
    });
  });

  it.each([
    [1e5, 1e5, 1e6],
    [1e5, 1e5, 7],
    [30, 1e5, 1e6],
    [1e-90, 1e100, 1],
    [-1e90, 1e60, 3],
    [2, 0, 1],
  ])('arrives: target %s, γ0 = %s, %s inputs', (target, gamma0, inputs) => {
    const { f, loss } = twoLayerFlow({ target, gamma0, inputs, times: [0, 1e10, 1e308] });
    expect([...f]).toEqual([target * 0, target, target]);
    expect([...loss]).toEqual([0.5 * target ** 2, 0, 0]);
  });

  it('its loss falls as e^(−4 cosh(θ∞) t/D) to the end', () => {
    const { loss } = twoLayerFlow({ target: 1.5, gamma0: 2, inputs: 2, times: [20, 21] });
    const cosh = Math.hypot(1, 2 * Math.SQRT2 * 1.5);
    expect(loss[0]).toBeGreaterThan(0);
    expect(Math.abs(Math.log(loss[0] / loss[1]) / (2 * cosh) - 1)).toBeLessThan(tolerance.limit);
  });

  it.each([
    [1.5, 0, 1],
    [1.5, 1e-9, 1],
    [-0.7, 3, 1],
    [20, 10, 1],
    [0, 1, 1],
    [0.8, 2, 5],
  ])('solves the differential equation: target %s, γ0 = %s, %s inputs', (target, gamma0, inputs) => {
    for (const time of [0.02, 0.5]) {
      const { f } = twoLayerFlow({ target, gamma0, times: [time], inputs });
      const expected = integrate(target, gamma0 * Math.sqrt(inputs), 1 / inputs, time);
      expect(Math.abs(f[0] - expected)).toBeLessThanOrEqual(tolerance.limit * Math.abs(expected));
    }
  });

  it('ends at the target, however rich and late', () => {
    const { f, loss } = twoLayerFlow({ target: 2, gamma0: 50, times: [1e3] });
    expect(f[0]).toBeCloseTo(2, 12);
    expect(loss[0]).toBeLessThan(tolerance.momentLoss);
  });

  it.each([1, 3])('is the limit of small steps of infiniteWidth, %s inputs', (inputs) => {
    const target = [[0.6, -0.9, 0.4].slice(0, inputs)];
    const norm = Math.hypot(...target[0]);
    const whitened = target[0].map((_, i) => target[0].map((__, j) => +(i === j)));
    const moments = momentsOfTarget(whitened, target);
    const { f, kernel } = twoLayerFlow({ target: norm, gamma0: 2, times: [1], inputs });
    const gaps = [200, 400].map((steps) => {
      const limit = infiniteWidth({ moments, hidden: 1, gamma0: 2, lr: 1 / steps, steps });
      const along = Array.from(limit.predictor(steps).data).reduce(
        (sum, value, i) => sum + (value * target[0][i]) / norm,
        0,
      );
      return [along - f[0], limit.gradientKernel(1, steps).data[0] - kernel[0]];
    });
    for (const i of [0, 1]) expect(Math.abs(2 * gaps[1][i] - gaps[0][i])).toBeLessThan(tolerance.stepSquared(1 / 200));
  });

  it('refuses bad options by name', () => {
    expect(() => twoLayerFlow({ target: Number.NaN, times: [0] })).toThrow('target: expected a finite number');
    expect(() => twoLayerFlow({ target: 1e200, gamma0: 0, times: [1] })).toThrow('target, gamma0: expected numbers');
    expect(() => twoLayerFlow({ target: 1, times: [-1] })).toThrow('times[0]: expected a non-negative');
    expect(() => twoLayerFlow({ target: 1, gamma0: -1, times: [1] })).toThrow('gamma0: expected');
    expect(() => twoLayerFlow({ target: 1, times: [1], lr: 1 } as never)).toThrow('lr');
  });
});
