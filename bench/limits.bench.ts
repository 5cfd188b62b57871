import { type Moments, moments } from '../src/data/moments';
import { infiniteDepth } from '../src/limits/infiniteDepth';
import { infiniteWidth } from '../src/limits/infiniteWidth';
import { jointLimit } from '../src/limits/jointLimit';
import { matrix } from '../src/matrix';
import { type Contestant, fillNumbers, suite } from './harness';
import { infiniteWidthAgainstNets, jointLimitAgainstNets } from './limitsAgainstNets';

/** Inputs and outputs of MNIST. */
const inputs = 784;
const runs = [
  { outputs: 10, steps: 60, hidden: 2, lr: 3 },
  { outputs: 10, steps: 100, hidden: 2, lr: 3 },
  { outputs: 1, steps: 400, hidden: 3, lr: 0.3 },
  { outputs: 1, steps: 30, hidden: 2, lr: 0.3 },
];

/** Operations that the causal algorithm needs, triangles counted as triangles, with growing sources u_1. */
function operations({ outputs, steps, hidden }: { outputs: number; steps: number; hidden: number }): number {
  const n = outputs * (steps + 1);
  const fields = ((hidden - 1) * 8) / 3 + 5 / 6;
  return 2 * (fields * n ** 3 + n ** 2 * inputs + (steps + 1) * outputs * inputs ** 2);
}

/** Data of MNIST's shape. */
function data(outputs: number): Moments {
  const x = matrix(2 * inputs, inputs);
  const y = matrix(2 * inputs, outputs);
  fillNumbers(x.data as Float64Array, 1);
  fillNumbers(y.data as Float64Array, 2);
  return moments(x, y, { scale: 'trace' });
}

function finished({ diverged }: { diverged?: { step: number } }): void {
  if (diverged) throw new Error(`diverged at step ${diverged.step}`);
}

/** The dynamic limits: infinite width and depth on data of MNIST's shape, the joint limit, and what simulation would cost instead. */
export default suite({
  title: `Limits of training, ${inputs} inputs`,
  seconds: 1,
  contestants: () => {
    const one = data(1);
    const ten = data(10);
    const joint = { hidden: 3, widthPerInput: 1, samplesPerInput: 2, data: 'repeated' as const, steps: 100 };
    return [
      ...runs.map(
        ({ lr, ...run }): Contestant => ({
          name: `${run.outputs} outputs, ${run.steps} steps, L = ${run.hidden}`,
          dtype: 'float64',
          flops: operations(run),
          run: () => finished(infiniteWidth({ moments: run.outputs === 1 ? one : ten, lr, ...run })),
        }),
      ),
      {
        name: 'residual, 1 outputs, 60 steps, L = 8',
        run: () => finished(infiniteWidth({ moments: one, hidden: 8, residual: true, lr: 0.3, steps: 60 })),
      },
      {
        name: 'infinite depth, 1 outputs, 30 steps',
        run: () => finished(infiniteDepth({ moments: one, lr: 0.3, steps: 30 })),
      },
      { name: 'joint, 100 steps, L = 3', run: () => finished(jointLimit({ ...joint, lrHat: 0.05 })) },
      ...infiniteWidthAgainstNets(one, { hidden: 2, steps: 60, lr: 3 }),
      ...infiniteWidthAgainstNets(ten, { hidden: 2, steps: 60, lr: 3 }),
      ...jointLimitAgainstNets({ hidden: 2, steps: 60, lrHat: 0.05 }),
    ];
  },
});
