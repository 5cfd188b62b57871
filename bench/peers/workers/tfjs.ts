/** TensorFlow.js, WebAssembly backend; the argument 'flags' takes matMul's transpose flags in place of explicit transposes. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fill, sample, seeds } from '../data';
import { momentsOf, weightShapes } from '../shapes';
import { CHECK_STEPS, type Gemm, type Normals, rateOf, type Step } from '../tasks';
import { fastest, type Prepared, serve, timer } from './serve';

const flags = process.argv[2] === 'flags';
const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core');
const wasm = require('@tensorflow/tfjs-backend-wasm');
require('@tensorflow/tfjs-backend-cpu');
// Gradients are in no bundle of their own: this part is bundled with the worker and enters the same global registry.
const gradients = '@tensorflow/tfjs-core/dist/register_all_gradients.js';
await import(gradients);
wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
await tf.setBackend('wasm');
await tf.ready();

/** Weights are packed once per tensor, so every call gets a b of its own, made before the clock starts. */
function gemm({ dtype, transposes, m, n, k }: Gemm): Prepared | undefined {
  if (dtype === 'float64') return undefined;
  if (flags && transposes === 'NN') return undefined;
  const [ta, tb] = [transposes === 'TN', transposes === 'NT'];
  const a = tf.tensor2d(fill(new Float32Array(m * k), seeds.a), ta ? [k, m] : [m, k]);
  const b = fill(new Float32Array(k * n), seeds.b);
  const fresh = () => tf.tensor2d(b, tb ? [n, k] : [k, n]);
  const explicit = (right: unknown) =>
    tf.tidy(() => tf.matMul(ta ? tf.transpose(a) : a, tb ? tf.transpose(right) : right));
  const product = flags ? (right: unknown) => tf.matMul(a, right, ta, tb) : explicit;
  return {
    note: flags ? 'matMul with its transpose flags' : 'explicit transpose, fresh b',
    most: Math.max(1, Math.floor(2e7 / (k * n))),
    time(calls) {
      const bs = Array.from({ length: calls }, fresh);
      let at = 0;
      const seconds = timer(() => product(bs[at++]).dispose())(calls);
      for (const right of bs) right.dispose();
      return seconds;
    },
    check() {
      const right = fresh();
      const out = product(right);
      const values = sample(out.dataSync());
      tf.dispose([right, out]);
      return values;
    },
    dispose: () => a.dispose(),
  };
}

/** matMul's own gradient takes the slow flags, so a step by hand with explicit transposes stands beside the optimizer. */
function step(shape: Step): Promise<Prepared> | undefined {
  if (flags) return undefined;
  const { inputs, outputs, samples, batch = samples } = shape;
  const x = fill(new Float32Array(samples * inputs), seeds.x);
  const y = fill(new Float32Array(samples * outputs), seeds.y);
  const rate = rateOf(shape);
  const shapes = weightShapes(shape);
  const initial = () =>
    shapes.map(({ rows, cols, seed, scale }) =>
      tf.variable(tf.transpose(tf.tensor2d(fill(new Float32Array(rows * cols), seed, scale), [rows, cols]))),
    );
  const batches = Array.from({ length: Math.floor(samples / batch) }, (_, i) => ({
    x: tf.tensor2d(x.subarray(i * batch * inputs, (i + 1) * batch * inputs), [batch, inputs]),
    y: tf.tensor2d(y.subarray(i * batch * outputs, (i + 1) * batch * outputs), [batch, outputs]),
  }));
  type Tensors = ReturnType<typeof initial>;
  const optimizer = tf.train.sgd(rate);
  const ways: Record<string, (w: Tensors, data: (typeof batches)[0]) => void> = {
    'optimizer.minimize': (w, data) => {
      optimizer.minimize(
        () => {
          const f = w.reduce((h: unknown, layer: unknown) => tf.matMul(h, layer), data.x);
          return tf.mul(0.5 / batch, tf.sum(tf.square(tf.sub(f, data.y))));
        },
        false,
        w,
      );
    },
    'by hand, explicit transposes': (w, data) => {
      tf.tidy(() => {
        const h = [data.x];
        for (const layer of w) h.push(tf.matMul(h[h.length - 1], layer));
        let back = tf.mul(tf.sub(h[w.length], data.y), rate / batch);
        for (let l = w.length - 1; l >= 0; l--) {
          const gradient = tf.matMul(tf.transpose(h[l]), back);
          if (l > 0) back = tf.matMul(back, tf.transpose(w[l]));
          w[l].assign(tf.sub(w[l], gradient));
        }
      });
    },
  };
  const predictor = (w: Tensors): Float32Array =>
    tf.tidy(() =>
      tf.transpose(w.slice(1).reduce((p: unknown, layer: unknown) => tf.matMul(p, layer), w[0])).dataSync(),
    );
  const prepared = Object.entries(ways).map(([note, run]): Prepared => {
    const w = initial();
    let at = 0;
    return {
      note,
      time: timer(() => run(w, batches[at++ % batches.length])),
      dispose: () => tf.dispose(w),
      check() {
        const fresh = initial();
        const before = predictor(fresh);
        for (let i = 0; i < CHECK_STEPS; i++) run(fresh, batches[i % batches.length]);
        const after = predictor(fresh);
        tf.dispose(fresh);
        return sample(after.map((v, i) => v - before[i]));
      },
    };
  });
  return fastest(prepared);
}

function normals({ dtype, count }: Normals): Prepared | undefined {
  if (dtype === 'float64' || flags) return undefined;
  const draw = () => tf.randomNormal([count], 0, 1, 'float32', 1);
  return {
    time: timer(() => draw().dispose()),
    check() {
      const out = draw();
      const values = momentsOf(out.dataSync());
      out.dispose();
      return values;
    },
  };
}

await serve({
  version: `tfjs-backend-wasm ${wasm.version_wasm}`,
  prepare(work) {
    if (work.kind === 'gemm') return gemm(work);
    if (work.kind === 'step') return step(work);
    if (work.kind === 'normals') return normals(work);
    return undefined;
  },
});
