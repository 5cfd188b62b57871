import { describe, expect, it } from 'vitest';
import { lineFit } from '../../src/checks/statistics';
import { langevinEquilibrium } from '../../src/limits/langevinEquilibrium';
import type { Matrix } from '../../src/matrix';
import { trainEnsemble } from '../../src/train/trainEnsemble';
import { momentsOfSamples } from '../reference/momentsOf';
import { significance } from '../tolerances';

const x = [
  [0.9, -0.6, 0.5, 0.4],
  [-0.7, 1.1, 0.2, -0.5],
  [0.4, 0.6, -1.3, 0.1],
  [-1, -0.2, 0.8, 1.4],
];
const moments = momentsOfSamples(x, [[1.4], [-0.9], [0.3], [0.8]]);
const point = [0.9, -0.6, 0.5, 0.4];
const at = ({ data }: Matrix) => point.reduce((sum, value, d) => sum + value * data[d], 0);

describe('nets trained with noise and decay', () => {
  it('end at the Langevin equilibrium as they become wide, with momentum too', () => {
    const rule = { temperature: 0.1, weightDecay: 0.4, momentum: 0.5 };
    const net = { hidden: 2, gamma0: 1.5, inputs: 4, outputs: 1, dtype: 'float32' } as const;
    const widths = [32, 64, 128];
    const points = widths.map((width) => {
      const { runs } = trainEnsemble(
        { ...net, width },
        {
          ...rule,
          moments,
          lr: 0.04,
          steps: 600,
          noiseSeed: 9,
          record: { every: 20, quantities: ['predictor'] },
          seeds: Array.from({ length: 32 }, (_, k) => 1000 * width + k),
        },
      );
      // the mean over the later half of each run: one number a net
      const means = runs.map((run) => {
        const late = run.predictors!.slice(run.predictors!.length / 2);
        return late.reduce((sum, beta) => sum + at(beta) / late.length, 0);
      });
      const mean = means.reduce((sum, value) => sum + value / means.length, 0);
      const spread = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1);
      return { mean, error: Math.sqrt(spread / means.length) };
    });
    const { intercept } = lineFit(
      widths.map((width) => 1 / width),
      points.map(({ mean }) => mean),
      points.map(({ error }) => error),
    );
    const { predictor, gaussianProcess } = langevinEquilibrium({ moments, hidden: 2, gamma0: 1.5, ...rule });
    const z = (beta: Matrix) => Math.abs(intercept.value - at(beta)) / intercept.standardError;
    const colder = langevinEquilibrium({ moments, hidden: 2, gamma0: 1.5, ...rule, momentum: 0 });
    console.log(
      `wide nets ${intercept.value.toFixed(4)} ± ${intercept.standardError.toFixed(4)}, equilibrium ${at(predictor).toFixed(4)}, ` +
        `Gaussian process ${at(gaussianProcess).toFixed(4)}, unheated ${at(colder.predictor).toFixed(4)}`,
    );
    expect(z(predictor)).toBeLessThan(significance.most);
    expect(z(gaussianProcess)).toBeGreaterThan(significance.decisive);
    expect(z(colder.predictor)).toBeGreaterThan(significance.decisive);
  });
});
