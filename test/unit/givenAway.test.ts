import { describe, expect, it } from 'vitest';
import {
  DeepLinearError,
  decodeCsv,
  decodeNet,
  decodeNpy,
  decodeNpz,
  decodeRun,
  decodeSafetensors,
  encodeCsv,
  encodeNpy,
  encodeSafetensors,
  matmul,
  parseCsv,
} from '../../src';

/** What is left here of an array whose buffer was posted to a worker with a transfer list. */
function givenAway<T extends ArrayBufferView<ArrayBuffer>>(array: T): T {
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

describe('buffers that were given to another thread', () => {
  it.each([decodeNpy, decodeNpz, decodeSafetensors, decodeNet, decodeRun, decodeCsv, parseCsv])(
    'are no file for %o',
    (decode) => {
      const file = givenAway(Uint8Array.of(1, 2, 3));
      for (const bytes of [file, file.buffer]) {
        expect(() => decode(bytes)).toThrow(
          /^file: expected bytes that are still there, got a buffer that was given away$/,
        );
      }
    },
  );

  it('are not written as columns or arrays without entries', () => {
    for (const data of [Float64Array.of(1), Int32Array.of(1), BigInt64Array.of(1n), BigUint64Array.of(1n)]) {
      givenAway(data);
      expect(() => encodeNpy({ data })).toThrow('array: expected a Matrix, or { data, shape } with a list as data');
      expect(() => encodeSafetensors({ x: { data } })).toThrow('"x": array: expected a Matrix');
      expect(() => encodeCsv({ x: data as Float64Array })).toThrow('table["x"]: expected a list');
    }
  });

  it('are no matrix, not even an empty one', () => {
    for (const rows of [0, 2]) {
      const a = { rows, cols: 2, dtype: 'float64' as const, data: givenAway(new Float64Array(2 * rows)) };
      const product = () => matmul(a, [[1], [2]]);
      expect(product).toThrow(DeepLinearError);
      expect(product).toThrow('a: expected a Matrix or an array of rows');
    }
  });
});
