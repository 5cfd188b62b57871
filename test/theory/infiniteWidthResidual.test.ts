import { describe, expect, it } from 'vitest';
import { compare } from '../../src/checks/compare';
import type { ComparableLimit, ComparableRun } from '../../src/checks/comparison/distanceToLimit';
import { type InfiniteWidthOptions, infiniteWidth } from '../../src/limits/infiniteWidth';
import { matrix } from '../../src/matrix';
import { createNet } from '../../src/nets/createNet';
import type { NetOptions } from '../../src/nets/netSpec';
import { gradientFlow } from '../../src/train/gradientFlow';
import { train } from '../../src/train/train';
import { type EnsembleOptions, trainEnsemble } from '../../src/train/trainEnsemble';
import { momentsOfTarget } from '../reference/momentsOf';
import { residualTwin } from '../reference/residualNets';
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

type Shared = Pick<InfiniteWidthOptions, 'hidden' | 'gamma0' | 'residual' | 'lr' | 'steps'> &
  Pick<EnsembleOptions, 'momentum' | 'weightDecay' | 'layerLr'> & { moments: typeof oneOutput };

function nets({ hidden, gamma0, residual, ...run }: Shared, outputs: number, seeds: number, batch: number) {
  const spec = { inputs: 3, outputs, hidden, gamma0, residual, dtype: 'float32' } as Omit<NetOptions, 'width' | 'seed'>;
  return [64, 128, 256, 512].flatMap(
    (width) =>
      trainEnsemble({ ...spec, width }, {
        ...run,
        record: { every: 1, quantities: ['predictor'] },
        seeds: Array.from({ length: seeds }, (_, k) => 1_000_000 * width + 1000 * batch + k),
      } as EnsembleOptions).runs,
  );
}

function expectVerdicts(runs: ComparableRun[], right: ComparableLimit, wrong: Record<string, ComparableLimit>): void {
  const comparison = compare(runs, right);
  console.log(comparison.explain());
  expect(comparison.verdict).toBe('agrees');
  for (const [what, limit] of Object.entries(wrong)) {
    const { verdict, intercept } = compare(runs, limit);
    console.log(`  ${what}: ${verdict}, left at infinite width ${intercept?.value.toFixed(3)}`);
    expect(verdict, what).toBe('disagrees');
  }
}

/** The limit without the responses of one layer to the next, L = 3. */
function withoutResponses({ hidden, gamma0 = 1, lr, steps }: Shared, branch: number): ComparableLimit {
  const { syx } = oneOutput;
  const { predictors } = residualTwin({
    hidden,
    outputs: 1,
    inputs: 3,
    gamma0,
    steps,
    branch,
    responses: false,
    memory: () => ({ coupling: () => lr! * gamma0, variance: () => 1 }),
    error: (_, [beta]) => [beta.map((_b, d) => beta.reduce((sum, b, e) => sum - b * sxx[e][d], syx.data[d]))],
  });
  return { loss: new Float64Array(steps + 1), predictor: (t) => matrix(1, 3, predictors[t][0]) };
}

describe('residual nets follow the limit', () => {
  it('with branches β0/√L', () => {
    const shared: Shared = { moments: oneOutput, hidden: 3, residual: { beta0: 1.5 }, lr: 0.04, steps: 14 };
    expectVerdicts(nets(shared, 1, 96, 1), infiniteWidth(shared), {
      'β0 a tenth smaller': infiniteWidth({ ...shared, residual: { beta0: 1.35 } }),
      'the branch itself instead of β0/√L': infiniteWidth({ ...shared, residual: { branch: 1.5 } }),
      'no skip connections': infiniteWidth({ ...shared, residual: false }),
      'no responses between layers': withoutResponses(shared, 1.5 / Math.sqrt(3)),
    });
  });

  it('with constant branches, two outputs, momentum, decay and own rates', () => {
    const shared: Shared = {
      moments: twoOutputs,
      hidden: 3,
      gamma0: 1.5,
      residual: { branch: 0.8 },
      lr: 0.02,
      steps: 16,
      momentum: 0.6,
      weightDecay: [0.1, 0.3, 0.2, 0.1],
      layerLr: [1, 0.5, 1.5, 1],
    };
    expectVerdicts(nets(shared, 2, 64, 2), infiniteWidth(shared), {
      'a larger branch': infiniteWidth({ ...shared, residual: { branch: 0.9 } }),
      'no decay': infiniteWidth({ ...shared, weightDecay: 0 }),
    });
  });

  it('in gradient flow', () => {
    const shared: Shared = { moments: oneOutput, hidden: 2, gamma0: 3, residual: true, lr: 0.15, steps: 6 };
    const times = Array.from({ length: 7 }, (_, t) => 0.15 * t);
    const recorded = { steps: times.map((_, t) => t) };
    const runs = [48, 96, 192].flatMap((width) =>
      Array.from({ length: 96 }, (_, k) => {
        const net = createNet({
          inputs: 3,
          outputs: 1,
          hidden: 2,
          gamma0: 3,
          residual: true,
          width,
          seed: 1_000_000 * width + k,
        });
        return { ...gradientFlow(net, { moments: oneOutput, times, tolerance: 1e-4 }), recorded, net };
      }),
    );
    expectVerdicts(runs, infiniteWidth({ ...shared, flow: true }), { 'steps of 0.15': infiniteWidth(shared) });
  });

  it('with kernels that average to gradientKernel and featureKernel', () => {
    const shared: Shared = { moments: twoOutputs, hidden: 3, residual: { beta0: 1.5 }, lr: 0.04, steps: 10 };
    const x = matrix(3, 3, [1, 0, 0, 0, 1, 0, 0.5, -1, 2]);
    const groups = [32, 64, 128].map((width) => {
      const trained = Array.from({ length: 300 }, (_, k) => {
        const net = createNet({
          inputs: 3,
          outputs: 2,
          hidden: 3,
          residual: { beta0: 1.5 },
          width,
          seed: 1e6 * width + k,
        });
        return train(net, { moments: twoOutputs, lr: 0.04, steps: 10 }).net;
      });
      return { width, parameters: width, nets: trained };
    });
    expectKernels(infiniteWidth(shared), groups, x, 10);
  });
});
