import { describe, expect, it } from 'vitest';
import {
  type LearningRateTransferOptions,
  learningRateTransfer,
  type TransferCurve,
} from '../../src/checks/learningRateTransfer';
import { tolerance } from '../tolerances';

const lrHats = Array.from({ length: 11 }, (_, i) => 10 ** (-1.5 + 0.1 * i));
const step = 10 ** 0.1;

/** Relative differences of simulated medians from a curve at rates well below the optimum. */
function below({ bestLrHat, simulated }: TransferCurve, loss: Float64Array): number[] {
  const stable = lrHats.flatMap((lrHat, i) => (lrHat < bestLrHat / 2 ? [i] : []));
  expect(stable.length).toBeGreaterThan(1);
  return stable.map((i) => Math.abs(simulated!.loss[i] / loss[i] - 1));
}

/** Narrow nets need many inputs: their neurons are few otherwise. */
const curve = (options: Partial<LearningRateTransferOptions>, inputs: number, nets: number) => {
  const shared = { hidden: 3, widthPerInput: 1, data: 'population', steps: 8, lrHats } as const;
  return learningRateTransfer({ ...shared, ...options, simulate: { inputs, nets, seed: 1 } }).curves[0];
};

describe.each(['muP', 'ntk'] as const)('trained nets over learning rates, %s', (parameterization) => {
  const narrow = curve({ parameterization, widthPerInput: 0.5 }, 200, 32);
  const wide = curve({ parameterization, widthPerInput: 4 }, 120, 20);

  it('have the optimum of the theory at every width', () => {
    for (const { simulated, bestLrHat } of [narrow, wide]) {
      expect({ ...simulated, bestLrHat }).toMatchObject({ verdict: 'agrees' });
    }
  });

  it('reject the optimum of another width', () => {
    // an interval and a point of the grid, on the side of the other
    expect(narrow.simulated!.interval[1] * step).toBeLessThan(wide.bestLrHat);
    expect(wide.simulated!.interval[0] / step).toBeGreaterThan(narrow.bestLrHat);
  });

  it('have the loss of the theory where training is stable, not that of another width or parameterization', () => {
    for (const [own, other] of [
      [narrow, wide],
      [wide, narrow],
    ]) {
      const relabelled = learningRateTransfer({
        hidden: 3,
        widthPerInput: own.widthPerInput,
        data: 'population',
        steps: 8,
        lrHats,
        parameterization: parameterization === 'muP' ? 'ntk' : 'muP',
      });
      const off = Math.max(...below(own, own.loss));
      expect(off).toBeLessThan(tolerance.finiteTransfer);
      for (const wrong of [other, relabelled.curves[0]]) {
        expect(Math.max(...below(own, wrong.loss))).toBeGreaterThan(2 * off);
      }
    }
  });
});
