import { moments } from '../src/data/moments';
import { infiniteWidth } from '../src/limits/infiniteWidth';
import { matrix } from '../src/matrix';
import { type Contestant, fillNumbers, suite } from './harness';

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

/** The infinite-width limit on data of MNIST's shape. */
export default suite({
  title: `Infinite-width limit, ${inputs} inputs`,
  seconds: 1,
  contestants: () =>
    runs.map(({ lr, ...run }): Contestant => {
      const x = matrix(2 * inputs, inputs);
      const y = matrix(2 * inputs, run.outputs);
      fillNumbers(x.data as Float64Array, 1);
      fillNumbers(y.data as Float64Array, 2);
      const data = moments(x, y, { scale: 'trace' });
      return {
        name: `${run.outputs} outputs, ${run.steps} steps, L = ${run.hidden}`,
        dtype: 'float64',
        flops: operations(run),
        run: () => {
          const { diverged } = infiniteWidth({ moments: data, lr, ...run });
          if (diverged) throw new Error(`diverged at step ${diverged.step}`);
        },
      };
    }),
});
