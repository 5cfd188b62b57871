import { moments } from '../src/data/moments';
import { matrix } from '../src/matrix';
import { rng } from '../src/random/rng';
import { fillNumbers, suite } from './harness';

/** A fifth of MNIST's training images: the work is proportional to the number of samples. */
const samples = 12_000;
const inputs = 784;
const outputs = 10;
/** Multiply-adds of the triangle of xᵀx and of yᵀx. */
const operations = samples * inputs * (inputs + 1 + 2 * outputs);

/** Second moments of images, as bytes and as float64. */
export default suite({
  title: `Moments of ${samples} samples, ${inputs} inputs, ${outputs} outputs`,
  seconds: 1,
  contestants: () => {
    const data = Uint8Array.from(rng(1).integers(samples * inputs, 256));
    const bytes = { rows: samples, cols: inputs, data };
    const numbers = matrix(samples, inputs, Float64Array.from(data));
    const y = matrix(samples, outputs);
    fillNumbers(y.data);
    const shared = { flops: operations, rate: { count: samples, unit: 'samples/s' } };
    return [
      {
        ...shared,
        name: 'bytes, centred, one scale',
        dtype: 'float32' as const,
        run: () => {
          moments(bytes, y, { center: true, scale: 'trace' });
        },
      },
      {
        ...shared,
        name: 'float64, centred, one scale',
        dtype: 'float64' as const,
        run: () => {
          moments(numbers, y, { center: true, scale: 'trace' });
        },
      },
    ];
  },
});
