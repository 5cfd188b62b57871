import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type LearningRateTransferOptions,
  learningRateTransfer,
  learningRateTransferSteps,
} from '../../src/checks/learningRateTransfer';
import { jointLimit } from '../../src/limits/jointLimit';
import { tolerance } from '../tolerances';

interface Transfer {
  lrHat: number[];
  curves: { parameterization: string; widthPerInput: number; hidden: number; steps: number; test: (number | null)[] }[];
}
const table = join(import.meta.dirname, '..', 'reference', 'data', 'jointLimit.json');
const { transfer } = JSON.parse(readFileSync(table, 'utf8')) as { transfer: Transfer };

const grid = (from: number, to: number, perDecade = 10) => {
  const first = Math.round(perDecade * Math.log10(from));
  const count = Math.round(perDecade * Math.log10(to)) - first + 1;
  return Array.from({ length: count }, (_, i) => 10 ** ((first + i) / perDecade));
};
const base: LearningRateTransferOptions = {
  hidden: 2,
  widthPerInput: [1, 2],
  data: 'population',
  steps: 6,
  lrHats: grid(0.03, 1),
};

describe('learningRateTransfer', () => {
  it.each(['muP', 'ntk'] as const)('agrees with tabulated losses over learning rates and widths: %s', (rule) => {
    const curves = transfer.curves.filter(({ parameterization }) => parameterization === rule.toLowerCase());
    const [{ hidden, steps }] = curves;
    const widthPerInput = curves.map((curve) => curve.widthPerInput);
    const result = learningRateTransfer({
      hidden,
      steps,
      widthPerInput,
      data: 'population',
      parameterization: rule,
      lrHats: transfer.lrHat,
    });
    expect(result.curves.map((curve) => curve.widthPerInput)).toEqual(widthPerInput);
    curves.forEach(({ test }, i) => {
      const { loss, bestLrHat, bestLoss, resolved } = result.curves[i];
      let best = 0;
      test.forEach((expected, k) => {
        // the table has no number above 1e6
        if (expected === null) expect(loss[k]).toBeGreaterThan(5e5);
        else expect(Math.abs(2 * loss[k] - expected) / expected).toBeLessThan(tolerance.limit);
        if ((expected ?? Infinity) < test[best]!) best = k;
      });
      expect(resolved).toBe(true);
      expect(bestLrHat).toBeGreaterThan(transfer.lrHat[best - 1]);
      expect(bestLrHat).toBeLessThan(transfer.lrHat[best + 1]);
      expect(2 * bestLoss).toBeLessThanOrEqual(test[best]! * (1 + tolerance.limit));
    });
    const better = result.widerIsBetter!;
    expect(better.holds).toBe(rule === 'muP');
    const exceptions = transfer.lrHat.filter((_, k) => {
      const [narrow, wide] = curves.map(({ test }) => test[k]);
      return narrow !== null && wide !== null && wide > narrow;
    });
    expect(better.exceptions.map(({ lrHat }) => lrHat)).toEqual(exceptions);
  });

  it('the optimum converges with the width in muP, and drifts further in NTK parameterization', () => {
    const widths = { hidden: 3, widthPerInput: [0.5, 1, 2, 4, 8, 16, 64], data: 'population', steps: 6 } as const;
    const lrHats = grid(0.03, 0.6);
    const muP = learningRateTransfer({ ...widths, lrHats });
    const ntk = learningRateTransfer({ ...widths, lrHats, parameterization: 'ntk' });
    expect(muP.curves.every(({ resolved }) => resolved)).toBe(true);
    expect(muP.transfers).toBe(true);
    const drift = ({ curves }: typeof muP, from: number) => curves.at(-1)!.bestLrHat / curves[from].bestLrHat;
    expect(drift(ntk, 3)).toBeGreaterThan(1.15 * drift(muP, 3));
    // infinite width has a loss of its own, to which muP tends
    const infinite = learningRateTransfer({ ...widths, widthPerInput: Infinity, lrHats });
    const [last, limit] = [muP.curves.at(-1)!.loss, infinite.curves[0].loss];
    expect(Math.abs(last[0] / limit[0] - 1)).toBeLessThan(6 / 64);
    expect(infinite).toMatchObject({ transfers: undefined, widerIsBetter: undefined, exponents: [] });
  });

  it('judges by the last sizes that have an exponent: beside infinite ones none is', () => {
    const wide = { hidden: 3, data: 'population', steps: 6, lrHats: grid(0.03, 0.6) } as const;
    const finite = learningRateTransfer({ ...wide, widthPerInput: [32, 64] });
    const more = learningRateTransfer({ ...wide, widthPerInput: [32, 64, Infinity] });
    expect(more.exponents).toEqual([finite.exponents[0], NaN]);
    expect([finite.transfers, more.transfers]).toEqual([true, true]);
    expect(learningRateTransfer({ ...wide, widthPerInput: [64, Infinity] }).transfers).toBeUndefined();
  });

  it('where nothing is stable nothing is better', () => {
    const { curves, widerIsBetter, transfers } = learningRateTransfer({ ...base, steps: 60, lrHats: [20, 30, 40] });
    expect(widerIsBetter).toBeUndefined();
    expect(transfers).toBe(false);
    for (const { regret, bestLoss } of curves) expect([regret, bestLoss]).toEqual([NaN, Infinity]);
  });

  it('over depth the optimum stays in place with branches β0/√L, not with constant ones', () => {
    const depth = { hidden: [4, 8, 16], widthPerInput: 4, data: 'population', steps: 6 } as const;
    const at = (residual: LearningRateTransferOptions['residual']) => {
      return learningRateTransfer({ ...depth, lrHats: grid(1e-6, 1, 5), residual });
    };
    const [scaled, constant] = [at({ beta0: 1 }), at({ branch: 1 })];
    expect(Math.abs(scaled.exponents[1])).toBeLessThan(0.4);
    expect(constant.exponents[1]).toBeLessThan(-2);
    expect(constant.transfers).toBe(false);
    // the price of the shallow optimum, where the deep net diverges
    expect(scaled.curves[2].regret).toBeLessThan(1000);
    expect(constant.curves[2].regret).toBe(Infinity);
    expect(scaled.curves[0].regret).toBe(1);
  });

  it('is jointLimit at every point, with all its options', () => {
    const options = {
      data: 'repeated',
      samplesPerInput: 2,
      noiseStd: 0.4,
      steps: 5,
      residual: { beta0: 0.7 },
      outputs: 2,
      momentum: 0.3,
      weightDecayHat: 0.2,
      layerLr: [1, 0.5, 2],
      initialScales: 0.9,
    } as const;
    const { curves } = learningRateTransfer({
      ...options,
      hidden: 2,
      widthPerInput: [0.5, 2],
      gammaHat: 1.4,
      lrHats: [0.01, 0.1, 0.4],
    });
    for (const { hidden, widthPerInput, gammaHat, loss } of curves) {
      const at = (lrHat: number) => jointLimit({ ...options, hidden, widthPerInput, gammaHat, lrHat }).test[5];
      expect(Array.from(loss)).toEqual([0.01, 0.1, 0.4].map(at));
    }
  });

  it('says where the grid does not hold the optimum, and where a loss is below rounding', () => {
    const low = learningRateTransfer({ ...base, lrHats: [0.001, 0.002, 0.003] });
    expect(low.curves.map(({ bestLrHat, resolved }) => [bestLrHat, resolved])).toEqual([
      [0.003, false],
      [0.003, false],
    ]);
    expect(low.transfers).toBe(false);
    const long = learningRateTransfer({ ...base, widthPerInput: 20, steps: 60, lrHats: [0.1, 0.2, 0.3] });
    expect(long.curves[0].resolved).toBe(false);
    expect(long.curves[0].bestLoss).toBeGreaterThan(0);
  });

  it('trains nets of every kind, reproducibly', () => {
    const small = { ...base, lrHats: [0.05, 0.2, 50], simulate: { inputs: 10, nets: 5, seed: 4 } };
    const kinds: Partial<LearningRateTransferOptions>[] = [
      {},
      { data: 'repeated', samplesPerInput: 2, noiseStd: 0.3 },
      { data: 'onePass', samplesPerInput: 1, residual: true, hidden: [2, 3], widthPerInput: 1, temperatureHat: 0.01 },
      {
        outputs: 2,
        spectrum: [
          { eigenvalue: 2, fraction: 0.4, target: 1 },
          {
            eigenvalue: 0.5,
            fraction: 0.6,
            target: [
              [1, 1],
              [1, 1],
            ],
          },
        ],
      },
    ];
    for (const kind of kinds) {
      const { curves } = learningRateTransfer({ ...small, ...kind });
      expect(curves).toHaveLength(2);
      for (const { loss, simulated } of curves) {
        expect(simulated!.loss[0] / loss[0]).toBeGreaterThan(0.5);
        expect(simulated!.loss[0] / loss[0]).toBeLessThan(2);
        expect(simulated!.diverged[0]).toBe(0);
      }
      const again = learningRateTransfer({ ...small, ...kind });
      expect(again.curves.map(({ simulated }) => simulated)).toEqual(curves.map(({ simulated }) => simulated));
    }
  });

  it('takes no agreement from a grid that does not hold the optimum', () => {
    const verdict = (rates: number[], more = {}) => {
      const simulate = { inputs: 20, nets: 6, seed: 1 };
      const task = { hidden: 2, widthPerInput: 2, data: 'population', steps: 3, lrHats: rates, simulate } as const;
      return learningRateTransfer({ ...task, ...more }).curves[0].simulated!.verdict;
    };
    // too large, too small, and rates at which all nets and the theory diverge
    expect(verdict([0.4, 0.5, 0.6])).toBe('underpowered');
    expect(verdict([0.001, 0.002, 0.003])).toBe('underpowered');
    expect(verdict([50, 100, 200], { steps: 12 })).toBe('underpowered');
    expect(verdict([0.05, 0.1, 0.2, 0.4, 0.8])).toBe('agrees');
  });

  it('can be watched and stopped', () => {
    const long = { ...base, widthPerInput: [1, 2, 4], steps: 60, hidden: 3 };
    let calls = 0;
    const { stopped, curves } = learningRateTransfer({ ...long, onProgress: () => ++calls < 2 });
    expect(stopped).toEqual({ curves: curves.length });
    expect(curves.length).toBeLessThan(3);
    expect(learningRateTransfer({ ...long, signal: AbortSignal.abort() }).stopped).toEqual({ curves: 0 });
  });

  it('says what is wrong with an option', () => {
    const wrong = (options: object, message: string) => {
      expect(() => learningRateTransferSteps({ ...base, ...options })).toThrow(message);
    };
    wrong({ lrHats: [1, 2] }, 'lrHats: expected at least 3 increasing numbers');
    wrong({ lrHats: [1, 2, 2] }, 'lrHats[2]: expected a number above 2, got 2');
    wrong({ widthPerInput: [2, 1] }, 'widthPerInput[1]: expected a number above 2, got 1');
    wrong({ widthPerInput: 0 }, 'widthPerInput: expected a positive number or Infinity, got 0');
    wrong({ hidden: [] }, 'hidden: expected a number or increasing numbers');
    wrong({ hidden: 0 }, 'hidden: expected an integer of at least 1');
    wrong({ parameterization: 'standard' }, 'parameterization: expected one of "muP", "ntk", got "standard"');
    wrong({ parameterization: 'ntk', gammaHat: 1 }, "gammaHat: expected none with parameterization: 'ntk', got 1");
    wrong({ parameterization: 'ntk', widthPerInput: Infinity }, 'widthPerInput: expected finite ratios');
    wrong({ widthPerInput: Infinity, simulate: { inputs: 5 } }, 'simulate: expected nets of finite width');
    wrong({ simulate: { nets: 3 } }, 'simulate.inputs: expected an integer');
    wrong({ simulate: { inputs: 3, nets: 1 } }, 'simulate.nets: expected an integer of at least 2');
    wrong({ simulate: { inputs: 3, seed: Number.MAX_SAFE_INTEGER } }, 'simulate.seed: expected an integer');
    wrong({ steps: 0 }, 'steps: expected an integer of at least 1');
    wrong({ margin: -1 }, 'margin: expected a non-negative finite number');
    wrong({ lrHat: 1 }, 'learningRateTransfer: expected options among');
    const few = { outputs: 3, simulate: { inputs: 2, nets: 2 } };
    expect(() => learningRateTransfer({ ...base, ...few })).toThrow(
      'inputs: expected at least 6 modes in spectrum[0], got 2',
    );
  });
});
