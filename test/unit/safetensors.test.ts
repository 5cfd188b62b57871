import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ShapeError, ValueError } from '../../src/errors';
import { decodeSafetensors, encodeSafetensors } from '../../src/io/safetensors';
import { matrix } from '../../src/matrix';
import { pythonWithNumpy } from '../reference/pythonWithNumpy';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with a header of one's own. */
function file(header: string, body: ArrayLike<number> = []): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(Array.from(body), 8 + text.length);
  return bytes;
}
const tensor = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":[${shape}],"data_offsets":[${offsets}]}`;
const one = tensor('F32', '1', '0,4');

const tensors = {
  f64: { data: Float64Array.of(0.1, -0, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324, 1e308), shape: [2, 3] },
  f32: { data: Float32Array.of(0.1, -0, 1e-45, Number.POSITIVE_INFINITY) },
  i8: { data: Int8Array.of(-128, 127) },
  i16: { data: Int16Array.of(-32768, 258) },
  i32: { data: Int32Array.of(-2147483648, 66051), shape: [2, 1] },
  i64: { data: BigInt64Array.of(-9223372036854775808n, 72623859790382856n) },
  u8: { data: Uint8Array.of(255, 1) },
  u16: { data: Uint16Array.of(65535, 258) },
  u32: { data: Uint32Array.of(4294967295, 66051) },
  u64: { data: BigUint64Array.of(18446744073709551615n, 1n) },
  'quote " and γ': { data: [1, 0, 1], dtype: 'bool' as const },
  number: { data: [2.5], shape: [] },
  none: { data: new Float32Array(0), shape: [0, 3] },
};
const metadata = { format: 'np', note: 'γ0 = "½"\n' };

describe('encodeSafetensors and decodeSafetensors', () => {
  it('keep every dtype and the metadata to the last bit', () => {
    const read = decodeSafetensors(encodeSafetensors(tensors, { metadata }));
    expect([...read.metadata]).toEqual(Object.entries(metadata));
    expect([...read.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort());
    for (const [name, given] of Object.entries(tensors)) {
      const { dtype, shape, data } = read.tensors.get(name)!;
      expect(shape).toEqual('shape' in given ? given.shape : [given.data.length]);
      expect(Array.from(data as ArrayLike<unknown>)).toEqual(Array.from(given.data as ArrayLike<unknown>));
      if (ArrayBuffer.isView(given.data)) expect(data.constructor).toBe(given.data.constructor);
      expect(dtype).toBe({ 'quote " and γ': 'bool', number: 'float64', none: 'float32' }[name] ?? dtype);
    }
    expect(decodeSafetensors(encodeSafetensors({}))).toEqual({ tensors: new Map(), metadata: new Map() });
    const m = matrix(1, 2, [3, 4], 'float32');
    const map = new Map([['m', m]]);
    expect(decodeSafetensors(encodeSafetensors(map)).tensors.get('m')).toEqual({
      dtype: 'float32',
      shape: [1, 2],
      data: m.data,
    });
  });

  it('write the very bytes of the official library (safetensors 0.8.0)', () => {
    const official =
      '90000000000000007b225f5f6d657461646174615f5f223a7b226b223a227620c3a9227d2c2262223a7b226474797065223a22493634222c227368617065223a5b315d2c22646174615f6f666673657473223a5b302c385d7d2c2277223a7b226474797065223a22463332222c227368617065223a5b322c325d2c22646174615f6f666673657473223a5b382c32345d7d7d20202020202007000000000000000000c03f000000c00000000000008040';
    const w = { data: Float32Array.of(1.5, -2, 0, 4), shape: [2, 2] };
    const bytes = encodeSafetensors({ w, b: { data: [7n], dtype: 'int64' } }, { metadata: { k: 'v é' } });
    expect(Buffer.from(bytes).toString('hex')).toBe(official);
  });

  it('order tensors as the official library does: by dtype from large to small, then by the bytes of the name', () => {
    const types = [
      'bool',
      'uint8',
      'int8',
      'int16',
      'uint16',
      'int32',
      'uint32',
      'float32',
      'float64',
      'int64',
      'uint64',
    ] as const;
    const many = Object.fromEntries(
      types.map((dtype, i) => [`t${i}`, { data: dtype.endsWith('64') && dtype !== 'float64' ? [1n] : [1], dtype }]),
    );
    const f32 = { data: Float32Array.of(1) };
    const read = decodeSafetensors(
      encodeSafetensors({ ...many, '～': f32, 𝔼: f32, é: f32, zz: f32, Zz: f32 } as never),
    );
    expect([...read.tensors.keys()]).toEqual([
      't10',
      't9',
      't8',
      'Zz',
      't7',
      'zz',
      'é',
      '～',
      '𝔼',
      't6',
      't5',
      't4',
      't3',
      't2',
      't1',
      't0',
    ]);
  });

  it('are understood by a reader, and understand a writer, made from the specification with NumPy', () => {
    writeFileSync(join(folder, 'ours.safetensors'), encodeSafetensors(tensors, { metadata }));
    const script = `
import json, struct, sys, numpy as np
types = {'F64': '<f8', 'F32': '<f4', 'F16': '<f2', 'I8': 'i1', 'I16': '<i2', 'I32': '<i4', 'I64': '<i8', 'U8': 'u1', 'U16': '<u2', 'U32': '<u4', 'U64': '<u8', 'BOOL': '?'}
raw = open('ours.safetensors', 'rb').read()
length, = struct.unpack('<Q', raw[:8])
assert length % 8 == 0 and raw[8:9] == b'{'
header = json.loads(raw[8:8 + length].decode('utf-8'))
assert header.pop('__metadata__') == {'format': 'np', 'note': 'γ0 = "½"\\n'}
end, said = 0, {}
for name, info in header.items():
    first, last = info['data_offsets']
    assert first == end and first % np.dtype(types[info['dtype']]).itemsize == 0
    end = last
    said[name] = [info['dtype'], info['shape'], np.frombuffer(raw[8 + length + first:8 + length + last], types[info['dtype']]).reshape(info['shape']).astype(str).ravel().tolist()]
assert 8 + length + end == len(raw)
half = np.arange(65536, dtype='<u2')
theirs = {'h': ('F16', half.view('<f2')), 'b': ('BF16', half), 'x': ('F64', np.arange(6.).reshape(2, 3))}
body, names = b'', {}
for name, (dtype, a) in theirs.items():
    names[name] = {'shape': list(a.shape), 'data_offsets': [len(body), len(body) + a.nbytes], 'dtype': dtype}
    body += a.tobytes()
text = json.dumps(names).encode()
open('theirs.safetensors', 'wb').write(struct.pack('<Q', len(text)) + text + body)
half.view('<f2').astype('<f4').tofile('h.bin')
(half.astype('<u4') << 16).astype('<u4').tofile('b.bin')
print(json.dumps(said))`;
    const said = JSON.parse(execFileSync(pythonWithNumpy(), ['-c', script], { cwd: folder, encoding: 'utf8' }));
    expect(said.f64).toEqual(['F64', [2, 3], ['0.1', '-0.0', 'nan', '-inf', '5e-324', '1e+308']]);
    expect(said.i64).toEqual(['I64', [2], ['-9223372036854775808', '72623859790382856']]);
    expect(said.i32).toEqual(['I32', [2, 1], ['-2147483648', '66051']]);
    expect(said['quote " and γ']).toEqual(['BOOL', [3], ['True', 'False', 'True']]);
    expect(said.number).toEqual(['F64', [], ['2.5']]);
    expect(said.none).toEqual(['F32', [0, 3], []]);
    const { tensors: read } = decodeSafetensors(readFileSync(join(folder, 'theirs.safetensors')));
    expect(read.get('x')).toEqual({ dtype: 'float64', shape: [2, 3], data: Float64Array.of(0, 1, 2, 3, 4, 5) });
    // every number that two bytes can hold
    for (const name of ['h', 'b']) {
      const { dtype, data } = read.get(name)!;
      const wanted = readFileSync(join(folder, `${name}.bin`));
      expect(dtype).toBe('float32');
      expect(Buffer.from(data.buffer as ArrayBuffer).equals(wanted)).toBe(true);
    }
  });
});

describe('decodeSafetensors', () => {
  it('reads headers with spaces, in any order, and empty tensors anywhere', () => {
    const header = ` { "b" :${tensor('U8', '0', '4,4')}, "a": { "data_offsets":[ 0 , 4 ], "dtype":"F32", "shape":[]} }\n  `;
    expect([...decodeSafetensors(file(header, [0, 0, 0x80, 0x3f])).tensors]).toEqual([
      ['a', { dtype: 'float32', shape: [], data: Float32Array.of(1) }],
      ['b', { dtype: 'uint8', shape: [0], data: new Uint8Array(0) }],
    ]);
  });

  it('takes a name for a name, whatever it means elsewhere', () => {
    const { tensors: read } = decodeSafetensors(file(`{"__proto__":${one}}`, [0, 0, 0x80, 0x3f]));
    expect([...read.keys()]).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });

  it.each([
    ['a name twice', file(`{"a":${one},"a":${one}}`, [0, 0, 0, 0]), `header: expected every name once at character`],
    ['a name twice, once in escapes', file(`{"a":${one},"\\u0061":${one}}`, [0, 0, 0, 0]), 'every name once'],
    [
      'a key twice',
      file(`{"a":{"dtype":"F32","dtype":"F64","shape":[],"data_offsets":[0,4]}}`, [0, 0, 0, 0]),
      'every name once',
    ],
    [
      'an unknown key',
      file(`{"a":{"scale":"2","dtype":"F32","shape":[],"data_offsets":[0,4]}}`, [0, 0, 0, 0]),
      'nothing but dtype',
    ],
    ['a missing key', file(`{"a":{"dtype":"F32","shape":[]}}`), 'expected dtype, shape and two data_offsets'],
    ['three offsets', file(`{"a":${tensor('F32', '1', '0,4,4')}}`, [0, 0, 0, 0]), 'two data_offsets'],
    ['metadata other than text', file('{"__metadata__":{"a":1}}'), 'a text in quotes'],
    ['no object', file('[]'), 'header: expected "{" at character 0, got "[]"'],
    ['an empty header', file(''), 'header: expected "{"'],
    ['a header without its end', file(`{"a":${one}`, [0, 0, 0, 0]), '"," or "}"'],
    ['something behind the header', file('{}\0'), 'nothing behind the end'],
    ['a fraction', file(`{"a":${tensor('F32', '1.0', '0,4')}}`, [0, 0, 0, 0]), '"," or "]"'],
    ['a negative side', file(`{"a":${tensor('F32', '-1', '0,4')}}`, [0, 0, 0, 0]), 'a whole number'],
    [
      'a side beyond whole numbers',
      file(`{"a":${tensor('F32', '18446744073709551616', '0,4')}}`, [0, 0, 0, 0]),
      'a whole number',
    ],
    ['half a character', file(`{"\\ud800":${one}}`, [0, 0, 0, 0]), 'a text in quotes'],
    ['other than UTF-8', file('{}').map((byte, i) => (i === 8 ? 0xff : byte)), 'header: expected UTF-8'],
    [
      'an unknown dtype',
      file(`{"a":${tensor('F8_E4M3', '4', '0,4')}}`, [0, 0, 0, 0]),
      '"a": dtype: expected one of BOOL, U8',
    ],
    [
      'a dtype of every object',
      file(`{"a":${tensor('constructor', '4', '0,4')}}`, [0, 0, 0, 0]),
      '"a": dtype: expected one of',
    ],
    ['truth values of 2', file(`{"a":${tensor('BOOL', '1', '0,1')}}`, [2]), '"a": data[0]: expected 0 or 1'],
    [
      'a header of more than 25 MB',
      Uint8Array.of(0x41, 0x78, 0x7d, 1, 0, 0, 0, 0, 0x7b),
      'header: expected at most 25000000 bytes, got 25000001',
    ],
    ['65 dimensions', file(`{"a":${tensor('U8', new Array(65).fill(1).join(), '0,1')}}`, [0]), 'at most 64 dimensions'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(ValueError);
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  it.each([
    ['seven bytes', new Uint8Array(7), 'file: expected at least 8 bytes, got 7'],
    ['a header longer than the file', file('{}').slice(0, 9), 'header: expected 2 bytes, got 1'],
    [
      'a hole before a tensor',
      file(`{"a":${tensor('F32', '1', '4,8')}}`, new Uint8Array(8)),
      '"a": data_offsets: expected to begin at byte 0',
    ],
    [
      'tensors that overlap',
      file(`{"a":${one},"b":${tensor('F32', '1', '2,6')}}`, new Uint8Array(6)),
      '"b": data_offsets: expected to begin at byte 4',
    ],
    ['bytes of no tensor', file(`{"a":${one}}`, new Uint8Array(5)), 'file: expected 4 bytes behind the header, got 5'],
    [
      'a tensor beyond the file',
      file(`{"a":${one}}`, new Uint8Array(3)),
      '"a": data_offsets: expected to end between byte 0 and byte 3, got 4',
    ],
    [
      'an end before the beginning',
      file(`{"a":${tensor('F32', '0', '0,0')},"b":${tensor('F32', '0', '1,0')}}`),
      'data_offsets',
    ],
    [
      'more numbers than bytes',
      file(`{"a":${tensor('F32', '9007199254740991,9007199254740991', '0,4')}}`, new Uint8Array(4)),
      '"a": data_offsets: expected 3.2',
    ],
    [
      'fewer numbers than bytes',
      file(`{"a":${tensor('F64', '', '0,4')}}`, new Uint8Array(4)),
      '"a": data_offsets: expected 8 bytes (F64 of shape ()), got 4',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(ShapeError);
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  it('refuses every truncation, and throws nothing but its own errors at damage', () => {
    const bytes = encodeSafetensors(tensors, { metadata });
    for (let end = 0; end < bytes.length; end += 7) expect(() => decodeSafetensors(bytes.subarray(0, end))).toThrow();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = bytes.slice();
        damaged[at] = byte;
        try {
          decodeSafetensors(damaged);
        } catch (error) {
          if (!(error instanceof ValueError || error instanceof ShapeError)) throw error;
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('encodeSafetensors', () => {
  it.each([
    [{ __metadata__: { data: [1] } }, {}, 'a name in tensors: expected another name'],
    [{ a: { data: ['a'] } }, {}, '"a": data[0]: expected a number that float64 holds, got "a"'],
    [{ a: { data: [1], dtype: 'float16' } }, {}, '"a": dtype: expected one of'],
    [{ a: { data: [1e300], dtype: 'float32' } }, {}, '"a": data[0]: expected a number that float32 holds, got 1e+300'],
    [{ a: { data: [1], shape: [2] } }, {}, '"a": data: expected 2 entries, got 1'],
    [{ a: null }, {}, '"a": array: expected a Matrix'],
    [{}, { metadata: { a: 1 } }, 'metadata["a"]: expected a text, got 1'],
    [{}, { metadta: {} }, 'encodeSafetensors: expected options among metadata'],
    [null, {}, 'tensors: expected a Map or an object'],
  ])('refuses %j by name', (input, options, message) => {
    expect(() => encodeSafetensors(input as never, options as never)).toThrow(message);
  });
});
