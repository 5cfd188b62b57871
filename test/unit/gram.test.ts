import { describe, expect, it } from 'vitest';
import { gram } from '../../src/linalg/gram';
import { matrix } from '../../src/matrix';
import { runtime, withWorkspace } from '../../src/wasm/workspace';

describe('gram', () => {
  it('holds the inner products of the rows', () => {
    const g = gram([
      [1, 2, 0],
      [3, 4, 1],
    ]);
    expect([g.rows, g.cols, ...g.data]).toEqual([2, 2, 5, 11, 11, 26]);
  });

  it('holds the inner products of the columns when transposed', () => {
    const g = gram(matrix(2, 2, Float32Array.of(1, 2, 3, 4)), { transpose: true });
    expect(g.dtype).toBe('float32');
    expect([...g.data]).toEqual([10, 14, 14, 20]);
  });

  it('takes a block of a workspace matrix and frees what it used', () => {
    const before = runtime().liveBytes;
    withWorkspace((ws) => {
      const a = ws.matrix(3, 3, 'float64', [1, 2, 9, 3, 4, 9, 9, 9, 9]);
      expect([...gram(a.block(0, 0, 2, 2)).data]).toEqual([5, 11, 11, 25]);
    });
    expect(runtime().liveBytes).toBe(before);
  });

  it('of a matrix without columns is zero', () => {
    expect([...gram(matrix(2, 0)).data]).toEqual([0, 0, 0, 0]);
  });

  it('refuses unknown options', () => {
    expect(() => gram([[1]], { transposed: true } as object)).toThrow('got "transposed"');
  });
});
