/** onnxruntime-web, one thread. */
import { fill, sample, seeds } from '../data';
import type { Gemm } from '../tasks';
import { onnxModel } from './onnxModel';
import { type Prepared, serve } from './serve';

const name = 'onnxruntime-web';
const ort = await import(name);
ort.env.wasm.numThreads = 1;

async function gemm(work: Gemm): Promise<Prepared> {
  const { dtype, transposes, m, n, k } = work;
  const Kind = dtype === 'float32' ? Float32Array : Float64Array;
  const session = await ort.InferenceSession.create(onnxModel(work), { executionProviders: ['wasm'] });
  const [ta, tb] = [transposes === 'TN', transposes === 'NT'];
  const feeds = {
    a: new ort.Tensor(dtype, fill(new Kind(m * k), seeds.a), ta ? [k, m] : [m, k]),
    b: new ort.Tensor(dtype, fill(new Kind(k * n), seeds.b), tb ? [n, k] : [k, n]),
  };
  return {
    async time(calls) {
      const start = performance.now();
      for (let i = 0; i < calls; i++) await session.run(feeds);
      return (performance.now() - start) / 1e3;
    },
    check: async () => sample((await session.run(feeds)).c.data),
    dispose: () => session.release(),
  };
}

await serve({
  version: `onnxruntime-web ${ort.env.versions.web}`,
  // 'float64' is called double there, but tensors take the name of the array.
  prepare: (work) => (work.kind === 'gemm' ? gemm(work) : undefined),
});
