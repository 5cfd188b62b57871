import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moments } from '../../src/data/moments';
import { matrix } from '../../src/matrix';
import { rng } from '../../src/random/rng';
import { runtime } from '../../src/wasm/workspace';
import { moments as reference, transformed } from '../reference/moments';
import { tolerance } from '../tolerances';

const rows = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(511, 512, 513, 1025) },
);
const cols = fc.constantFrom(1, 2, 3, 5, 8, 17, 33);
const kinds = ['float64', 'float32', 'bytes'] as const;
const scales = ['none', 'trace', 'feature'] as const;

it('moments of any shape and kind equal plain sums over the transformed inputs', () => {
  fc.assert(
    fc.property(
      rows,
      cols,
      fc.constantFrom(1, 2, 10),
      fc.constantFrom(...kinds),
      fc.boolean(),
      fc.constantFrom(...scales),
      fc.nat(),
      (n, d, c, kind, center, scale, seed) => {
        const random = rng(seed);
        const values = kind === 'bytes' ? Uint8Array.from(random.integers(n * d, 256)) : random.normal(n * d);
        if (center && scale === 'trace' && n === 1) return;
        const data = kind === 'float32' ? Float32Array.from(values) : values;
        const x = data instanceof Uint8Array ? { rows: n, cols: d, data } : matrix(n, d, data);
        const y = matrix(n, c, random.normal(n * c));
        const before = runtime().liveBytes;
        const made = moments(x, y, { center, scale });
        expect(runtime().liveBytes).toBe(before);
        const { mean, scale: factors } = made.standardization ?? {
          mean: new Float64Array(d),
          scale: new Float64Array(d).fill(1),
        };
        const expected = reference(transformed(matrix(n, d, Float64Array.from(data)), mean, factors), y);
        const wrong: string[] = [];
        for (const name of ['sxx', 'syx'] as const) {
          made[name].data.forEach((v, i) => {
            const { value, scale: size } = expected[name][i];
            // Exact sums of bytes are taken about exact means, the twin's about rounded ones: add the mean's rounding.
            const shift = kind === 'bytes' && name === 'sxx' ? 1 : 0;
            if (!(Math.abs(v - value) <= tolerance.moment(n) * (size + shift)))
              wrong.push(`${name}[${i}]: ${v}, ${value}`);
          });
        }
        expect(wrong).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
