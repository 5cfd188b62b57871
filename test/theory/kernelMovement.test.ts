import { describe, expect, it } from 'vitest';
import {
  infiniteWidth,
  kernelMovement,
  matrix,
  moments,
  randomNormal,
  trainEnsemble,
  twoLayerAnyWidth,
} from '../../src/index';
import { significance } from '../tolerances';
import { fluctuation, report } from './widthScaling';

const x = randomNormal({ seed: 1, rows: 12, cols: 4 });
const data = moments(x, randomNormal({ seed: 2, rows: 12, cols: 1 }));
const options = { widths: [32, 64, 128, 256], moments: data, x: matrix(3, 4, x.data.slice(0, 12)), steps: 20 } as const;
const net = { inputs: 4, outputs: 1 } as const;
/** How far from the expected exponent still counts as it, as in `compare`. */
const margin = 0.15;
const contains = ([low, high]: [number, number], value: number) => low <= value && value <= high;

describe('kernelMovement: exponents of mean-field and lazy training', () => {
  it.each([1, 2])('muP, L = %s: kernel and outputs move by order one', (hidden) => {
    const { kernelSlope, outputsSlope, rows } = kernelMovement({ ...net, hidden }, { ...options, lr: 0.1 });
    console.log(`muP, L = ${hidden}: kernel ${kernelSlope.value.toFixed(3)}, outputs ${outputsSlope.value.toFixed(3)}`);
    expect(Math.abs(kernelSlope.value)).toBeLessThan(margin);
    expect(Math.abs(outputsSlope.value)).toBeLessThan(margin);
    expect(rows[3].kernel).toBeGreaterThan(10 * rows[3].kernelError);
  });

  it('NTK parameterization: the kernel moves as 1/N, the outputs by order one', () => {
    const lazy = { ...net, hidden: 1, parameterization: 'ntk' } as const;
    const { kernelSlope, outputsSlope } = kernelMovement(lazy, { ...options, lr: 0.1, seeds: 48 });
    console.log(`NTK: kernel ${kernelSlope.value.toFixed(3)}, outputs ${outputsSlope.value.toFixed(3)}`);
    expect(contains(kernelSlope.interval, -1)).toBe(true);
    expect(contains(kernelSlope.interval, 0)).toBe(false);
    expect(Math.abs(outputsSlope.value)).toBeLessThan(margin);
    expect(contains(outputsSlope.interval, -1)).toBe(false);
  });

  it('output scaling 1/N without the larger learning rate: nothing is learned', () => {
    const { outputsSlope, rows } = kernelMovement({ ...net, hidden: 2 }, { ...options, lr: (width) => 0.1 / width });
    expect(Math.abs(outputsSlope.value + 1)).toBeLessThan(margin);
    expect(rows[3].outputs).toBeLessThan(rows[0].outputs);
  });

  it('refuses one width and learning rates that diverge', () => {
    expect(() => kernelMovement({ ...net, hidden: 2 }, { ...options, widths: [8], lr: 0.1 })).toThrow('widths');
    expect(() => kernelMovement({ ...net, hidden: 2 }, { ...options, lr: 1e9, steps: 100 })).toThrow('lr: expected');
  });
});

describe('rates in the number of parameters, one hidden layer', () => {
  const run = { moments: data, lr: 0.2, steps: 20 } as const;
  const limit = infiniteWidth({ ...run, hidden: 1 });
  const parameters = (width: number) => width * (4 + 1);

  it('rms ∝ p^−1/2 (p^−1/4 from L = 2 on, where p ∝ N²)', () => {
    for (const [hidden, expected] of [
      [1, -0.5],
      [2, -0.25],
    ] as const) {
      const groups = [64, 128, 256, 512, 1024].map((width) => ({
        width,
        parameters: hidden === 1 ? parameters(width) : parameters(width) + width ** 2,
        curves: trainEnsemble(
          { ...net, hidden, width, dtype: 'float32' },
          { ...run, lr: 0.1, seeds: 48, record: { every: 1, quantities: ['predictor'] } },
        ).runs.map(({ predictors }) => predictors!),
      }));
      const scaling = fluctuation(groups, infiniteWidth({ ...run, lr: 0.1, hidden }).predictors);
      console.log(report(`rms over seeds, L = ${hidden}`, scaling));
      expect(contains(scaling.slopeAgainstParameters.interval, expected)).toBe(true);
      expect(contains(scaling.slopeAgainstParameters.interval, expected === -0.5 ? -0.25 : -0.5)).toBe(false);
    }
  });

  it('mean loss off by 1/p: drawn at widths from 10² to 10⁴ without a net', () => {
    const off = [100, 1000, 10000].map((width) => {
      const { loss, standardError } = twoLayerAnyWidth({ ...run, width, draws: 3000, steps: 6, seed: 4 });
      return { scaled: (loss[6] - limit.loss[6]) * width, error: standardError[6] * width };
    });
    for (const { scaled, error } of off.slice(1)) {
      expect(Math.abs(scaled - off[0].scaled)).toBeLessThan(significance.most * Math.hypot(error, off[0].error));
    }
    expect(Math.abs(off[0].scaled)).toBeGreaterThan(significance.most * off[0].error);
  });
});
