/** The same nets trained in both dtypes, and everything that the two builds compute side by side. */
import * as d from '../../src/index';
import type { Dtype, Matrix } from '../../src/matrix';

const shape = { inputs: 16, outputs: 4 };

const data = () =>
  d.syntheticTask({ ...shape, spectrum: { spectrumExponent: 1.2, sourceExponent: 0.6 }, noiseStd: 0.1, seed: 3 })
    .moments;

/** Root mean square of the differences over that of the values. */
export function distance(values: ArrayLike<number>, from: ArrayLike<number>): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < from.length; i++) {
    difference += (values[i] - from[i]) ** 2;
    size += from[i] ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / size);
}

/** Largest |difference| over the value beside it. */
function farthest(values: ArrayLike<number>, from: ArrayLike<number>): number {
  return Array.from(from, (x, i) => Math.abs(values[i] - x) / Math.abs(x)).reduce((a, b) => (a >= b ? a : b), 0);
}

export interface Agreement {
  hidden: number;
  width: number;
  steps: number;
  lr: number;
  /** Largest relative difference along the loss curve; of the predictors and of the weights in norm. */
  loss: number;
  predictor: number;
  weights: number;
}

const flat = (ms: readonly Matrix[]) => ms.flatMap(({ data: values }) => [...values]);

/** A net and the one of the other dtype with the same weights: those of float32. */
function sameNets(hidden: number, width: number): Record<Dtype, d.Net> {
  const options = { ...shape, hidden, width, seed: 5 } as const;
  const single = d.createNet({ ...options, dtype: 'float32' });
  const wide = d.createNet({ ...options, dtype: 'float64' });
  const weights = single
    .weights()
    .map(({ rows, cols, data: values }) => d.matrix(rows, cols, Float64Array.from(values)));
  return { float32: single, float64: d.netFromWeights(wide.spec, weights) };
}

/** Float32 against float64 training from the same weights; depth by depth, by width, by steps. */
export function agreements(widths = [16, 128, 512], counts = [10, 100, 1000]): Agreement[] {
  const moments = data();
  const found: Agreement[] = [];
  for (const hidden of [1, 2, 4]) {
    for (const width of widths) {
      const nets = sameNets(hidden, width);
      const lr = 0.2 / nets.float64.sharpness(moments);
      for (const steps of counts) {
        const [narrow, wide] = (['float32', 'float64'] as const).map((dtype) =>
          d.train(nets[dtype], { moments, lr, steps }),
        );
        found.push({
          hidden,
          width,
          steps,
          lr,
          loss: farthest(narrow.loss, wide.loss),
          predictor: distance(narrow.net.predictor().data, wide.net.predictor().data),
          weights: distance(flat(narrow.net.weights()), flat(wide.net.weights())),
        });
      }
    }
  }
  return found;
}

/** What both builds compute, as lists of numbers by name. */
export function sideBySide(): Record<string, number[]> {
  const a = d.randomNormal({ seed: 1, rows: 96, cols: 96 });
  const b = d.randomNormal({ seed: 2, rows: 96, cols: 96 });
  const single = (m: Matrix) => d.matrix(m.rows, m.cols, Float32Array.from(m.data));
  const definite = d.gram(a);
  const moments = data();
  const lists: Record<string, number[]> = {
    'matmul, float64': [...d.matmul(a, b).data],
    'matmul, float32': [...d.matmul(single(a), single(b)).data],
    'gram, float64': [...definite.data],
    'randomNormal, float64': [...a.data],
    'randomNormal, float32': [...d.randomNormal({ seed: 1, rows: 96, cols: 96, dtype: 'float32' }).data],
    moments: [...d.moments(a, b).sxx.data],
    cholesky: [...d.cholesky(well(96)).data],
    solve: [...d.solve(well(96), b).data],
    'qr, R': [...d.qr(well(96)).r.data],
    eigvalsh: [...d.eigvalsh(well(96))],
    singularValues: [...d.singularValues(well(96))],
    'infiniteWidth, loss of 60 steps': [...d.infiniteWidth({ moments, hidden: 2, lr: 0.2, steps: 60 }).loss],
  };
  for (const dtype of ['float64', 'float32'] as const) {
    const net = d.createNet({ ...shape, hidden: 2, width: 128, seed: 5, dtype });
    for (const steps of [10, 1000]) {
      const run = d.train(net, { moments, lr: 0.2, steps });
      lists[`train, ${dtype}, weights after ${steps} steps`] = flat(run.net.weights());
    }
  }
  return lists;
}

/** Entries that both builds have to the bit. */
function well(n: number): Matrix {
  const out = d.matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) out.data[i * n + j] = 1 / (1 + Math.abs(i - j)) + (i === j ? 1 : 0);
  return out;
}
