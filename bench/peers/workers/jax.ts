/** jax-js, jit, WebAssembly device. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fill, sample, seeds } from '../data';
import { momentsOf, weightShapes } from '../shapes';
import { CHECK_STEPS, type Gemm, type Normals, rateOf, type Step } from '../tasks';
import { fastest, type Prepared, serve } from './serve';

// Float64 arrays look for this global, which Node 20 and 22 do not have.
const scope = globalThis as { Float16Array?: unknown };
scope.Float16Array ??= class Float16Array {};

const name = '@jax-js/jax';
const jax = await import(name);
const { numpy: np } = jax;
await jax.init('wasm');
jax.defaultDevice('wasm');
const manifest = join(createRequire(import.meta.url).resolve(name), '..', '..', 'package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));

type Run = () => { dispose(): void }[] | undefined;

/** Calls wait for their result, as timing in jax does. */
const timed = (run: Run) => async (calls: number) => {
  const start = performance.now();
  for (let i = 0; i < calls; i++) {
    const out = run();
    if (!out) continue;
    await jax.blockUntilReady(out);
    for (const array of out) array.dispose();
  }
  return (performance.now() - start) / 1e3;
};

function gemm({ dtype, transposes, m, n, k }: Gemm): Prepared {
  const [ta, tb] = [transposes === 'TN', transposes === 'NT'];
  const Kind = dtype === 'float32' ? Float32Array : Float64Array;
  const a = np.array(fill(new Kind(m * k), seeds.a), { dtype: np[dtype] }).reshape(ta ? [k, m] : [m, k]);
  const b = np.array(fill(new Kind(k * n), seeds.b), { dtype: np[dtype] }).reshape(tb ? [n, k] : [k, n]);
  const product = jax.jit((left: typeof a, right: typeof b) =>
    np.matmul(ta ? np.transpose(left) : left, tb ? np.transpose(right) : right),
  );
  const run = () => product(a.ref, b.ref);
  return {
    time: timed(() => [run()]),
    check: async () => sample(await run().data()),
    dispose() {
      a.dispose();
      b.dispose();
    },
  };
}

function step(shape: Step): Promise<Prepared> {
  const { inputs, outputs, samples, batch = samples } = shape;
  const x = fill(new Float32Array(samples * inputs), seeds.x);
  const y = fill(new Float32Array(samples * outputs), seeds.y);
  const rate = rateOf(shape);
  const initial = (transposed: boolean) =>
    weightShapes(shape).map(({ rows, cols, seed, scale }) => {
      const w = np.array(fill(new Float32Array(rows * cols), seed, scale)).reshape([rows, cols]);
      return transposed ? np.transpose(w) : w;
    });
  type Arrays = ReturnType<typeof initial>;
  const batches = Array.from({ length: Math.floor(samples / batch) }, (_, i) => ({
    x: np.array(x.slice(i * batch * inputs, (i + 1) * batch * inputs)).reshape([batch, inputs]),
    y: np.array(y.slice(i * batch * outputs, (i + 1) * batch * outputs)).reshape([batch, outputs]),
  }));
  const prepared = [false, true].map((transposed): Prepared => {
    const forward = (w: Arrays, input: unknown) =>
      w.reduce((h: unknown, layer: unknown) => np.matmul(h, transposed ? layer : np.transpose(layer)), input);
    const loss = (w: Arrays, input: unknown, target: unknown) =>
      np
        .square(np.subtract(forward(w, input), target))
        .sum()
        .mul(0.5 / batch);
    const update = jax.jit((w: Arrays, input: unknown, target: unknown) => {
      const [value, gradient] = jax.valueAndGrad(loss)(
        w.map((layer: { ref: unknown }) => layer.ref),
        input,
        target,
      );
      return [value, w.map((layer: { sub(d: unknown): unknown }, l: number) => layer.sub(gradient[l].mul(rate)))];
    });
    let at = 0;
    // Reads the loss of each step: a queue of unread steps fills memory and runs at less than half the speed.
    const once = (w: Arrays): Arrays => {
      const data = batches[at++ % batches.length];
      const [value, next] = update(w, data.x.ref, data.y.ref);
      value.dataSync();
      return next;
    };
    let w = initial(transposed);
    const predictor = async (weights: Arrays): Promise<Float32Array> => {
      const layers = weights.map((layer: { ref: unknown }) => (transposed ? np.transpose(layer.ref) : layer.ref));
      const product = layers.slice(1).reduce((p: unknown, layer: unknown) => np.matmul(layer, p), layers[0]);
      return (await product.data()) as Float32Array;
    };
    return {
      note: `jit(valueAndGrad), weights ${transposed ? 'in×out' : 'out×in'}`,
      async time(calls) {
        const start = performance.now();
        for (let i = 0; i < calls; i++) w = once(w);
        await jax.blockUntilReady(w);
        return (performance.now() - start) / 1e3;
      },
      async check() {
        let fresh = initial(transposed);
        at = 0;
        const before = await predictor(fresh);
        for (let i = 0; i < CHECK_STEPS; i++) fresh = once(fresh);
        const after = await predictor(fresh);
        for (const array of fresh) array.dispose();
        return sample(after.map((v, i) => v - before[i]));
      },
      dispose() {
        for (const array of w) array.dispose();
      },
    };
  });
  return fastest(prepared);
}

function normals({ dtype, count }: Normals): Prepared | undefined {
  if (dtype === 'float64') return undefined;
  const draw = jax.jit((key: unknown) => jax.random.normal(key, [count]));
  return {
    time: timed(() => [draw(jax.random.key(1))]),
    check: async () => momentsOf(await draw(jax.random.key(1)).data()),
  };
}

await serve({
  version: `@jax-js/jax ${version}`,
  prepare(work) {
    if (work.kind === 'gemm') return gemm(work);
    if (work.kind === 'step') return step(work);
    if (work.kind === 'normals') return normals(work);
    return undefined;
  },
});
