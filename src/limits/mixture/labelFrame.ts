import type { PosteriorTask } from './mixturePosteriorOptions';
import { smallEigen } from './smallEigen';

/** Principal axes of the labels, each weighed by what it is expected to be; the largest last, or first. */
export function labelFrame({ outputs, values, labels, noise }: PosteriorTask, falling: boolean): Float64Array {
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
  return axes(gram, outputs, falling);
}

/** Eigenvectors as columns, the largest eigenvalue last, or first. */
export function axes(a: Float64Array, n: number, falling: boolean): Float64Array {
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  smallEigen(a.slice(), n, values, vectors);
  const order = [...values.keys()].sort((i, j) => (falling ? values[j] - values[i] : values[i] - values[j]));
  return Float64Array.from({ length: n * n }, (_, e) => vectors[Math.floor(e / n) * n + order[e % n]]);
}

/** Nats by which labels are less likely as noise alone than under the best variance, up to which they may be noise. */
const DOUBT = 15;

/** Whether there is a direction of the outputs in which the labels may be noise. */
export function mayBeNoise(task: PosteriorTask): boolean {
  const { outputs, noise } = task;
  const points = task.values.length;
  if (noise === 0) return false;
  const { labels } = inFrame(task, labelFrame(task, false));
  let square = 0;
  for (let mu = 0; mu < points; mu++) square += labels[mu * outputs] ** 2 / noise;
  return square <= points || 0.5 * (square - points - points * Math.log(square / points)) < DOUBT;
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
