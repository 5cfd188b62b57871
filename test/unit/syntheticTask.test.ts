import { describe, expect, it } from 'vitest';
import { moments } from '../../src/data/moments';
import { syntheticTask } from '../../src/data/syntheticTask';
import { significance, tolerance } from '../tolerances';

describe('syntheticTask', () => {
  const powerLaw = { spectrumExponent: 1.5, sourceExponent: 0.4 };

  it('follows the power laws of its spectrum and its target', () => {
    const { spectrum, teacher, moments: made } = syntheticTask({ inputs: 50, outputs: 2, spectrum: powerLaw, seed: 1 });
    for (let k = 1; k <= 50; k++) {
      expect(spectrum[k - 1]).toBeCloseTo(k ** -1.5, 14);
      for (const c of [0, 1]) {
        expect(spectrum[k - 1] * teacher.data[50 * c + k - 1] ** 2).toBeCloseTo(k ** -(1.5 * 0.4 + 1), 14);
      }
      expect(made.sxx.data[51 * (k - 1)]).toBe(spectrum[k - 1]);
    }
    expect(made.samples).toBe(Infinity);
    expect(teacher.data.some((v) => v < 0) && teacher.data.some((v) => v > 0)).toBe(true);
  });

  it('has a teacher also where the tail of the spectrum underflows, and inputs of 0 there', () => {
    const spectrum = { spectrumExponent: 200, sourceExponent: 1 };
    const { teacher, moments: made, sample, spectrum: variances } = syntheticTask({ inputs: 100, spectrum, seed: 1 });
    // α = 200, β = 1: w_k² = k^−1
    teacher.data.forEach((w, i) => {
      expect(Math.abs(w * w * (i + 1) - 1)).toBeLessThan(tolerance.recursion(1));
    });
    expect(variances[99]).toBe(0);
    const used = variances.indexOf(0);
    const labels = [...teacher.data].reduce((sum, w, i) => sum + (i < used ? w * w * (i + 1) ** -200 : 0), 0);
    expect(Math.abs(made.syy / labels - 1)).toBeLessThan(tolerance.recursion(1));
    expect(sample(3, 1).y.data.every(Number.isFinite)).toBe(true);
    const beyond = { spectrumExponent: 400, sourceExponent: 0.001 };
    expect(() => syntheticTask({ inputs: 100, spectrum: beyond, seed: 1 })).toThrow(/^spectrum: expected numbers/);
  });

  it('isotropic and given spectra have normal teachers of size about 1', () => {
    const given = syntheticTask({ inputs: 3, spectrum: [1, 0, 4], seed: 1 });
    expect([...given.spectrum]).toEqual([1, 0, 4]);
    const { teacher, spectrum } = syntheticTask({ inputs: 2000, spectrum: 'isotropic', seed: 1 });
    expect([...new Set(spectrum)]).toEqual([1]);
    const norm = [...teacher.data].reduce((sum, v) => sum + v * v, 0);
    expect(Math.abs(norm - 1)).toBeLessThan(significance.most * Math.sqrt(2 / 2000));
  });

  it('samples have the moments of the population, noise included', () => {
    const task = syntheticTask({ inputs: 4, outputs: 2, spectrum: powerLaw, noiseStd: 0.5, seed: 3 });
    const n = 200_000;
    const { x, y } = task.sample(n, 9);
    const found = moments(x, y);
    const population = task.moments;
    const allowed = (variance: number) => significance.most * Math.sqrt(variance / n);
    found.sxx.data.forEach((v, i) => {
      const variance = 2 * task.spectrum[Math.floor(i / 4)] * task.spectrum[i % 4];
      expect(Math.abs(v - population.sxx.data[i])).toBeLessThan(allowed(variance));
    });
    found.syx.data.forEach((v, i) => {
      expect(Math.abs(v - population.syx.data[i])).toBeLessThan(allowed(2 * population.syy * task.spectrum[i % 4]));
    });
    expect(Math.abs(found.syy - population.syy)).toBeLessThan(allowed(2 * population.syy ** 2));
  });

  it('without noise the targets are the teacher applied to the inputs', () => {
    const { sample, teacher } = syntheticTask({ inputs: 3, outputs: 2, spectrum: 'isotropic', seed: 3 });
    const { x, y } = sample(5, 1);
    for (let p = 0; p < 5; p++) {
      for (const c of [0, 1]) {
        const sum = [0, 1, 2].reduce((s, k) => s + x.data[3 * p + k] * teacher.data[3 * c + k], 0);
        expect(y.data[2 * p + c]).toBeCloseTo(sum, 14);
      }
    }
  });

  it('moments of a sample are those of sample(samples, seed)', () => {
    const task = syntheticTask({ inputs: 3, spectrum: powerLaw, noiseStd: 1, samples: 20, seed: 8 });
    const { x, y } = task.sample(20, 8);
    expect(task.moments).toEqual(moments(x, y));
    expect(task.moments.samples).toBe(20);
  });

  it('draws depend on their seeds: the teacher on one, samples on the other', () => {
    const make = (seed: number) => syntheticTask({ inputs: 3, spectrum: 'isotropic', seed });
    expect(make(1).teacher).toEqual(make(1).teacher);
    expect(make(1).teacher.data).not.toEqual(make(2).teacher.data);
    expect(make(1).sample(4, 5)).toEqual(make(1).sample(4, 5));
    expect(make(1).sample(4, 5).x.data).not.toEqual(make(1).sample(4, 6).x.data);
    expect(make(1).sample(4, 5).x).toEqual(make(2).sample(4, 5).x);
  });

  it.each<[object, string]>([
    [{ inputs: 0, spectrum: 'isotropic', seed: 1 }, 'inputs: expected an integer of at least 1, got 0'],
    [{ inputs: 2, spectrum: 'flat', seed: 1 }, 'spectrum: expected one of "isotropic", got "flat"'],
    [{ inputs: 2, spectrum: [1], seed: 1 }, 'spectrum: expected 2 variances as inputs, got [1]'],
    [{ inputs: 2, spectrum: [1, -1], seed: 1 }, 'spectrum[1]: expected a non-negative finite number, got -1'],
    [{ inputs: 2, spectrum: 7, seed: 1 }, "spectrum: expected 'isotropic', "],
    [{ inputs: 2, spectrum: { spectrumExponent: 1 }, seed: 1 }, 'sourceExponent: expected a positive finite number'],
    [{ inputs: 2, spectrum: { ...powerLaw, alpha: 1 }, seed: 1 }, 'spectrum: expected options among'],
    [
      { inputs: 2, spectrum: 'isotropic', noiseStd: -1, seed: 1 },
      'noiseStd: expected a non-negative finite number, got -1',
    ],
    [{ inputs: 2, spectrum: 'isotropic', samples: 0, seed: 1 }, 'samples: expected an integer of at least 1, got 0'],
    [{ inputs: 2, spectrum: 'isotropic' }, 'seed: expected a non-negative integer up to 2^53 − 1, got undefined'],
    [{ inputs: 2, spectrum: 'isotropic', seed: 1, depth: 3 }, 'got "depth"'],
  ])('refuses %j', (options, message) => {
    expect(() => syntheticTask(options as never)).toThrow(message);
  });
});
