import { type Moments, moments } from '../src/data/moments';
import type { Dtype } from '../src/matrix';
import { createNet } from '../src/nets/createNet';
import { randomNormal } from '../src/random/randomNormal';
import { train } from '../src/train/train';
import { trainEnsemble } from '../src/train/trainEnsemble';
import { batchStep } from './batchTraining';
import { type Contestant, suite } from './harness';

/** Steps per call: enough that copying the net in and out does not count. */
const STEPS = 50;

/** Operations of a full-batch step: backward, image and update of every layer, and the error moment. */
function operations(inputs: number, width: number, outputs: number, hidden: number): number {
  return outputs * (6 * (inputs * width + (hidden - 1) * width * width + width) + 2 * inputs * inputs);
}

function data(inputs: number, outputs: number, samples: number): Moments {
  const x = randomNormal({ seed: 1, rows: samples, cols: inputs });
  return moments(x, randomNormal({ seed: 2, rows: samples, cols: outputs }));
}

/** Full-batch gradient steps inside one call of `train`; the error moment is in float64 for both dtypes. */
export default suite({
  title: 'Training steps',
  contestants: () => {
    const small = data(64, 10, 128);
    const image = data(784, 10, 1000);
    const shapes = [32, 128, 512, 1024].map((width) => ({ inputs: 64, width, hidden: 3, moments: small }));
    const contestants: Contestant[] = [];
    for (const dtype of ['float32', 'float64'] as Dtype[]) {
      for (const { inputs, width, hidden, moments } of [
        ...shapes,
        { inputs: 784, width: 512, hidden: 2, moments: image },
      ]) {
        const net = createNet({ inputs, outputs: 10, hidden, width, seed: 1, dtype });
        const widths = Array.from({ length: hidden }, () => width).join('-');
        const steps = width < 100 ? 20 * STEPS : STEPS;
        contestants.push({
          name: `${dtype} ${inputs}-${widths}-10`,
          dtype,
          flops: steps * operations(inputs, width, 10, hidden),
          rate: { count: steps, unit: 'steps/s' },
          run: () => {
            train(net, { moments, lr: 0.01, steps });
          },
        });
      }
      // The same net trained as usual, 128 samples through the layers; the cost above does not depend on the samples.
      const usual = createNet({ inputs: 64, outputs: 10, hidden: 3, width: 512, seed: 1, dtype });
      contestants.push({
        name: `${dtype} 64-512-512-512-10, 128 samples by back-propagation`,
        dtype,
        flops: 128 * (6 * (64 * 512 + 2 * 512 * 512 + 512 * 10) - 2 * 64 * 512),
        rate: { count: 1, unit: 'steps/s' },
        run: batchStep(usual, 128, 0.01),
      });
      // What the theory tests need: a new small net, 30 steps, its predictors.
      for (const width of [32, 256]) {
        const task = data(4, 1, 40);
        const record = { quantities: ['predictor' as const] };
        contestants.push({
          name: `${dtype} ensemble 4-${width}-${width}-1, 30 steps a net`,
          rate: { count: 20, unit: 'nets/s' },
          run: () => {
            const shape = { inputs: 4, outputs: 1, hidden: 2, width, dtype };
            trainEnsemble(shape, { moments: task, lr: 0.15, steps: 30, seeds: 20, record });
          },
        });
      }
    }
    return contestants;
  },
});
