import { multiply } from '../src/linalg/multiply';
import { rankUpdate } from '../src/linalg/rankUpdate';
import type { Dtype } from '../src/matrix';
import { core } from '../src/wasm/load';
import { workspace } from '../src/wasm/workspace';
import { type Contestant, fillNumbers, suite } from './harness';

/** Columns of results that fill no register tile; the ones with eight beside them. */
const few = [2, 3, 5, 7, 8, 10];
const kinds = { NN: [false, false], NT: [false, true], TN: [true, false], TT: [true, true] };

/** Products that are not square: a few rows or columns against a large matrix, a matrix against a vector, a matrix against itself. */
export default suite({
  title: 'Skinny products and Gram matrices',
  contestants: () => {
    const ws = workspace();
    const made = (rows: number, cols: number, dtype: Dtype) => {
      const m = ws.matrix(rows, cols, dtype);
      fillNumbers(m.data);
      return m;
    };
    const contestants: Contestant[] = [];
    for (const dtype of ['float32', 'float64'] as Dtype[]) {
      for (const n of [128, 256, 512, 1024, ...(dtype === 'float32' ? [4096] : [])]) {
        // 64 MB: from the memory itself, beyond the caches.
        const inMemory = n === 4096;
        const w = made(n, n, dtype);
        for (const rows of inMemory ? [1] : [1, 10]) {
          const g = made(rows, n, dtype);
          const out = made(rows, n, dtype);
          for (const transposeB of [false, true]) {
            contestants.push({
              name: `${dtype} ${rows}×${n} times ${n}×${n}${transposeB ? ' transposed' : ''}`,
              dtype,
              flops: 2 * rows * n * n,
              ...(rows === 1 && { rate: { count: w.data.byteLength / 1e9, unit: 'GB/s' } }),
              run: () => multiply(out, g, w, { transposeB }),
            });
          }
        }
        const half = (n * n) / 2;
        const dot = dtype === 'float32' ? core().kernels.dotF32 : core().kernels.dotF64;
        contestants.push({
          name: `${dtype} ${n}×${n} only read (one half times the other)`,
          rate: { count: w.data.byteLength / 1e9, unit: 'GB/s' },
          run: () => {
            dot(half, w.pointer, w.pointer + w.data.byteLength / 2);
          },
        });
        if (inMemory) continue;
        const out = made(n, n, dtype);
        // Counted as the n²(n + 1) operations that the upper triangle needs.
        contestants.push({
          name: `${dtype} Gram ${n}×${n}`,
          dtype,
          flops: n * n * (n + 1),
          run: () => rankUpdate(out, w),
        });
      }
    }
    for (const n of few) {
      for (const [kind, [transposeA, transposeB]] of Object.entries(kinds)) {
        const a = made(512, 512, 'float32');
        const b = transposeB ? made(n, 512, 'float32') : made(512, n, 'float32');
        const out = made(512, n, 'float32');
        contestants.push({
          name: `float32 ${kind} 512×512 times 512×${n}`,
          dtype: 'float32',
          flops: 2 * 512 * 512 * n,
          run: () => multiply(out, a, b, { transposeA, transposeB }),
        });
      }
    }
    return contestants;
  },
});
