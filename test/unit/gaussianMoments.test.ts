import { describe, expect, it } from 'vitest';
import { knownActivation } from '../../src/limits/kernels/activation';
import { dualActivation } from '../../src/limits/kernels/dualActivation';
import { gaussianMoments } from '../../src/limits/kernels/gaussianMoments';
import { tolerance } from '../tolerances';

const lengths = [1e-10, 0.02, 1, 7, 300, 1e6];
const near = (found: number, expected: number, scale = Math.abs(expected)) =>
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThan(tolerance.gaussianMoment * scale);

describe('gaussianMoments', () => {
  it.each(['linear', 'relu', 'leakyRelu', 'erf', 'sin', 'gelu'] as const)(
    'agrees with the closed forms of %s at any length',
    (name) => {
      for (const q of lengths) {
        const { value, slope } = dualActivation(name, 1e-12).rows(Float64Array.of(q));
        const found = gaussianMoments(knownActivation(name), q);
        near(found.square, value[0]);
        near(found.slope, slope[0]);
      }
    },
  );

  it('differentiates E φ² where that is known: erf and sin', () => {
    for (const q of lengths) {
      const root = (1 + 2 * q) * Math.sqrt(1 + 4 * q);
      near(gaussianMoments(knownActivation('erf'), q).growth, 4 / Math.PI / root);
      // relative to E|u φφ'|/q, of order 1/√q
      near(gaussianMoments(knownActivation('sin'), q).growth, Math.exp(-2 * q), 1);
    }
  });

  it('splits at kinks: the clipped line, with the delta that its second derivative has there', () => {
    const clipped = knownActivation({
      value: (u: number) => Math.max(-1, Math.min(1, u)),
      derivative: (u: number) => (Math.abs(u) < 1 ? 1 : 0),
      kinks: [-1, 1],
    });
    // E min(u², 1), P(|u| < 1) and their derivative in q = 1 in terms of erf(1/√2) and the density at 1
    const inside = 0.6826894921370859;
    const density = Math.exp(-0.5) / Math.sqrt(2 * Math.PI);
    const found = gaussianMoments(clipped, 1);
    near(found.square, inside - 2 * density + (1 - inside));
    near(found.slope, inside);
    near(found.fourthSlope, inside);
    near(found.growth, inside - 2 * density);
  });

  it('ends on a function that is noise at some level', () => {
    const rough = { value: (u: number) => u + 1e-11 * Math.sin(1e9 * u), derivative: () => 1 };
    near(gaussianMoments(knownActivation(rough), 1).square, 1, 100);
  });
});
