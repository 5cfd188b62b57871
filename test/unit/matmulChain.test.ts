import { describe, expect, it } from 'vitest';
import { matmul } from '../../src/linalg/matmul';
import { matmulChain } from '../../src/linalg/matmulChain';
import { matrix } from '../../src/matrix';
import { runtime } from '../../src/wasm/workspace';

const counting = (rows: number, cols: number) =>
  matrix(
    rows,
    cols,
    Array.from({ length: rows * cols }, (_, i) => i % 7),
  );

describe('matmulChain', () => {
  it('multiplies from left to right', () => {
    const [a, b, c, d] = [counting(5, 30), counting(30, 2), counting(2, 40), counting(40, 3)];
    const expected = matmul(matmul(matmul(a, b), c), d);
    const product = matmulChain(a, b, c, d);
    expect([product.rows, product.cols]).toEqual([5, 3]);
    expect([...product.data]).toEqual([...expected.data]);
  });

  it('chooses the cheapest order', () => {
    // Left to right would make 1500×1500 intermediates; the best order never leaves the 1-column side.
    const tall = matrix(1500, 1, new Float64Array(1500).fill(1));
    const wide = matrix(1, 1500, new Float64Array(1500).fill(1));
    const before = runtime().wasmBytes;
    const product = matmulChain(tall, wide, tall, wide, tall);
    expect(product.data[0]).toBe(1500 ** 2);
    expect(runtime().wasmBytes - before).toBeLessThan(1500 * 1500 * 8);
  });

  it('copies a single matrix', () => {
    const a = counting(2, 3);
    const copy = matmulChain(a);
    expect(copy).toEqual(a);
    expect(copy.data).not.toBe(a.data);
  });

  it('names the matrix that does not fit', () => {
    expect(() => matmulChain(counting(2, 3), counting(3, 4), counting(5, 1))).toThrow(
      'matrix 2: expected 4 rows as matrix 1 has columns, got 5×1',
    );
    expect(() => matmulChain(counting(1, 1), matrix(1, 1, Float32Array.of(1)))).toThrow(
      'matrix 1: expected dtype float64',
    );
    expect(() => matmulChain()).toThrow('expected at least one matrix');
  });

  it('frees what it used', () => {
    const before = runtime().liveBytes;
    matmulChain(counting(3, 4), counting(4, 5), counting(5, 2));
    expect(runtime().liveBytes).toBe(before);
  });
});
