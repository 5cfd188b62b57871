import { describe, expect, it } from 'vitest';
import { asMatrix, matrix, transpose } from '../../src/matrix';

describe('matrix', () => {
  it('takes the dtype of a typed array and uses it without a copy', () => {
    const data = new Float32Array(4);
    expect(matrix(2, 2, data)).toEqual({ rows: 2, cols: 2, dtype: 'float32', data });
    expect(matrix(2, 2, data).data).toBe(data);
    expect(matrix(1, 2, [1, 2]).dtype).toBe('float64');
    expect(matrix(1, 2, data.subarray(2), 'float64').data).toBeInstanceOf(Float64Array);
  });

  it('is zero without entries, also with no rows', () => {
    expect([...matrix(1, 2).data]).toEqual([0, 0]);
    expect(matrix(0, 5).data.length).toBe(0);
  });

  it('reads nested arrays and names the ragged row', () => {
    expect(asMatrix([[1, 2]], 'x')).toMatchObject({ rows: 1, cols: 2 });
    expect(() => asMatrix([[1, 2], [3]], 'x')).toThrow('x: expected every row to have 2 entries, got 1 in row 1');
  });

  it('refuses what is no matrix, by name', () => {
    expect(() => asMatrix(3 as never, 'x')).toThrow('x: expected a Matrix or an array of rows, got 3');
    expect(() => asMatrix([null] as never, 'x')).toThrow('x[0]: expected an array of numbers, got null');
    expect(() => asMatrix([[1], 'a'] as never, 'x')).toThrow('x[1]: expected an array of numbers, got "a"');
    const heir = { rows: 1, cols: 1, dtype: 'float64', data: Object.create(new Float64Array(1)) };
    expect(() => asMatrix(heir as never, 'x')).toThrow('x: expected a Matrix or an array of rows');
    // by hand, or back from JSON
    for (const [data, shown] of [
      [[1], '[1]'],
      [{ 0: 1 }, 'an object with keys 0'],
      [Int32Array.of(1), 'Int32Array(1)'],
    ])
      expect(() => asMatrix({ rows: 1, cols: 1, dtype: 'float64', data } as never, 'x')).toThrow(
        `x.data: expected a Float64Array or a Float32Array (as matrix(rows, cols, data) makes), got ${shown}`,
      );
    expect(() => matrix(1e6, 1e6)).toThrow('rows: expected a matrix that fits into memory, got 1000000×1000000');
    expect(() => matrix(2, 2, [1])).toThrow('data: expected 2×2 = 4 entries, got 1');
    expect(() => asMatrix({ rows: 1, cols: 1, dtype: 'float32', data: new Float64Array(1) }, 'x')).toThrow('x.dtype');
  });

  it('transposes', () => {
    expect([...transpose(matrix(2, 3, [1, 2, 3, 4, 5, 6])).data]).toEqual([1, 4, 2, 5, 3, 6]);
  });
});
