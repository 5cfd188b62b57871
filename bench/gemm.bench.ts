import { matmul } from '../src/linalg/matmul';
import type { Dtype } from '../src/matrix';
import { core } from '../src/wasm/load';
import { workspace } from '../src/wasm/workspace';
import { type Contestant, fillNumbers, suite } from './harness';

const sizes = [16, 32, 64, 128, 256, 512, 1024];
/** Sizes off the tile, each with the next multiple of the float32 tile: edges may cost a little. */
const odd = [17, 24, 100, 104, 250, 256, 999, 1000, 1001, 1008];
/** Products so small that the way into WebAssembly counts: many of them, by the kernel itself. */
const tiny = [16, 32];
const CALLS = 1000;
const kinds = { NN: {}, NT: { transposeB: true }, TN: { transposeA: true } };

/** Square products of workspace matrices through the public function. */
export default suite({
  title: 'Matrix product',
  contestants: () => {
    const ws = workspace();
    const contestants: Contestant[] = [];
    for (const dtype of ['float32', 'float64'] as Dtype[]) {
      for (const n of sizes) {
        const [a, b, out] = [1, 2, 3].map(() => ws.matrix(n, n, dtype));
        fillNumbers(a.data, 1);
        fillNumbers(b.data, 2);
        for (const [kind, transposes] of Object.entries(kinds)) {
          const options = { ...transposes, out };
          contestants.push({
            name: `${dtype} ${kind} ${n}`,
            dtype,
            flops: 2 * n ** 3,
            run: () => {
              matmul(a, b, options);
            },
          });
        }
      }
    }
    for (const n of odd) {
      const [a, b, out] = [1, 2, 3].map(() => ws.matrix(n, n, 'float32'));
      fillNumbers(a.data, 1);
      fillNumbers(b.data, 2);
      contestants.push({
        name: `float32 NN ${n}, edges`,
        dtype: 'float32',
        flops: 2 * n ** 3,
        run: () => {
          matmul(a, b, { out });
        },
      });
    }
    const { kernels, scratch } = core();
    for (const n of tiny) {
      const [a, b, out] = [1, 2, 3].map(() => ws.matrix(n, n, 'float32').pointer);
      contestants.push({
        name: `float32 NN ${n}, kernel alone`,
        dtype: 'float32',
        flops: 2 * n ** 3 * CALLS,
        run: () => {
          for (let i = 0; i < CALLS; i++) kernels.gemmF32(0, 0, n, n, n, 1, a, n, b, n, 0, out, n, scratch);
        },
      });
    }
    return contestants;
  },
});
