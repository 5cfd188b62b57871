import { describe, expect, it } from 'vitest';
import { secularVectors } from '../../src/linalg/secularVectors';
import { matrix } from '../../src/matrix';
import { rng } from '../../src/random/rng';
import { orthogonality } from '../reference/residuals';
import { tolerance } from '../tolerances';

const ascending = (values: Float64Array) => {
  const d = values.slice().sort();
  d[0] = 0;
  return d;
};
const random = (n: number, label: string) => rng(8).fork(`${label} ${n}`);
const EPS = 2 ** -52;

const arrows: [string, (n: number) => { d: Float64Array; z: Float64Array }][] = [
  ['random', (n) => ({ d: ascending(random(n, 'd').uniform(n)), z: random(n, 'z').normal(n) })],
  [
    'nearly equal d',
    (n) => ({
      d: ascending(Float64Array.from({ length: n }, (_, i) => 1 + 32 * EPS * i)),
      z: random(n, 'close').normal(n),
    }),
  ],
  [
    'nearly vanishing z',
    (n) => ({
      d: ascending(random(n, 'd').uniform(n)),
      z: Float64Array.from(random(n, 'tiny').normal(n), (x) => 1e-14 * x),
    }),
  ],
  [
    'z and d from 1 to 1e-14',
    (n) => ({
      d: ascending(Float64Array.from({ length: n }, (_, i) => 10 ** ((-14 * i) / n))),
      z: Float64Array.from({ length: n }, (_, i) => (i % 2 ? -1 : 1) * 10 ** ((-14 * ((i * 7) % n)) / n)),
    }),
  ],
];

describe('secularVectors', () => {
  it.each(arrows)('decomposes the arrow and keeps vectors orthogonal: %s', (_, arrow) => {
    for (const n of [1, 2, 3, 10, 57]) {
      const { d, z } = arrow(n);
      const { values, left, right } = secularVectors(d, z);
      const norm = Math.hypot(...z, ...d);
      for (let i = 0; i < n; i++) {
        // Values interlace: d_i < σ_i < d_{i+1}; rounding may let them touch.
        expect(values[i]).toBeGreaterThanOrEqual(d[i]);
        if (i + 1 < n) expect(values[i]).toBeLessThanOrEqual(d[i + 1]);
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let k = 0; k < n; k++) sum += left[k * n + i] * values[k] * right[k * n + j];
          const entry = i === 0 ? z[j] : i === j ? d[i] : 0;
          expect(Math.abs(sum - entry)).toBeLessThanOrEqual(tolerance.orthogonal(n) * norm);
        }
      }
      for (const vectors of [left, right]) {
        expect(orthogonality(matrix(n, n, vectors))).toBeLessThanOrEqual(tolerance.backwardError);
      }
    }
  });
});
