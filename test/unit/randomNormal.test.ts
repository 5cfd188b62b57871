import { describe, expect, it } from 'vitest';
import { randomNormal } from '../../src/random/randomNormal';
import { runtime } from '../../src/wasm/workspace';

/** FNV-1a of the bytes. */
function fingerprint(data: Float64Array | Float32Array): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

describe('randomNormal', () => {
  it('gives the same bits for the same seed, today and in later versions', () => {
    const bits = (dtype: 'float64' | 'float32') => {
      return fingerprint(randomNormal({ seed: 2 ** 53 - 1, stream: 3, rows: 100, cols: 1001, dtype }).data);
    };
    expect(bits('float64')).toBe('28dc1cb6');
    expect(bits('float32')).toBe('acbfcddd');
  });

  it('gives other draws for another seed, stream or dtype', () => {
    const base = { seed: 1, rows: 1, cols: 8 };
    const draws = [
      randomNormal(base),
      randomNormal({ ...base, seed: 2 }),
      randomNormal({ ...base, seed: 1 + 2 ** 32 }),
      randomNormal({ ...base, stream: 1 }),
      randomNormal({ ...base, stream: 2 ** 32 }),
      randomNormal({ ...base, dtype: 'float32' }),
    ];
    expect(new Set(draws.flatMap((m) => [...m.data])).size).toBe(48);
  });

  it('begins a taller matrix with the smaller one', () => {
    const small = randomNormal({ seed: 1, rows: 3, cols: 7 });
    const tall = randomNormal({ seed: 1, rows: 30, cols: 7 });
    expect(tall.data.slice(0, 21)).toEqual(small.data);
  });

  it('multiplies by the scale and keeps the dtype', () => {
    const one = randomNormal({ seed: 1, rows: 2, cols: 3, dtype: 'float32' });
    const half = randomNormal({ seed: 1, rows: 2, cols: 3, dtype: 'float32', scale: 0.5 });
    expect(half.dtype).toBe('float32');
    expect([...half.data]).toEqual(Array.from(one.data, (v) => v / 2));
  });

  it('makes empty matrices and leaves no memory behind', () => {
    const before = runtime().liveBytes;
    expect(randomNormal({ seed: 1, rows: 0, cols: 5 })).toMatchObject({ rows: 0, cols: 5 });
    expect(runtime().liveBytes).toBe(before);
  });

  it.each([
    [{ seed: -1, rows: 1, cols: 1 }, 'seed: expected a non-negative integer up to 2^53 − 1, got -1'],
    [{ seed: 0.5, rows: 1, cols: 1 }, 'seed: expected a non-negative integer'],
    [{ seed: 1, rows: -1, cols: 1 }, 'rows: expected an integer of at least 0, got -1'],
    [{ seed: 1, rows: 1, cols: 1, stream: -2 }, 'stream: expected a non-negative integer'],
    [
      { seed: 1, rows: 1e6, cols: 1e6 },
      'rows: expected a matrix that fits into WebAssembly memory (4096 MiB), got 1000000×1000000',
    ],
    [{ seed: 1, rows: 1, cols: 1, scale: Number.NaN }, 'scale: expected a finite number, got NaN'],
    [{ seed: 1, rows: 1, cols: 1, dtype: 'float16' as 'float32' }, 'dtype: expected one of "float64", "float32"'],
    [{ seed: 1, rows: 1, cols: 1, std: 2 } as never, 'got "std"'],
  ])('refuses %j', (options, message) => {
    expect(() => randomNormal(options)).toThrow(message);
  });
});
