import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lyapunovExponents } from '../../src/limits/lyapunovExponents';
import { type JacobianOptions, spectra } from '../../src/limits/spectra';
import { tolerance } from '../tolerances';

const { finite_N, lyapunov } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'reference', 'data', 'fussCatalan.json'), 'utf8'),
) as {
  finite_N: { sweep: { L: number; N: number[]; m2_exact: number[] }[] };
  lyapunov: { N: number; values: number[] };
};
const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(
    tolerance.limit * Math.abs(expected),
  );

describe('spectra', () => {
  it.each(finite_N.sweep)('secondMoment has the tabulated values: $L factors', ({ L, N, m2_exact }) => {
    N.forEach((width, i) => {
      near(spectra.secondMoment({ factors: L, width }), m2_exact[i]);
    });
  });

  it('secondMoment is E x⁴ of one neuron, and the Fuss–Catalan moment for wide nets', () => {
    expect(spectra.secondMoment({ factors: 1e7, width: 3 })).toBe(Number.POSITIVE_INFINITY);
    near(spectra.secondMoment({ factors: 3, width: 1 }), 27);
    near(spectra.secondMoment({ factors: 3, width: 1e12 }), spectra.fussCatalan({ factors: 3 }).moments(2));
  });

  it('lyapunovExponents has the tabulated values, shifted by the scale of the weights', () => {
    const found = lyapunovExponents({ width: lyapunov.N });
    lyapunov.values.forEach((value, i) => {
      near(found[i], value);
    });
    const scaled = lyapunovExponents({ width: lyapunov.N, weightVariance: 4 });
    scaled.forEach((value, i) => {
      near(value, found[i] + Math.LN2);
    });
    // −1/(2N) − 1/(6N²) to the next order
    for (const width of [1e3, 1e5, 1e7]) {
      near(lyapunovExponents({ width })[0] / (-1 / (2 * width) - 1 / (6 * width ** 2)), 1);
    }
    expect(() => lyapunovExponents({ width: 0 })).toThrow('width: expected');
  });

  it('jacobian: only orthogonal linear nets are isometric', () => {
    const orthogonal = { factors: 6, init: 'orthogonal' } as const;
    expect(spectra.jacobian(orthogonal)).toEqual({ mean: 1, relativeVariance: 0, singularValue: 1, isometry: true });
    near(spectra.jacobian({ ...orthogonal, weightVariance: 1.21 }).singularValue!, 1.1 ** 6);
    expect(spectra.jacobian({ factors: 6, init: 'gaussian' })).toEqual({
      mean: 1,
      relativeVariance: 6,
      isometry: false,
    });
    // half of the slopes are 0: E φ'⁴/(E φ'²)² = 2
    const relu = spectra.jacobian({ ...orthogonal, activation: 'relu', weightVariance: 2 });
    expect(relu).toEqual({ mean: 1, relativeVariance: 6, isometry: false });
  });

  it('jacobian of Gaussian linear nets has the second moment of the Fuss–Catalan law', () => {
    const { mean, relativeVariance } = spectra.jacobian({ factors: 4, init: 'gaussian' });
    expect(mean ** 2 * (1 + relativeVariance)).toBe(spectra.fussCatalan({ factors: 4 }).moments(2));
  });

  it('jacobian refuses wrong options by name', () => {
    const good = { factors: 2, init: 'gaussian' } as const;
    expect(() => spectra.jacobian({ ...good, init: 'uniform' } as unknown as JacobianOptions)).toThrow(
      'init: expected one of',
    );
    expect(() => spectra.jacobian({ ...good, q: -1 })).toThrow('q: expected');
    expect(() => spectra.jacobian({ ...good, activation: 'gelu', weightVariance: 5 })).toThrow('q: expected a length');
  });
});
