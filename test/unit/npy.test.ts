import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ShapeError, ValueError } from '../../src/errors';
import { decodeNpy, type EncodeNpyOptions, encodeNpy, type NpyArray } from '../../src/io/npy';
import { matrix } from '../../src/matrix';
import { pythonWithNumpy } from '../reference/pythonWithNumpy';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-npy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const arrays: Record<string, NpyArray> = {
  float64: {
    dtype: 'float64',
    shape: [2, 3],
    data: Float64Array.of(0.1, -0, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324, 1.7976931348623157e308),
  },
  float32: { dtype: 'float32', shape: [2, 2], data: Float32Array.of(0.1, -0, Number.POSITIVE_INFINITY, 1e-45) },
  int8: { dtype: 'int8', shape: [3], data: Int8Array.of(-128, 0, 127) },
  int16: { dtype: 'int16', shape: [2], data: Int16Array.of(-32768, 258) },
  int32: { dtype: 'int32', shape: [2, 1, 2], data: Int32Array.of(-2147483648, 1, 2, 66051) },
  int64: { dtype: 'int64', shape: [2], data: BigInt64Array.of(-9223372036854775808n, 72623859790382856n) },
  uint8: { dtype: 'uint8', shape: [2, 3, 2], data: Uint8Array.from({ length: 12 }, (_, i) => 20 * i) },
  uint16: { dtype: 'uint16', shape: [2], data: Uint16Array.of(65535, 258) },
  uint32: { dtype: 'uint32', shape: [2], data: Uint32Array.of(4294967295, 66051) },
  uint64: { dtype: 'uint64', shape: [2], data: BigUint64Array.of(18446744073709551615n, 1n) },
  bool: { dtype: 'bool', shape: [2, 2], data: Uint8Array.of(1, 0, 0, 1) },
  string: { dtype: 'string', shape: [2, 2], data: ['', 'γ0 = ½', 'a\nb', '𝔼'] },
  number: { dtype: 'float64', shape: [], data: Float64Array.of(2.5) },
  none: { dtype: 'float32', shape: [0, 3], data: new Float32Array(0) },
};
const layouts: EncodeNpyOptions[] = ([1, 2, 3] as const).flatMap((version) =>
  (['C', 'F'] as const).flatMap((order) =>
    (['little', 'big'] as const).map((byteOrder) => ({ version, order, byteOrder })),
  ),
);

/** A file with a header of one's own. */
function file(header: string | Uint8Array, body: ArrayLike<number> = [], version = 1): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const length =
    version === 1
      ? [text.length & 255, text.length >> 8]
      : [text.length & 255, (text.length >> 8) & 255, text.length >> 16, 0];
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...text, ...Array.from(body)]);
}

describe('encodeNpy and decodeNpy', () => {
  it.each(Object.keys(arrays))('keep %s to the last bit in every version, order of entries and byte order', (name) => {
    for (const layout of layouts) {
      const bytes = encodeNpy(arrays[name], layout);
      expect(decodeNpy(bytes)).toEqual(arrays[name]);
      expect((bytes.length - bytesOf(arrays[name])) % 64).toBe(0);
    }
  });

  it.each([Symbol('s'), 2 ** 40, 1n])('refuse an entry that becomes %s once it was looked at', (later) => {
    let looks = 0;
    const data = Object.defineProperty([1, 2, 3], 1, { get: () => (looks++ === 0 ? 2 : later) });
    expect(() => encodeNpy({ data, dtype: 'int32' })).toThrow('data[1]: expected a number that int32 holds');
    expect(looks).toBe(2);
  });

  it('keep every NaN as it is, also one that signals, in either order', () => {
    const bits = Uint32Array.of(0x7f800001, 0xff812345, 0x7fc00001, 0x7fabcdef, 1, 2);
    for (const layout of layouts) {
      const { data } = decodeNpy(encodeNpy({ data: new Float32Array(bits.buffer), shape: [2, 3] }, layout));
      expect(new Uint32Array((data as Float32Array).buffer)).toEqual(bits);
    }
  });

  it('keep any array of numbers', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.constantFrom(...layouts), (shape, layout) => {
        const count = shape.reduce((product, side) => product * side, 1);
        const data = Float64Array.from({ length: count }, (_, i) => Math.sin(i));
        expect(decodeNpy(encodeNpy({ data, shape }, layout))).toEqual({ dtype: 'float64', shape, data });
      }),
      { numRuns: 60 },
    );
  });

  it('take a matrix, plain numbers and the part of a buffer that a view shows, and leave them alone', () => {
    expect(decodeNpy(encodeNpy(matrix(1, 2, [3, 4], 'float32')))).toEqual({
      dtype: 'float32',
      shape: [1, 2],
      data: Float32Array.of(3, 4),
    });
    expect(decodeNpy(encodeNpy({ data: [1, 2], dtype: 'int16' })).data).toEqual(Int16Array.of(1, 2));
    const view = Float64Array.of(0, 1, 2, 3).subarray(1, 3);
    const bytes = encodeNpy({ data: view }, { byteOrder: 'big' });
    expect(view).toEqual(Float64Array.of(1, 2));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const read = decodeNpy(shifted.subarray(3));
    expect(read.data).toEqual(view);
    (read.data as Float64Array)[0] = 7;
    expect(decodeNpy(shifted.subarray(3)).data).toEqual(view);
    expect(decodeNpy(bytes.buffer as ArrayBuffer).data).toEqual(view);
  });

  it('are understood by NumPy, and understand what it writes, in every type, order and byte order', () => {
    for (const [name, array] of Object.entries(arrays)) {
      for (const [i, layout] of layouts.entries())
        writeFileSync(join(folder, `${name}-${i}.npy`), encodeNpy(array, layout));
    }
    const script = `
import io, json, sys, numpy as np
names, layouts = json.loads(sys.argv[1])
for name in names:
    first = np.load(f'{name}-0.npy')
    for i, layout in enumerate(layouts):
        a = np.load(f'{name}-{i}.npy', allow_pickle=False)
        assert a.shape == first.shape
        assert np.array_equal(a, first, equal_nan=name.startswith('float')), (name, i)
        if a.ndim > 1 and min(a.shape) > 1: assert a.flags['F_CONTIGUOUS'] == (layout['order'] == 'F')
        if a.dtype.itemsize > 1 and name != 'string': assert a.dtype.byteorder in ('=', '<' if layout['byteOrder'] == 'little' else '>')
        back = np.asarray(a, order=layout['order']).astype(a.dtype.newbyteorder('<' if layout['byteOrder'] == 'little' else '>'))
        with open(f'{name}-{i}.back.npy', 'wb') as f: np.lib.format.write_array(f, back, (layout['version'], 0))
    print(name, first.dtype.str, first.shape, json.dumps(np.asarray(first).astype(str).ravel().tolist()))
`;
    const said = execFileSync(pythonWithNumpy(), ['-c', script, JSON.stringify([Object.keys(arrays), layouts])], {
      cwd: folder,
      encoding: 'utf8',
    }).split('\n');
    expect(said).toContain('float64 <f8 (2, 3) ["0.1", "-0.0", "nan", "-inf", "5e-324", "1.7976931348623157e+308"]');
    expect(said).toContain('int64 <i8 (2,) ["-9223372036854775808", "72623859790382856"]');
    expect(said).toContain('uint64 <u8 (2,) ["18446744073709551615", "1"]');
    expect(said).toContain('bool |b1 (2, 2) ["True", "False", "False", "True"]');
    expect(said).toContain('string <U6 (2, 2) ["", "\\u03b30 = \\u00bd", "a\\nb", "\\ud835\\udd3c"]');
    expect(said).toContain('number <f8 () ["2.5"]');
    for (const [name, array] of Object.entries(arrays)) {
      for (const i of layouts.keys()) {
        expect(decodeNpy(readFileSync(join(folder, `${name}-${i}.back.npy`)))).toEqual(array);
      }
    }
  });
});

describe('decodeNpy', () => {
  const good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }";

  it('reads headers as other programs write them', () => {
    for (const header of [
      good,
      '{"shape":(1,),"fortran_order":False,"descr":"<f8"}',
      "{ 'fortran_order' : False,\n'descr':'=f8' , 'shape' : (1L,) } \n",
    ]) {
      expect(decodeNpy(file(header, new Uint8Array(8)))).toEqual({
        dtype: 'float64',
        shape: [1],
        data: new Float64Array(1),
      });
    }
  });

  it('reads numbers of two bytes as float32, which holds them exactly', () => {
    const halves = [0x3c00, 0xc000, 0x0001, 0x03ff, 0x7bff, 0x8000, 0x7c00, 0xfc00];
    const values = [1, -2, 2 ** -24, 1023 * 2 ** -24, 65504, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [code, order] of [
      ['<', (half: number) => [half & 255, half >> 8]],
      ['>', (half: number) => [half >> 8, half & 255]],
    ] as const) {
      const header = good.replace('<f8', `${code}f2`).replace('1', '8');
      const read = decodeNpy(file(header, halves.flatMap(order)));
      expect(read).toEqual({ dtype: 'float32', shape: [8], data: Float32Array.from(values) });
    }
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['another file', Uint8Array.from(Buffer.from('PK\x03\x04 something else'))],
    ['a version of the future', file(good, new Uint8Array(8), 4)],
    ['no dictionary', file('[1, 2]')],
    ['a dictionary without its end', file(good.slice(0, -1), new Uint8Array(8))],
    ['something behind the dictionary', file(`${good} import os`, new Uint8Array(8))],
    ['a missing key', file("{'descr': '<f8', 'shape': (1,)}", new Uint8Array(8))],
    ['a key too many', file(good.replace('}', "'more': 'x'}"), new Uint8Array(8))],
    ['a key twice', file(good.replace('}', "'shape': (1,)}"), new Uint8Array(8))],
    ['a negative side', file(good.replace('1', '-1'), new Uint8Array(8))],
    ['a fraction as side', file(good.replace('1', '1.5'), new Uint8Array(8))],
    ['a number as shape', file(good.replace('(1,)', '(1)'), new Uint8Array(8))],
    ['a text as shape', file(good.replace('(1,)', "'1'"), new Uint8Array(8))],
    ['a side beyond whole numbers', file(good.replace('1', '99999999999999999999'), new Uint8Array(8))],
    ['a structure', file(good.replace("'<f8'", "[('a', '<f8')]"), new Uint8Array(8))],
    ['65 dimensions', file(good.replace('1,', '1,'.repeat(65)), new Uint8Array(8))],
    ['a header of more than 64 KiB', file(good.padEnd(65_536), new Uint8Array(8), 2)],
    ['a type that every object has', file(good.replace('<f8', 'toString'), new Uint8Array(8))],
    ['a number instead of a file', 5 as never],
    ['nothing at all', undefined as never],
    ['numbers without a byte order', file(good.replace('<f8', '|f8'), new Uint8Array(8))],
    ['strings without characters', file(good.replace('<f8', '<U0').replace('1', '1000000000'))],
    ['truth values of 2', file(good.replace('<f8', '|b1'), [2])],
    ['characters beyond Unicode', file(good.replace('<f8', '<U1'), [0, 0, 17, 0])],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeNpy(bytes)).toThrow(ValueError);
  });

  it.each([
    ['|O', ' (no Python objects (pickles))'],
    ['|V8', ' (no structures)'],
    ['<c16', ' (no complex numbers)'],
    ['<M8[ns]', ' (no dates)'],
    ['>m8[s]', ' (no durations)'],
    ['|S8', ' (no byte strings)'],
    ['<f16', ' (no other floating-point numbers)'],
    ['|f8', ''],
    ['constructor', ''],
    ['__proto__', ''],
  ])('refuses %s, and says what that is', (descr, what) => {
    const attempt = () => decodeNpy(file(good.replace('<f8', descr), new Uint8Array(8)));
    expect(attempt).toThrow(ValueError);
    expect(attempt).toThrow(`Unicode strings with their byte order${what}, got "${descr}"`);
  });

  it('refuses strings that would take more memory than a file may, before it makes them', () => {
    const many = 2 ** 24;
    // one byte order is that of the machine: nothing is turned round
    const bytes = new Uint8Array(10 + 118 + 4 * many);
    bytes.set(file(good.replace('<f8', '<U1').replace('1,', `${many},`).padEnd(117).concat('\n')));
    expect(() => decodeNpy(bytes)).toThrow(
      `file: expected strings that take at most 1073741824 bytes of memory, got ${68 * many + 128}`,
    );
  });

  it('reads long strings and characters of every plane', () => {
    const data = ['x'.repeat(9001), '𝔼'.repeat(4097), 'γ'.repeat(33), '\ud800', ''];
    expect(decodeNpy(encodeNpy({ data })).data).toEqual(data);
  });

  it.each([
    ['more data than there are', file(good.replace('1', '2'), new Uint8Array(8))],
    ['fewer', file(good, new Uint8Array(9))],
    ['so many that nothing would hold them', file(good.replace('1,', '9007199254740991, 9007199254740991'))],
    ['none, and there are some', file(good.replace('1,', '0, 9007199254740991'), new Uint8Array(8))],
    ['a header longer than the file', file(good).slice(0, 40)],
    ['no header', file('')],
    ['a version and no length', Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 2, 0, 1])],
  ])('refuses a header that claims %s', (_, bytes) => {
    expect(() => decodeNpy(bytes)).toThrow(ShapeError);
  });

  it('says what other view of bytes it got', () => {
    expect(() => decodeNpy(new DataView(new ArrayBuffer(4)) as never)).toThrow('got DataView(4)');
  });

  it('refuses a damaged file or reads it, and throws nothing but its own errors', () => {
    const bytes = encodeNpy(arrays.float64);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, end) => {
        const damaged = bytes.slice(0, Math.max(end, 1));
        damaged[at % damaged.length] = byte;
        try {
          decodeNpy(damaged);
        } catch (error) {
          if (!(error instanceof ValueError || error instanceof ShapeError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodeNpy', () => {
  it.each([
    ['shape', { data: [1, 2], shape: [3] }, {}, 'data: expected 3 entries, got 2'],
    ['side', { data: [1, 2], shape: [-2] }, {}, 'shape[0]: expected an integer of at least 0, got -2'],
    ['integers', { data: [1.5], dtype: 'int32' }, {}, 'data[0]: expected a number that int32 holds, got 1.5'],
    ['range', { data: [256], dtype: 'uint8' }, {}, 'data[0]: expected a number that uint8 holds, got 256'],
    [
      'truth values',
      { data: Uint8Array.of(2), dtype: 'bool' },
      {},
      'data[0]: expected a number that bool holds, got 2',
    ],
    [
      'what float32 would make infinite',
      { data: [1e39], dtype: 'float32' },
      {},
      'data[0]: expected a number that float32',
    ],
    ['nothing', null, {}, 'array: expected a Matrix, or { data, shape } with a list as data, got null'],
    ['no list', { data: 3 }, {}, 'array: expected a Matrix'],
    ['no shape', { data: [1], shape: 1 }, {}, 'shape: expected a list of whole numbers, got 1'],
    ['65 dimensions', { data: [1], shape: new Array(65).fill(1) }, {}, 'shape: expected at most 64 dimensions'],
    ['no options', { data: [1] }, null, 'encodeNpy: expected an options object, got null'],
    ['an unknown option', { data: [1] }, { ordr: 'C' }, 'encodeNpy: expected options among version, order, byteOrder'],
    ['kinds of numbers', { data: [1], dtype: 'int64' }, {}, 'data[0]: expected a number that int64 holds, got 1'],
    ['strings', { data: ['a', 'b\0'] }, {}, 'data[1]: expected a string that does not end with NUL'],
    ['dtype', { data: [1], dtype: 'float16' }, {}, 'dtype: expected one of "float64", '],
    ['version', { data: [1] }, { version: 4 }, 'version: expected one of 1, 2, 3, got 4'],
    ['order', { data: [1] }, { order: 'K' }, 'order: expected one of "C", "F", got "K"'],
    ['byteOrder', { data: [1] }, { byteOrder: '>' }, 'byteOrder: expected one of "little", "big", got ">"'],
  ])('refuses %s by name', (_, array, options, message) => {
    expect(() => encodeNpy(array as NpyArray, options as EncodeNpyOptions)).toThrow(message);
  });
});

function bytesOf({ data, dtype }: NpyArray): number {
  if (dtype !== 'string') return (data as Uint8Array).byteLength;
  return 4 * data.length * Math.max(1, ...(data as string[]).map((text) => Array.from(text).length));
}
