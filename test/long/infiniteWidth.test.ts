import { describe, expect, it } from 'vitest';
import { pooledRms, scalingFit } from '../../src/checks/statistics';
import { syntheticTask } from '../../src/data/syntheticTask';
import { type InfiniteWidthOptions, infiniteWidth } from '../../src/limits/infiniteWidth';
import { createNet } from '../../src/nets/createNet';
import { train } from '../../src/train/train';

const widths = [64, 128, 256, 512, 1024, 2048];
const seeds = [160, 160, 96, 64, 48, 32];

type Case = { name: string; outputs: number } & Pick<
  InfiniteWidthOptions,
  'hidden' | 'gamma0' | 'initialScales' | 'layerLr'
>;

const cases: Case[] = [
  { name: 'L = 1', hidden: 1, outputs: 1 },
  { name: 'L = 2', hidden: 2, outputs: 1 },
  { name: 'L = 3', hidden: 3, outputs: 1 },
  { name: 'L = 4', hidden: 4, outputs: 1 },
  { name: 'L = 2, C = 3', hidden: 2, outputs: 3 },
  { name: 'L = 3, γ0 = 4', hidden: 3, outputs: 1, gamma0: 4 },
  {
    name: 'L = 2, γ0 = 2, own s_l and r_l',
    hidden: 2,
    outputs: 1,
    gamma0: 2,
    initialScales: [1.2, 0.7, 0.5],
    layerLr: [2, 1, 0.5],
  },
];

describe('finite nets against the infinite-width limit, wide sweep', () => {
  it.each(cases)('$name: the distance falls as width^(-1/2)', ({ name, outputs, ...limitOptions }) => {
    const spectrum = [0.4, 1.2, 0.5, 0.45];
    const { moments } = syntheticTask({ inputs: 4, outputs, spectrum, seed: 4 });
    const shared = { moments, lr: 0.15, steps: 30, layerLr: limitOptions.layerLr };
    const limit = infiniteWidth({ ...shared, ...limitOptions });
    const { layerLr: _, ...netOptions } = limitOptions;
    const distances = widths.map((width, i) =>
      Array.from({ length: seeds[i] }, (_, seed) => {
        const net = createNet({ inputs: 4, outputs, width, seed, dtype: 'float32', ...netOptions });
        const { predictors } = train(net, { ...shared, record: { quantities: ['predictor'] } });
        const distance = (t: number) => {
          const b = limit.predictor(t).data;
          return Math.hypot(...predictors![t].data.map((a, k) => a - b[k]));
        };
        return Math.max(...predictors!.map((_, t) => distance(t)));
      }),
    );
    const { rms, dof } = pooledRms(distances);
    const fit = scalingFit(
      widths,
      rms.map((r) => r.value),
      rms.map((r) => r.relativeError),
      { dof },
    );
    const parameters = widths.map((width) => width * (4 + (limitOptions.hidden - 1) * width + outputs));
    const against = scalingFit(
      parameters,
      rms.map((r) => r.value),
      rms.map((r) => r.relativeError),
      { dof },
    );
    const [low, high] = fit.slope.interval;
    console.log(
      `| ${name} | ${rms.map((r) => r.value.toFixed(4)).join(' | ')} | ${fit.slope.value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}) | ${against.slope.value.toFixed(3)} |`,
    );
    expect(high - low).toBeLessThan(0.2);
    expect(Math.abs(fit.slope.value + 0.5)).toBeLessThan(0.1);
  });
});
