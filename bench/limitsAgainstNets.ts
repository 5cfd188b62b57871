import { distanceToLimit } from '../src/checks/comparison/distanceToLimit';
import type { Moments } from '../src/data/moments';
import { syntheticTask } from '../src/data/syntheticTask';
import { infiniteWidth } from '../src/limits/infiniteWidth';
import { jointLimit } from '../src/limits/jointLimit';
import { createNet } from '../src/nets/createNet';
import { train } from '../src/train/train';
import type { Contestant } from './harness';

/** Nets whose distance to the limit is measured. */
const SEEDS = 4;
/** How near a net has to be. */
const NEAR = 0.01;

/**
 * A limit and the simulation that would replace it: nets of `width`, whose outputs (root mean square over data and steps) or loss
 * (root mean square over steps, relative) are some distance from the limit's; it falls as width^(−1/2) and at least as that, so
 * nets within 1 % are (distance/1 %)² times as wide. A step costs N·D + (L − 1)·N² multiply-adds for every output.
 */
export function infiniteWidthAgainstNets(
  moments: Moments,
  run: { hidden: number; steps: number; lr: number },
): Contestant[] {
  const width = 512;
  const [inputs, outputs] = [moments.sxx.rows, moments.syx.rows];
  const limit = infiniteWidth({ moments, ...run });
  const far = distanceToLimit(limit, { moments });
  const training = { moments, lr: run.lr, steps: run.steps, record: { quantities: ['predictor' as const] } };
  const netOf = (seed: number) => createNet({ inputs, outputs, hidden: run.hidden, width, seed, dtype: 'float32' });
  const distances = { outputs: 0, loss: 0 };
  const size = rootMeanSquare(limit.predictors.map((_, t) => outputSize(limit.predictor(t), moments)));
  for (let seed = 0; seed < SEEDS; seed++) {
    const trained = train(netOf(seed), training);
    distances.outputs += (far(trained).distance / size) ** 2 / SEEDS;
    distances.loss += relative(trained.loss, limit.loss) ** 2 / SEEDS;
  }
  const work = (n: number) => n * (inputs + (run.hidden - 1) * n);
  const theory = `infinite width, ${outputs} outputs, L = ${run.hidden}, ${run.steps} steps`;
  const net = netOf(0);
  const { record: _, ...plain } = training;
  return [
    { name: theory, run: () => void infiniteWidth({ moments, ...run }) },
    ...(['outputs', 'loss'] as const).map((quantity): Contestant => {
      const growth = distances[quantity] / NEAR ** 2;
      const percent = (100 * Math.sqrt(distances[quantity])).toPrecision(2);
      return {
        name: `a net of width ${width}, ${quantity} off by ${percent} %; 1 % at ${Math.ceil(width * growth).toExponential(1)}`,
        run: () => void train(net, plain),
        against: { contestant: theory, scale: work(width * growth) / work(width) },
      };
    }),
  ];
}

/** The same for the joint limit: inputs, width and samples grow together, and a step costs their square. */
export function jointLimitAgainstNets(run: { hidden: number; steps: number; lrHat: number }): Contestant[] {
  const inputs = 200;
  const options = { ...run, widthPerInput: 1, samplesPerInput: 2, data: 'repeated' as const };
  const limit = jointLimit(options);
  const { width, gamma0, lr, samples } = limit.forNet({ inputs });
  const jobs = Array.from({ length: SEEDS }, (_, seed) => {
    const task = syntheticTask({ inputs, spectrum: 'isotropic', seed });
    const net = createNet({ inputs, outputs: 1, hidden: run.hidden, width, gamma0, seed, dtype: 'float32' });
    const data = { ...task.sample(samples!, seed), lr, steps: run.steps };
    return { net, data, testMoments: task.moments };
  });
  const squares = jobs.map(({ net, data, testMoments }) => {
    return relative(train(net, { ...data, testMoments }).testLoss!, limit.test) ** 2;
  });
  const distance = squares.reduce((sum, value) => sum + value / SEEDS, 0);
  const growth = distance / NEAR ** 2;
  const theory = `joint limit, L = ${run.hidden}, ${run.steps} steps`;
  const [{ net, data }] = jobs;
  return [
    { name: theory, run: () => void jointLimit(options) },
    {
      name: `a net with D = N = ${inputs}, test loss off by ${(100 * Math.sqrt(distance)).toPrecision(2)} %; 1 % at ${Math.ceil(inputs * growth).toExponential(1)}`,
      run: () => void train(net, data),
      against: { contestant: theory, scale: growth ** 2 },
    },
  ];
}

function outputSize(predictor: { rows: number; cols: number; data: ArrayLike<number> }, { sxx }: Moments): number {
  const { rows, cols, data } = predictor;
  let sum = 0;
  for (let c = 0; c < rows; c++) {
    for (let i = 0; i < cols; i++) {
      let along = 0;
      for (let j = 0; j < cols; j++) along += sxx.data[i * cols + j] * data[c * cols + j];
      sum += along * data[c * cols + i];
    }
  }
  return Math.sqrt(sum);
}

/** Root mean square over the steps of the relative difference. */
function relative(curve: ArrayLike<number>, limit: ArrayLike<number>): number {
  return rootMeanSquare(Array.from(limit, (value, t) => curve[t] / value - 1));
}

function rootMeanSquare(values: number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}
