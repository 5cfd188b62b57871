import { type Matrix, matmul, matrix, randomNormal, workspace } from '../../src/index';

/** Exponents of one layer: W = N^−a w, w ~ N(0, N^−2b), learning rate of w N^−c. */
export interface Abc {
  a: number;
  b: number;
  c: number;
}

/** What happened to one net: root mean squares over samples and neurons. */
export interface AbcRun {
  /** f_0. */
  output: number;
  /** f_T − f_0. */
  outputUpdate: number;
  /** h_l(T) − h_l(0) relative to h_l(0), l = 1 … L. */
  featureUpdates: number[];
  /** f_T. */
  outputs: Matrix;
}

/** A deep linear net in abc-parameterization, trained by plain back-propagation of the loss ½ mean (y − f)²: samples are rows of x. */
export function trainAbc(
  layers: readonly Abc[],
  { width, x, y, lr, steps, seed }: { width: number; x: Matrix; y: Matrix; lr: number; steps: number; seed: number },
): AbcRun {
  const sizes = [x.cols, ...layers.slice(1).map(() => width), y.cols];
  const multipliers = layers.map(({ a }) => width ** -a);
  using held = workspace();
  const weights = layers.map(({ b }, l) => {
    const drawn = randomNormal({ seed, stream: l, rows: sizes[l + 1], cols: sizes[l] });
    // a power of every entry would take longer than the training
    const scale = width ** -b;
    for (let i = 0; i < drawn.data.length; i++) drawn.data[i] *= scale;
    return held.matrix(drawn.rows, drawn.cols, 'float64', drawn.data);
  });
  const forward = () => {
    const h = [held.matrix(x.rows, x.cols, 'float64', x.data)];
    weights.forEach((w, l) => {
      const next = held.matrix(x.rows, w.rows);
      matmul(h[l], w, { transposeB: true, alpha: multipliers[l], out: next });
      h.push(next);
    });
    return h;
  };
  const start = forward();
  for (let step = 0; step < steps; step++) {
    const h = forward();
    const f = h[layers.length].data;
    const errors = Float64Array.from(f, (value, i) => (y.data[i] - value) / x.rows);
    let g = held.matrix(y.rows, y.cols, 'float64', errors);
    for (let l = layers.length - 1; l >= 0; l--) {
      const below = held.matrix(x.rows, sizes[l]);
      matmul(g, weights[l], { alpha: multipliers[l], out: below });
      const rate = lr * width ** -layers[l].c * multipliers[l];
      matmul(g, h[l], { transposeA: true, alpha: rate, beta: 1, out: weights[l] });
      g = below;
    }
  }
  const end = forward();
  const hidden = start.slice(1, -1);
  const last = layers.length;
  return {
    output: rms(start[last]),
    outputUpdate: rms(end[last], start[last]),
    featureUpdates: hidden.map((h, l) => rms(end[l + 1], h) / rms(h)),
    outputs: matrix(x.rows, y.cols, end[last].data.slice()),
  };
}

function rms({ data }: Matrix, from?: Matrix): number {
  const other = from?.data;
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += (data[i] - (other?.[i] ?? 0)) ** 2;
  return Math.sqrt(sum / data.length);
}
