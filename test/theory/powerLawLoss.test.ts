import { describe, expect, it } from 'vitest';
import { compare } from '../../src/checks/compare';
import { mean, variance } from '../../src/checks/statistics';
import { syntheticTask } from '../../src/data/syntheticTask';
import { powerLawLoss } from '../../src/limits/powerLawLoss';
import { trainEnsemble } from '../../src/train/trainEnsemble';
import { significance } from '../tolerances';

/** Every mode by itself, as finite nets have them; steps small enough for the growing kernel. */
const law = { spectrumExponent: 1.3, sourceExponent: 0.4 };
const net = { inputs: 64, hidden: 2, gamma0: 0.6 };
const steps = 60;
const lr = 0.25;
const { moments } = syntheticTask({ inputs: net.inputs, spectrum: law, seed: 1 });
const limitOf = (change: object = {}) => {
  return powerLawLoss({ ...law, ...net, lr, steps, modes: 'all', kmax: net.inputs, tail: false, ...change });
};

describe('rich nets on power-law data', () => {
  const limit = limitOf();
  const runs = [64, 128, 256].flatMap((width, i) => {
    const spec = { ...net, outputs: 1, width };
    return trainEnsemble(spec, { moments, lr, steps, seeds: [600, 400, 300][i] }).runs;
  });
  /** Relative to the limit, so that every step counts the same. */
  const against = (loss: Float64Array) => {
    const relative = (curve: ArrayLike<number>) => Array.from(limit.loss, (value, t) => curve[t] / value);
    const predictor = () => {
      throw new Error('not compared');
    };
    const scaled = runs.map((run) => ({ ...run, loss: relative(run.loss) }));
    return compare(scaled, { loss: relative(loss), predictor }, { quantity: 'loss', slopeMargin: 0.2 });
  };

  it('tend to the loss of infinite width', () => {
    expect(limit.regime).toBe('rich');
    const comparison = against(limit.loss);
    expect({ verdict: comparison.verdict, says: comparison.explain() }).toMatchObject({ verdict: 'agrees' });
  });

  it('reject lazy nets, another depth, richness or exponent', () => {
    for (const change of [{ gamma0: 0 }, { hidden: 3 }, { gamma0: 0.48 }, { sourceExponent: 0.45 }]) {
      const { verdict } = against(limitOf(change).loss);
      expect({ ...change, verdict }).toEqual({ ...change, verdict: 'disagrees' });
    }
  });

  it('have its exponent, not that of lazy nets or of another depth', () => {
    const [from, to] = limit.window;
    const widest = runs.filter((run) => run.net.width === 256);
    const exponents = widest.map(({ loss }) => Math.log(loss[from] / loss[to]) / Math.log(to / from));
    const deviations = (expected: number) =>
      Math.abs(mean(exponents) - expected) / Math.sqrt(variance(exponents) / exponents.length);
    expect(deviations(limit.exponent)).toBeLessThan(significance.most);
    expect(deviations(limitOf({ gamma0: 0 }).exponent)).toBeGreaterThan(significance.decisive);
    expect(deviations(limitOf({ hidden: 3 }).exponent)).toBeGreaterThan(significance.decisive);
  });
});
