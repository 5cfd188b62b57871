import { describe, expect, it } from 'vitest';
import { matmul } from '../../src/linalg/matmul';
import { matrix } from '../../src/matrix';
import { runtime, withWorkspace, workspace } from '../../src/wasm/workspace';

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

  it('takes blocks of workspace matrices as operands and as result', () => {
    withWorkspace((ws) => {
      const parent = ws.matrix(3, 3, 'float64', [1, 2, 0, 3, 4, 0, 0, 0, 9]);
      const out = ws.matrix(3, 3);
      const block = parent.block(0, 0, 2, 2);
      matmul(block, block, { transposeB: true, out: out.block(1, 1, 2, 2) });
      expect([...out.data]).toEqual([0, 0, 0, 0, 5, 11, 0, 11, 25]);
      expect([...matmul(block, [[1], [1]]).data]).toEqual([3, 7]);
    });
  });

  it('adds beta times the old result, also where the result is an operand', () => {
    withWorkspace((ws) => {
      const a = ws.matrix(2, 2, 'float64', [1, 2, 3, 4]);
      matmul(a, a, { alpha: 2, beta: -1, out: a });
      expect([...a.data]).toEqual([13, 18, 27, 40]);
      const block = a.block(0, 0, 1, 2);
      matmul([[1]], block, { beta: 1, out: block });
      expect([...a.data]).toEqual([26, 36, 27, 40]);
    });
    const c = matrix(1, 1, [10]);
    expect(matmul([[2]], [[3]], { beta: 0.5, out: c })).toBe(c);
    expect([...c.data]).toEqual([11]);
  });

  it('gives zeros for an empty inner size and nothing for empty results', () => {
    expect([...matmul(matrix(2, 0), matrix(0, 2)).data]).toEqual([0, 0, 0, 0]);
    expect(matmul(matrix(0, 3), matrix(3, 2)).data.length).toBe(0);
  });

  it('refuses what does not fit', () => {
    const a = matrix(2, 3);
    expect(() => matmul(a, a)).toThrow('expected equal inner sizes, got 2×3 times 2×3');
    expect(() => matmul(a, a, { transposeB: true, out: matrix(2, 3) })).toThrow('out: expected 2×2, got 2×3');
    expect(() => matmul(a, matrix(3, 2, undefined, 'float32'))).toThrow('expected dtype float64');
    expect(() => matmul(a, a, { transposeB: true, beta: 1 })).toThrow('beta: expected 0 without out');
    expect(() => matmul(a, a, { transposeB: true, alpha: Number.NaN })).toThrow('alpha: expected a finite number');
    expect(() => matmul(a, a, { transposeA: 'no' as never })).toThrow('transposeA: expected true or false, got "no"');
    expect(() => matmul(a, a, { transposeB: 1 as never })).toThrow('transposeB: expected true or false, got 1');
    expect(() => matmul(a, a, { tranposeB: true } as object)).toThrow('got "tranposeB"');
  });

  it('leaves no memory behind, also when it throws', () => {
    const before = runtime().liveBytes;
    matmul(matrix(20, 30), matrix(30, 10));
    expect(() => matmul(matrix(2, 3), matrix(2, 3))).toThrow();
    expect(runtime().liveBytes).toBe(before);
  });
});
