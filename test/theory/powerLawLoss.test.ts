import { describe, expect, it } from 'vitest';
import { interceptFinding } from '../../src/checks/findings/interceptFinding';
import { syntheticTask } from '../../src/data/syntheticTask';
import { powerLawLoss } from '../../src/limits/powerLawLoss';
import { trainEnsemble } from '../../src/train/trainEnsemble';

/** Every mode by itself, as finite nets have them; steps small enough for the growing kernel. */
const law = { spectrumExponent: 1.3, sourceExponent: 0.4 };
const net = { inputs: 32, hidden: 2, gamma0: 0.6 };
const steps = 30;
const lr = 0.2;
const { moments } = syntheticTask({ inputs: net.inputs, spectrum: law, seed: 1 });
const limitOf = (change: object = {}) => {
  return powerLawLoss({ ...law, ...net, lr, steps, modes: 'all', kmax: net.inputs, tail: false, ...change });
};

/** The exponent of the loss is the check `power-law`; this is the whole curve, every step with the same weight. */
describe('the loss of rich nets on power-law data', () => {
  const limit = limitOf();
  const runs = [32, 64, 128].flatMap((width) => {
    return trainEnsemble({ ...net, outputs: 1, width }, { moments, lr, steps, seeds: 500 }).runs;
  });
  const against = (loss: Float64Array) => {
    const observations = runs.map((run) => {
      const sum = run.loss.reduce((total, value, t) => total + (value - loss[t]) / limit.loss[t], 0);
      return { size: run.net.width, values: [sum / (steps + 1)] };
    });
    const quantities = [{ name: 'the deviation of the loss', margin: 0.02 }];
    return interceptFinding(observations, { quantities, simulated: 'nets', sizeName: 'width', doubt: 'the law' });
  };

  it('tends to that of infinite width', () => {
    expect(limit.regime).toBe('rich');
    const found = against(limit.loss);
    expect({ verdict: found.verdict, says: found.explain() }).toMatchObject({ verdict: 'agrees' });
  });

  it('rejects lazy nets, another depth, richness or exponent', () => {
    for (const change of [{ gamma0: 0 }, { hidden: 3 }, { gamma0: 0.48 }, { sourceExponent: 0.45 }]) {
      const { verdict, value } = against(limitOf(change).loss);
      expect({ ...change, verdict, value }).toEqual({ ...change, verdict: 'disagrees', value });
    }
  });
});
