import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matmul } from '../../src/linalg/matmul';
import { singularValues } from '../../src/linalg/singularValues';
import { svd } from '../../src/linalg/svd';
import { type Matrix, matrix } from '../../src/matrix';
import { decompositionError } from '../reference/decompositionError';
import { tolerance } from '../tolerances';
import { numbers, oddSize } from './kernelMemory';

type Kind = 'dense' | 'low rank' | 'sparse' | 'repeated' | 'triangular';

function example(kind: Kind, m: number, n: number, scale: number, seed: number): Matrix {
  const next = numbers(seed);
  const a = matrix(m, n);
  if (kind === 'low rank') {
    const [left, right] = [matrix(m, 3), matrix(3, n)];
    for (const part of [left, right]) for (let k = 0; k < part.data.length; k++) part.data[k] = next();
    a.data.set(matmul(left, right).data);
  } else {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        const x = next();
        if (kind === 'sparse' && x < 0.8) continue;
        if (kind === 'triangular' && j < i) continue;
        // Entries that recur make equal singular values.
        a.data[i * n + j] = kind === 'repeated' ? ((i + j) % 4 === 0 ? 1 : 0) : x;
      }
    }
  }
  for (let k = 0; k < a.data.length; k++) a.data[k] *= scale;
  return a;
}

describe('svd', () => {
  it('multiplies back and has orthonormal vectors for every shape, kind and scale', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Kind>('dense', 'low rank', 'sparse', 'repeated', 'triangular'),
        oddSize,
        oddSize,
        fc.constantFrom(1, 2 ** -1000, 2 ** 1000, 1e-7),
        fc.boolean(),
        fc.nat(),
        (kind, m, n, scale, full, seed) => {
          const a = example(kind, m, n, scale, seed);
          const result = svd(a, { full });
          if (m > 0 && n > 0) expect(decompositionError(a, result)).toBeLessThanOrEqual(tolerance.backwardError);
          const { s } = result;
          expect(s.every((x, k) => x >= 0 && (k === 0 || x <= s[k - 1]))).toBe(true);
          singularValues(a).forEach((x, k) => {
            expect(Math.abs(x - s[k])).toBeLessThanOrEqual(2 * s[0] * tolerance.eigenvalue(Math.max(m, n)));
          });
        },
      ),
      { numRuns: 150 },
    );
  });
});
