import { describe, expect, it } from 'vitest';
import { rankUpdate } from '../../src/linalg/rankUpdate';
import { withWorkspace } from '../../src/wasm/workspace';

describe('rankUpdate', () => {
  it('adds alpha·a·aᵀ to beta times the symmetric result, reading its upper triangle only', () => {
    withWorkspace((ws) => {
      const a = ws.matrix(2, 3, 'float64', [1, 2, 3, 4, 5, 6]);
      const out = ws.matrix(2, 2, 'float64', [10, 20, Number.NaN, 40]);
      rankUpdate(out, a, { alpha: 2, beta: 0.5 });
      expect([...out.data]).toEqual([33, 74, 74, 174]);
    });
  });

  it('takes blocks and the transposed product', () => {
    withWorkspace((ws) => {
      const parent = ws.matrix(2, 3, 'float32', [1, 2, 9, 3, 4, 9]);
      const out = ws.matrix(3, 3, 'float32');
      rankUpdate(out.block(1, 0, 2, 2), parent.block(0, 0, 2, 2), { transpose: true });
      expect([...out.data]).toEqual([0, 0, 0, 10, 14, 0, 14, 20, 0]);
    });
  });

  it('refuses results of another shape or dtype', () => {
    withWorkspace((ws) => {
      const a = ws.matrix(2, 3);
      expect(() => rankUpdate(ws.matrix(3, 3), a)).toThrow('out: expected 2×2, got 3×3');
      expect(() => rankUpdate(ws.matrix(2, 2, 'float32'), a)).toThrow('expected equal dtypes');
    });
  });
});
