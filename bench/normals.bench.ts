import type { Dtype } from '../src/matrix';
import { draw, type Place, use } from '../src/random/draw';
import { fillNormal } from '../src/random/fillNormal';
import { rng } from '../src/random/rng';
import { workspace } from '../src/wasm/workspace';
import { type Contestant, suite } from './harness';

/** Ten million draws, and as many as stay in the caches. */
const sizes = { '1e7': 1e7, 'in cache': 16384 };

/** Floating-point operations of the transform per draw; the other half of the time is integer work (Philox). */
const operations: Record<Dtype, number> = { float32: 23.5, float64: 31.5 };

const place: Place = { seed: 1, stream: 0, use: use.rngUniform, offset: 0 };

/** Normals and uniforms drawn into workspace memory, and the orders of mini-batches. */
export default suite({
  title: 'Random draws',
  seconds: 0.2,
  contestants: () => {
    const ws = workspace();
    const contestants: Contestant[] = [];
    for (const [label, n] of Object.entries(sizes)) {
      for (const dtype of ['float32', 'float64'] as Dtype[]) {
        const target = ws.matrix(1, n, dtype);
        contestants.push({
          name: `${dtype} normals, ${label}`,
          dtype,
          flops: n * operations[dtype],
          rate: { count: n / 1e6, unit: 'M/s' },
          run: () => fillNormal(target, { seed: 1 }),
        });
      }
    }
    const n = sizes['in cache'];
    const uniforms = ws.matrix(1, n);
    contestants.push({
      name: 'float64 uniforms, in cache',
      rate: { count: n / 1e6, unit: 'M/s' },
      run: () => draw('uniformF64', uniforms.pointer, n, place, 1),
    });
    const generator = rng(1);
    contestants.push({
      name: 'permutation of 60,000',
      rate: { count: 0.06, unit: 'M/s' },
      run: () => {
        generator.permutation(60_000);
      },
    });
    return contestants;
  },
});
