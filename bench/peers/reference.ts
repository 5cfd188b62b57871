/** What every contestant must find: the sampled entries of each result, by plain float64 loops. */
import { bytes, fill, places, positive, seeds } from './data';
import { expectedOfFactor } from './factorData';
import { weightShapes } from './shapes';
import { CHECK_STEPS, type Gemm, type Gram, type MomentsTask, type Read, rateOf, type Step, type Work } from './tasks';

export interface Expected {
  values: number[];
  /** Largest difference allowed, over the largest expected value. */
  tolerance: number;
}

/** Rounding of sums of up to 2048 products (`read`: of millions); samples of 1e7 draws stray by less than a hundredth. */
const tolerances = { float32: 2e-5, float64: 1e-12, step: 1e-3, normals: 0.01, read: 1e-3, factor: 1e-11 };

export function expected(work: Work): Expected {
  if (work.kind === 'gemm') return { values: product(work), tolerance: tolerances[work.dtype] };
  if (work.kind === 'gram') return { values: gram(work), tolerance: tolerances[work.dtype] };
  if (work.kind === 'step') return { values: predictorChange(work), tolerance: tolerances.step };
  if (work.kind === 'normals') return { values: [0, 1, 1], tolerance: tolerances.normals };
  if (work.kind === 'moments') return { values: moments(work), tolerance: tolerances.float64 };
  if (work.kind === 'inside') {
    const { transposes, n } = work;
    const values = product({ kind: 'gemm', dtype: 'float32', transposes, m: n, n, k: n });
    return { values, tolerance: tolerances.float32 };
  }
  if (work.kind === 'read') return { values: [dotOfHalves(work)], tolerance: tolerances.read };
  if (work.kind === 'factor') return { values: expectedOfFactor(work), tolerance: tolerances.factor };
  return { values: [], tolerance: 0 };
}

/** Largest difference over the largest expected value; Infinity for results of another length or not finite. */
export function difference(values: readonly number[], { values: wanted }: Expected): number {
  if (values.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const size = Math.max(...wanted.map(Math.abs), Number.MIN_VALUE);
  const largest = Math.max(0, ...values.map((v, i) => Math.abs(v - wanted[i])));
  return Number.isFinite(largest) ? largest / size : Number.POSITIVE_INFINITY;
}

const Numbers = { float32: Float32Array, float64: Float64Array };

function product({ dtype, transposes, m, n, k }: Gemm): number[] {
  const a = fill(new Numbers[dtype](m * k), seeds.a);
  const b = fill(new Numbers[dtype](k * n), seeds.b);
  return places(m * n).map((at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let l = 0; l < k; l++) {
      sum += a[transposes[0] === 'T' ? l * m + i : i * k + l] * b[transposes[1] === 'T' ? j * k + l : l * n + j];
    }
    return sum;
  });
}

function dotOfHalves({ entries }: Read): number {
  const x = positive(new Float32Array(entries), seeds.a);
  let sum = 0;
  for (let i = 0; i < entries / 2; i++) sum += x[i] * x[entries / 2 + i];
  return sum;
}

function gram({ dtype, n, k }: Gram): number[] {
  const a = fill(new Numbers[dtype](n * k), seeds.a);
  return places(n * n).map((at) => {
    let sum = 0;
    for (let l = 0; l < k; l++) sum += a[Math.floor(at / n) * k + l] * a[(at % n) * k + l];
    return sum;
  });
}

/** Dense rows×cols times cols×n. */
function times(a: Float64Array, b: Float64Array, rows: number, cols: number, n: number): Float64Array {
  const out = new Float64Array(rows * n);
  for (let i = 0; i < rows; i++) {
    for (let l = 0; l < cols; l++) {
      const factor = a[i * cols + l];
      for (let j = 0; j < n; j++) out[i * n + j] += factor * b[l * n + j];
    }
  }
  return out;
}

function transposed(a: Float64Array, rows: number, cols: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = a[i * cols + j];
  return out;
}

/** Change of the predictor (outputs×inputs) in CHECK_STEPS steps. */
function predictorChange(shape: Step): number[] {
  const { inputs, outputs, samples, batch = samples } = shape;
  const x = Float64Array.from(fill(new Float32Array(samples * inputs), seeds.x));
  const y = Float64Array.from(fill(new Float32Array(samples * outputs), seeds.y));
  const shapes = weightShapes(shape);
  const w = shapes.map(({ rows, cols, seed, scale }) =>
    Float64Array.from(fill(new Float32Array(rows * cols), seed, scale)),
  );
  /** fields[l]: outputs×(columns of layer l), the layers from l on multiplied. */
  const fields = () => {
    const out: Float64Array[] = [];
    out[w.length - 1] = w[w.length - 1];
    for (let l = w.length - 2; l >= 0; l--) out[l] = times(out[l + 1], w[l], outputs, shapes[l].rows, shapes[l].cols);
    return out;
  };
  const before = fields()[0];
  for (let t = 0; t < CHECK_STEPS; t++) {
    const first = (t * batch) % samples;
    const rows = x.subarray(first * inputs, (first + batch) * inputs);
    const backward = fields();
    const error = transposed(y.subarray(first * outputs, (first + batch) * outputs), batch, outputs);
    const f = times(backward[0], transposed(rows, batch, inputs), outputs, inputs, batch);
    for (let i = 0; i < error.length; i++) error[i] = (error[i] - f[i]) / batch;
    let forward = transposed(times(error, rows, outputs, batch, inputs), outputs, inputs);
    for (let l = 0; l < w.length; l++) {
      const { rows: height, cols: breadth } = shapes[l];
      const next = times(w[l], forward, height, breadth, outputs);
      const above = l + 1 < w.length ? transposed(backward[l + 1], outputs, height) : identity(outputs);
      const update = times(above, transposed(forward, breadth, outputs), height, outputs, breadth);
      for (let i = 0; i < update.length; i++) w[l][i] += rateOf(shape) * update[i];
      forward = next;
    }
  }
  const after = fields()[0];
  return places(outputs * inputs).map((at) => after[at] - before[at]);
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
}

function moments({ samples, inputs, outputs }: MomentsTask): number[] {
  const x = bytes(samples * inputs, seeds.x);
  const y = fill(new Float64Array(samples * outputs), seeds.y);
  const mean = (left: ArrayLike<number>, columns: number, i: number, j: number) => {
    let sum = 0;
    for (let p = 0; p < samples; p++) sum += left[p * columns + i] * x[p * inputs + j];
    return sum / samples;
  };
  return [
    ...places(inputs * inputs).map((at) => mean(x, inputs, Math.floor(at / inputs), at % inputs)),
    ...places(outputs * inputs).map((at) => mean(y, outputs, Math.floor(at / inputs), at % inputs)),
  ];
}
