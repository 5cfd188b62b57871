import { describe, expect, it } from 'vitest';
import { compare } from '../../src/checks/compare';
import { type InfiniteWidthOptions, infiniteWidth } from '../../src/limits/infiniteWidth';
import { matrix } from '../../src/matrix';
import { createNet } from '../../src/nets/createNet';
import type { NetOptions } from '../../src/nets/netSpec';
import { train } from '../../src/train/train';
import { type EnsembleOptions, trainEnsemble } from '../../src/train/trainEnsemble';
import { momentsOfTarget } from '../reference/momentsOf';
import { expectKernels } from './expectKernels';

const sxx = [
  [1.3, 0.2, -0.1],
  [0.2, 0.8, 0.3],
  [-0.1, 0.3, 0.9],
];
const oneOutput = momentsOfTarget(sxx, [[1, -0.5, 0.8]]);
const twoOutputs = momentsOfTarget(sxx, [
  [1, -0.5, 0.8],
  [0.2, 0.7, -0.6],
]);
const steps = 20;

interface Case {
  name: string;
  net: Omit<NetOptions, 'width' | 'inputs' | 'seed'>;
  run: Omit<EnsembleOptions, 'seeds' | 'steps' | 'moments'> & { moments: typeof oneOutput };
  widthRatios?: number[];
  /** Default 64, 128, 256, 512. */
  widths?: number[];
  /** Nets of each width. */
  seeds: number;
  /** Limits that are off in one respect. */
  wrong: Record<string, Partial<InfiniteWidthOptions>>;
}

const everything = {
  net: { hidden: 2, outputs: 2, gamma0: 1.5, initialScales: [0.9, 1.1, 0.8] },
  run: {
    moments: twoOutputs,
    lr: 0.06,
    layerLr: [1, 0.5, 1.5],
    momentum: 0.5,
    weightDecay: [0.1, 0.2, 0.3],
    decoupledDecay: 0.1,
    temperature: 0.05,
    noiseSeed: 3,
  },
  widthRatios: [0.5, 1],
};

const cases: Case[] = [
  {
    name: 'heavy ball with coupled decay',
    net: { hidden: 2, outputs: 1 },
    run: { moments: oneOutput, lr: 0.08, momentum: 0.7, weightDecay: 0.2 },
    seeds: 64,
    wrong: {
      'larger steps instead of momentum': { momentum: 0, lr: 0.08 / 0.3 },
      'decoupled decay': { weightDecay: 0, decoupledDecay: 0.2 },
    },
  },
  {
    name: "Nesterov's variant with decoupled decay",
    net: { hidden: 2, outputs: 2 },
    run: { moments: twoOutputs, lr: 0.08, momentum: 0.7, nesterov: true, decoupledDecay: 0.2 },
    seeds: 64,
    wrong: { 'the heavy ball': { nesterov: false }, 'coupled decay': { decoupledDecay: 0, weightDecay: 0.2 } },
  },
  {
    name: 'Langevin noise with coupled decay',
    net: { hidden: 2, outputs: 1, gamma0: 2 },
    run: { moments: oneOutput, lr: 0.06, weightDecay: 0.2, temperature: 0.2, noiseSeed: 5 },
    widths: [64, 128, 192, 256, 384],
    seeds: 64,
    wrong: { 'twice the noise': { temperature: 0.4 }, 'no noise': { temperature: 0 } },
  },
  {
    name: 'a bottleneck between wider layers',
    net: { hidden: 3, outputs: 1 },
    run: { moments: oneOutput, lr: 0.03 },
    widthRatios: [0.5, 0.25, 1],
    widths: [128, 256, 512, 1024],
    seeds: 64,
    wrong: { 'equal widths': { widthRatios: undefined }, 'the ratios upside down': { widthRatios: [2, 4, 1] } },
  },
  { name: 'everything at once', ...everything, seeds: 48, wrong: { 'equal widths': { widthRatios: undefined } } },
];

const widthsOf = (width: number, ratios?: number[]) => ratios?.map((ratio) => ratio * width) ?? width;

function limitOf({ net, run, widthRatios }: Pick<Case, 'net' | 'run' | 'widthRatios'>): InfiniteWidthOptions {
  const { noiseSeed: _, ...rule } = run;
  const { hidden, gamma0, initialScales } = net;
  return { ...rule, hidden, gamma0, initialScales: initialScales as number[] | undefined, steps, widthRatios } as never;
}

describe('nets trained with momentum, decay or noise, or of unequal widths, follow the limit', () => {
  cases.forEach(({ name, net, run, widthRatios, widths = [64, 128, 256, 512], seeds, wrong }, index) => {
    it(name, () => {
      const options = limitOf({ net, run, widthRatios });
      const runs = widths.flatMap(
        (width) =>
          trainEnsemble(
            { inputs: 3, dtype: 'float32', ...net, width: widthsOf(width, widthRatios) },
            {
              ...run,
              steps,
              record: { every: 1, quantities: ['predictor'] },
              seeds: Array.from({ length: seeds }, (_, k) => 1_000_000 * width + 1000 * index + k),
            },
          ).runs,
      );
      const comparison = compare(runs, infiniteWidth(options));
      console.log(`${name}: ${comparison.explain()}`);
      expect(comparison.verdict).toBe('agrees');
      for (const [what, changed] of Object.entries(wrong)) {
        const { verdict, intercept } = compare(runs, infiniteWidth({ ...options, ...changed }));
        console.log(`  ${what}: ${verdict}, left at infinite width ${intercept?.value.toFixed(3)}`);
        expect(verdict, what).toBe('disagrees');
      }
    });
  });
});

describe('kernels of nets trained with everything at once', () => {
  it('average to gradientKernel and featureKernel', () => {
    const x = matrix(3, 3, [1, 0, 0, 0, 1, 0, 0.5, -1, 2]);
    const limit = infiniteWidth(limitOf(everything));
    const groups = [32, 64, 128].map((width) => {
      const spec = { inputs: 3, ...everything.net, width: widthsOf(width, everything.widthRatios) };
      const nets = Array.from({ length: 200 }, (_, k) => {
        return train(createNet({ ...spec, seed: 1_000_000 * width + k }), { ...everything.run, steps }).net;
      });
      return { width, parameters: width, nets };
    });
    expectKernels(limit, groups, x, steps);
  });
});
