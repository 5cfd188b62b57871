import { describe, expect, it } from 'vitest';
import { matmul } from '../../src/linalg/matmul';
import { matrix } from '../../src/matrix';
import { runtime, workspace } from '../../src/wasm/workspace';

describe('matmul', () => {
  it('multiplies nested arrays', () => {
    const c = matmul(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    );
    expect([...c.data]).toEqual([19, 22, 43, 50]);
  });

  it('writes into an operand passed as out', () => {
    const a = matrix(2, 2, [1, 2, 3, 4]);
    matmul(a, a, { out: a });
    expect([...a.data]).toEqual([7, 10, 15, 22]);
  });

  it('uses workspace matrices in place and frees them', () => {
    const before = runtime().liveBytes;
    const ws = workspace();
    const a = ws.matrix(2, 2, 'float32', [1, 2, 3, 4]);
    const out = ws.matrix(2, 2, 'float32');
    expect(matmul(a, a, { transposeA: true, out })).toBe(out);
    expect([...out.data]).toEqual([10, 14, 14, 20]);
    ws.dispose();
    expect(() => a.data).toThrow('after it was disposed');
    expect(runtime().liveBytes).toBe(before);
  });
});
