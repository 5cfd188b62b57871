import type { PosteriorTask } from './mixturePosteriorOptions';
import { smallEigen } from './smallEigen';

/** Principal axes of the labels, each weighed by what it is expected to be. */
export function labelFrame({ outputs, values, labels, noise }: PosteriorTask): Float64Array {
  const gram = new Float64Array(outputs * outputs);
  const largest = labels.reduce((most, label) => Math.max(most, Math.abs(label)), Number.MIN_VALUE);
  for (let mu = 0; mu < values.length; mu++) {
    for (let i = 0; i < outputs; i++) {
      for (let j = 0; j < outputs; j++) {
        const product = (labels[mu * outputs + i] / largest) * (labels[mu * outputs + j] / largest);
        gram[i * outputs + j] += product / (values[mu] + noise);
      }
    }
  }
  return axes(gram, outputs);
}

/** Eigenvectors as columns, the largest eigenvalue last. */
export function axes(a: Float64Array, n: number): Float64Array {
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  smallEigen(a.slice(), n, values, vectors);
  const order = [...values.keys()].sort((i, j) => values[i] - values[j]);
  return Float64Array.from({ length: n * n }, (_, e) => vectors[Math.floor(e / n) * n + order[e % n]]);
}

/** a·b, b n×n. */
export function rotated(a: Float64Array, b: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: (a.length / n) * n }, (_, e) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[Math.floor(e / n) * n + k] * b[k * n + (e % n)];
    return sum;
  });
}

/** The same inference, of outputs along the columns of `frame`. */
export function inFrame(task: PosteriorTask, frame: Float64Array): PosteriorTask {
  return { ...task, labels: rotated(task.labels, frame, task.outputs) };
}
