import { describe, expect, it } from 'vitest';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import { kernelRenormalization } from '../../src/limits/kernelRenormalization';
import reference from '../reference/data/proportional.json';
import { tolerance } from '../tolerances';

const near = (value: number, exact: number) => expect(Math.abs(value / exact - 1)).toBeLessThanOrEqual(tolerance.limit);

describe('kernelRenormalization', () => {
  it('has the tabulated values', () => {
    for (const { P_over_N, L, r, u0, Q } of reference.shared.li_sompolinsky_u0) {
      const limit = kernelRenormalization({ samplesPerWidth: P_over_N, hidden: L, labelNorm: r });
      near(limit.u0, u0);
      near(limit.kernelScale, Q);
    }
  });

  it('solves its equation from few to many samples, and keeps the kernel for labels as the prior would draw them', () => {
    for (const samplesPerWidth of [1e-6, 0.3, 1, 40]) {
      for (const hidden of [1, 4, 50]) {
        for (const labelNorm of [1e-6, 0.2, 3, 1e6]) {
          const { u0, kernelScale } = kernelRenormalization({ samplesPerWidth, hidden, labelNorm });
          near((samplesPerWidth * labelNorm) / kernelScale + 1, samplesPerWidth + u0);
        }
        near(kernelRenormalization({ samplesPerWidth, hidden, labelNorm: 1 }).u0, 1);
      }
    }
    near(kernelRenormalization({ samplesPerWidth: 0.25, hidden: 3, labelNorm: 0 }).u0, 0.75);
  });

  it('is what E[q | y] of finite nets without noise approaches as 1/N', () => {
    const { kernelScale } = kernelRenormalization({ samplesPerWidth: 0.5, hidden: 2, labelNorm: 2 });
    const errors = [16, 32, 64].map((width) => {
      const samples = width / 2;
      const kernel = Array.from({ length: samples }, (_, i) =>
        Array.from({ length: samples }, (_, j) => Number(i === j)),
      );
      const y = Array.from({ length: samples }, () => Math.SQRT2);
      return (
        finiteWidthPrior({ widths: [width, width] }).posterior({ kernel, y, noiseStd: 0 }).mixing.data[0] - kernelScale
      );
    });
    for (const i of [0, 1]) {
      const slope = Math.log2(Math.abs(errors[i + 1] / errors[i]));
      expect(Math.abs(slope + 1)).toBeLessThan(tolerance.firstOrderInWidth);
    }
  });

  it('refuses several outputs, and labels of norm 0 that let the kernel vanish', () => {
    const options = { samplesPerWidth: 0.5, hidden: 2, labelNorm: 1 };
    expect(() => kernelRenormalization({ ...options, outputs: 2 })).toThrow('one output');
    expect(() => kernelRenormalization({ ...options, samplesPerWidth: 1, labelNorm: 0 })).toThrow('labelNorm');
    expect(() => kernelRenormalization({ ...options, hidden: 0 })).toThrow('hidden');
    expect(() => kernelRenormalization({ ...options, noiseStd: 1 } as never)).toThrow('"noiseStd"');
  });
});
