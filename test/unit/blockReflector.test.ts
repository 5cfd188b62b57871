import { describe, expect, it } from 'vitest';
import { applyReflectors, formReflectors, REFLECTOR_BLOCK, reflectorBlocks } from '../../src/linalg/blockReflector';
import { randomNormal } from '../../src/random/randomNormal';
import { withWorkspace } from '../../src/wasm/workspace';
import { tolerance } from '../tolerances';

/** Reflectors with random tails, zeros and ones stored, and the dense product of all of them. */
function reflectors(k: number, m: number, offset: number) {
  const v = randomNormal({ seed: 5, rows: k, cols: m });
  const tau = new Float64Array(k);
  const q = Float64Array.from({ length: m * m }, (_, at) => (at % (m + 1) === 0 ? 1 : 0));
  for (let i = 0; i < k; i++) {
    const row = (v.data as Float64Array).subarray(i * m, (i + 1) * m);
    row.fill(0, 0, i + offset);
    row[i + offset] = 1;
    tau[i] = 2 / row.reduce((sum, value) => sum + value * value, 0);
    for (let r = 0; r < m; r++) {
      let overlap = 0;
      for (let j = 0; j < m; j++) overlap += q[r * m + j] * row[j];
      for (let j = 0; j < m; j++) q[r * m + j] -= tau[i] * overlap * row[j];
    }
  }
  return { v, tau, q };
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

describe('block reflectors', () => {
  const shapes: [number, number, number][] = [
    [1, 1, 0],
    [4, 7, 0],
    [REFLECTOR_BLOCK, 40, 1],
    [REFLECTOR_BLOCK + 1, REFLECTOR_BLOCK + 1, 0],
    [2 * REFLECTOR_BLOCK + 5, 90, 2],
  ];

  it.each(shapes)(
    '%i reflectors of size %i with offset %i act as their dense product from both sides',
    (k, m, offset) => {
      const { v, tau, q } = reflectors(k, m, offset);
      withWorkspace((ws) => {
        const blocks = reflectorBlocks(ws, ws.matrix(k, m, 'float64', v.data), tau, offset);
        for (const cols of [1, 3, m]) {
          const c = randomNormal({ seed: 6, rows: m, cols });
          for (const side of ['left', 'right'] as const) {
            for (const transpose of [false, true]) {
              const given =
                side === 'left' ? ws.matrix(m, cols, 'float64', c.data) : ws.matrix(cols, m, 'float64', c.data);
              applyReflectors(given, blocks, { side, transpose });
              const expected = new Float64Array(m * cols);
              for (let i = 0; i < m; i++) {
                for (let j = 0; j < cols; j++) {
                  for (let l = 0; l < m; l++) {
                    if (side === 'left')
                      expected[i * cols + j] += (transpose ? q[l * m + i] : q[i * m + l]) * c.data[l * cols + j];
                    else expected[j * m + i] += c.data[j * m + l] * (transpose ? q[i * m + l] : q[l * m + i]);
                  }
                }
              }
              expect(largest(given.data, expected)).toBeLessThanOrEqual(tolerance.orthogonal(k * m));
            }
          }
        }
      });
    },
  );

  it.each(shapes)('%i reflectors of size %i with offset %i form the columns of their product', (k, m, offset) => {
    const { v, tau, q } = reflectors(k, m, offset);
    withWorkspace((ws) => {
      const blocks = reflectorBlocks(ws, ws.matrix(k, m, 'float64', v.data), tau, offset);
      for (const cols of [0, 1, k, m]) {
        const formed = formReflectors(ws, m, cols, blocks);
        const expected = Array.from({ length: m * cols }, (_, at) => q[Math.floor(at / cols) * m + (at % cols)]);
        expect(largest(formed.data, expected)).toBeLessThanOrEqual(tolerance.orthogonal(k * m));
      }
    });
  });

  it('the factors may lie in WebAssembly memory, which moves while blocks are made', () => {
    const { v, tau } = reflectors(20 * REFLECTOR_BLOCK, 20 * REFLECTOR_BLOCK, 0);
    const product = (inMemory: boolean) =>
      withWorkspace((ws) => {
        const vectors = ws.matrix(v.rows, v.cols, 'float64', v.data);
        const factors = inMemory ? ws.matrix(1, tau.length, 'float64', tau).data : tau;
        return formReflectors(ws, v.cols, 1, reflectorBlocks(ws, vectors, factors)).copy();
      });
    expect(product(true)).toEqual(product(false));
  });
});
