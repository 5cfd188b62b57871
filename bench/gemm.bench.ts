import { matmul } from '../src/linalg/matmul';
import type { Dtype } from '../src/matrix';
import { workspace } from '../src/wasm/workspace';
import { type Contestant, fillNumbers, suite } from './harness';

const sizes = [16, 32, 64, 128, 256, 512, 1024];
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
    return contestants;
  },
});
