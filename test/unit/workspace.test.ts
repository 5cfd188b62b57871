import { describe, expect, it } from 'vitest';
import { matmul } from '../../src/linalg/matmul';
import { matrix } from '../../src/matrix';
import { runtime, withWorkspace, workspace } from '../../src/wasm/workspace';

describe('workspace', () => {
  it('frees its matrices at the end of a using scope', () => {
    const { liveBytes, openWorkspaces } = runtime();
    {
      using ws = workspace();
      ws.matrix(10, 10);
      expect(runtime().liveBytes).toBeGreaterThan(liveBytes);
      expect(runtime().openWorkspaces).toBe(openWorkspaces + 1);
    }
    expect(runtime()).toMatchObject({ liveBytes, openWorkspaces });
  });

  it('throws on use after dispose and ignores a second dispose', () => {
    const ws = workspace();
    const m = ws.matrix(2, 2);
    ws.dispose();
    ws.dispose();
    expect(() => m.data).toThrow('used after it was disposed');
    expect(() => m.pointer).toThrow('used after it was disposed');
    expect(() => ws.matrix(1, 1)).toThrow('used after it was disposed');
  });

  it('keeps the entries when memory grows', () => {
    using ws = workspace();
    const m = ws.matrix(1, 3, 'float32', [1, 2, 3]);
    ws.matrix(2000, 2000);
    expect([...m.data]).toEqual([1, 2, 3]);
  });

  it('copies entries that live in memory which the copy makes grow', () => {
    using ws = workspace();
    ws.matrix(1, 1);
    const [rows, cols] = [Math.ceil(runtime().wasmBytes / 4 / 8), 4];
    const m = ws.matrix(rows, cols);
    m.fill(7);
    for (const dtype of ['float64', 'float32'] as const) {
      const { wasmBytes } = runtime();
      const copy = ws.matrix(rows, cols, dtype, m.data);
      expect(copy.data[rows * cols - 1]).toBe(7);
      if (dtype === 'float64') expect(runtime().wasmBytes).toBeGreaterThan(wasmBytes);
    }
  });

  it('adds to a result in memory that the product makes grow', () => {
    using ws = workspace();
    const n = Math.ceil(Math.sqrt(runtime().wasmBytes / 8));
    const out = ws.matrix(n, n);
    out.fill(1);
    matmul(matrix(n, 1), matrix(1, n), { beta: 2, out });
    expect(out.data[n * n - 1]).toBe(2);
  });

  it('blocks share memory with their parent', () => {
    using ws = workspace();
    const m = ws.matrix(3, 4, 'float64', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const block = m.block(1, 1, 2, 2);
    expect([...block.copy().data]).toEqual([5, 6, 9, 10]);
    block.set(matrix(2, 2, [-1, -2, -3, -4]));
    expect([...m.data]).toEqual([0, 1, 2, 3, 4, -1, -2, 7, 8, -3, -4, 11]);
    block.fill(0);
    expect([...m.row(2)]).toEqual([8, 0, 0, 11]);
    expect(() => block.data).toThrow('use copy()');
    expect(() => m.block(2, 0, 2, 1)).toThrow('expected a part of 3×4');
  });

  it('a block takes the entries of one that it overlaps, in any direction, and of a view', () => {
    using ws = workspace();
    const entries = Array.from({ length: 30 }, (_, i) => i);
    for (const dtype of ['float64', 'float32'] as const) {
      for (const [row, col] of [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => [i, j]))) {
        for (const [toRow, toCol] of [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => [i, j]))) {
          const m = ws.matrix(6, 5, dtype, entries);
          const source = m.block(row, col, 4, 3);
          const { data: wanted } = source.copy();
          const target = m.block(toRow, toCol, 4, 3);
          target.set(source);
          expect(target.copy().data).toEqual(wanted);
        }
      }
      const m = ws.matrix(6, 5, dtype, entries);
      const target = m.block(1, 1, 5, 2);
      target.set(matrix(5, 2, m.data.subarray(0, 10)));
      expect([...target.copy().data]).toEqual(entries.slice(0, 10));
      // and memory of its own those of a block
      const narrow = ws.matrix(2, 2, dtype);
      narrow.set(target.block(0, 0, 2, 2));
      expect([...narrow.data]).toEqual([0, 1, 2, 3]);
    }
  });

  it('gives no access to memory outside a matrix', () => {
    using ws = workspace();
    const m = ws.matrix(3, 3);
    for (const i of [-1, 3, 0.5, Number.NaN]) expect(() => m.row(i)).toThrow('row: expected an integer from 0 to 2');
    expect(() => ws.matrix(0, 5).row(0)).toThrow('row');
    for (const at of [0.5, Number.NaN, -1]) expect(() => m.block(at, 0, 1, 1)).toThrow('expected a part of 3×3');
    expect(() => m.block(0, 0, Number.NaN, 1)).toThrow('expected a part of 3×3');
  });

  it('frees after an exception', () => {
    const before = runtime();
    expect(() =>
      withWorkspace((ws) => {
        ws.matrix(100, 100);
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(runtime()).toMatchObject({ liveBytes: before.liveBytes, openWorkspaces: before.openWorkspaces });
  });

  it('names the argument it refuses', () => {
    using ws = workspace();
    expect(() => ws.matrix(-1, 2)).toThrow('rows: expected an integer of at least 0, got -1');
    expect(() => ws.matrix(2, 2, 'float16' as never)).toThrow(
      'dtype: expected one of "float64", "float32", got "float16"',
    );
    expect(() => ws.matrix(2, 2, 'float64', [1])).toThrow('data: expected 2×2 = 4 entries, got 1');
  });
});
