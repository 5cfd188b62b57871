import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { ShapeError, ValueError } from '../../src/errors';
import { encodeNpy, type NpyArrayLike } from '../../src/io/npy';
import { decodeNpz, encodeNpz } from '../../src/io/npz';
import { crc32 } from '../../src/io/zip/crc32';
import { pythonWithNumpy } from '../reference/pythonWithNumpy';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-npz-'));
afterAll(() => rmSync(folder, { recursive: true }));

const arrays: [string, NpyArrayLike][] = [
  ['x', { data: Float64Array.from({ length: 300 }, (_, i) => Math.sin(i)), shape: [100, 3] }],
  ['layers/0', { data: Float32Array.of(1.5, -0) }],
  ['γ0', { data: ['a', 'ü'] }],
  ['__proto__', { data: [3n], dtype: 'int64', shape: [] }],
  ['', { data: [1] }],
];
const good = new Map(arrays.slice(0, 4));

describe('encodeNpz and decodeNpz', () => {
  it.each([false, true])('keep every array under its name, in order (compress: %s)', (compress) => {
    const bytes = encodeNpz(good, { compress });
    const read = decodeNpz(bytes);
    expect([...read.keys()]).toEqual([...good.keys()]);
    for (const [name, { data }] of good)
      expect(Array.from(read.get(name)!.data as ArrayLike<unknown>)).toEqual(Array.from(data as ArrayLike<unknown>));
    expect(read.get('x')!.shape).toEqual([100, 3]);
    // the same content, the same bytes; and another reader finds the same entries
    expect(encodeNpz(good, { compress })).toEqual(bytes);
    expect(Object.keys(unzipSync(bytes)).filter((name) => name !== '__proto__.npy')).toEqual([
      'x.npy',
      'layers/0.npy',
      'γ0.npy',
    ]);
    expect(encodeNpz(Object.fromEntries(arrays.slice(0, 3)), { compress }).length).toBeLessThan(bytes.length);
  });

  it('are understood by NumPy, and understand what it writes, also to a stream and with a comment', () => {
    for (const compress of [false, true])
      writeFileSync(join(folder, `ours-${compress}.npz`), encodeNpz(good, { compress }));
    const script = `
import io, zipfile, numpy as np
for kind in ('false', 'true'):
    path = f'ours-{kind}.npz'
    assert zipfile.ZipFile(path).testzip() is None
    z = np.load(path, allow_pickle=False)
    assert z.files == ['x', 'layers/0', 'γ0', '__proto__'], z.files
    assert np.array_equal(z['x'], np.load(io.BytesIO(zipfile.ZipFile(path).read('x.npy'))))
    assert z['x'].shape == (100, 3) and abs(z['x'][33, 1] - np.sin(100)) < 1e-15
    assert z['layers/0'].dtype == '<f4' and np.signbit(z['layers/0'][1])
    assert z['γ0'].tolist() == ['a', 'ü'] and z['__proto__'].item() == 3
x = np.arange(6000.).reshape(2, 3000, order='F')
np.savez('stored.npz', x=x, γ=np.array([True, False]))
np.savez_compressed('packed.npz', x=x, γ=np.array([True, False]))
class Stream(io.RawIOBase):
    def __init__(self): self.bytes = bytearray()
    def writable(self): return True
    def seekable(self): return False
    def write(self, more): self.bytes += bytes(more); return len(more)
for name, save in (('stream-stored', np.savez), ('stream-packed', np.savez_compressed)):
    stream = Stream()
    save(stream, x=x, γ=np.array([True, False]))
    open(name + '.npz', 'wb').write(stream.bytes)
with zipfile.ZipFile('commented.npz', 'w') as z:
    z.comment = b'made by hand'
    for name, a in (('x', x), ('γ', np.array([True, False]))):
        with z.open(name + '.npy', 'w') as f: np.lib.format.write_array(f, a)
`;
    execFileSync(pythonWithNumpy(), ['-c', script], { cwd: folder });
    for (const name of ['stored', 'packed', 'stream-stored', 'stream-packed', 'commented']) {
      const read = decodeNpz(readFileSync(join(folder, `${name}.npz`)));
      expect([...read.keys()]).toEqual(['x', 'γ']);
      expect(read.get('x')!.shape).toEqual([2, 3000]);
      expect(read.get('x')!.data[1]).toBe(2);
      expect(read.get('γ')).toEqual({ dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) });
    }
  });

  it('understand the 64-bit end that archives of many entries have, and one that contradicts the other is refused', () => {
    const bytes = encodeNpz(good);
    const end = bytes.length - 22;
    const size = new DataView(bytes.buffer).getUint32(end + 12, true);
    const wide = (count: number) => {
      const file = new Uint8Array(bytes.length + 76);
      file.set(bytes.subarray(0, end));
      file.set(bytes.subarray(end), end + 76);
      const view = new DataView(file.buffer);
      view.setUint32(end, 0x06064b50, true);
      view.setBigUint64(end + 4, 44n, true);
      for (const [i, value] of [count, count, size, end - size].entries())
        view.setBigUint64(end + 24 + 8 * i, BigInt(value), true);
      view.setUint32(end + 56, 0x07064b50, true);
      view.setBigUint64(end + 64, BigInt(end), true);
      for (const [at, value] of [
        [8, 0xffff],
        [10, 0xffff],
      ])
        view.setUint16(end + 76 + at, value, true);
      for (const at of [12, 16]) view.setUint32(end + 76 + at, 0xffffffff, true);
      return file;
    };
    expect([...decodeNpz(wide(4)).keys()]).toEqual([...good.keys()]);
    expect(() => decodeNpz(wide(3))).toThrow('directory: expected 3 entries to end at byte');
    expect(() => decodeNpz(wide(2 ** 52))).toThrow(`directory: expected ${2 ** 52} entries, got ${size} bytes`);
    const apart = wide(4);
    apart.set([3, 0], end + 76 + 10);
    expect(() => decodeNpz(apart)).toThrow('zip64 directory: expected 3 as at the end, got 4');
    const endless = new Uint8Array(46 * (2 ** 20 + 1) + 98);
    endless.set(wide(2 ** 20 + 1).subarray(end), endless.length - 98);
    const places = new DataView(endless.buffer);
    for (const [at, value] of [
      [40, endless.length - 98],
      [48, 0],
      [64, endless.length - 98],
    ])
      places.setBigUint64(endless.length - 98 + at, BigInt(value), true);
    expect(() => decodeNpz(endless)).toThrow('directory: expected at most 1048576 entries, got 1048577');
  });
});

describe('encodeNpz', () => {
  it('takes the names that other programs have, and refuses those of drives', () => {
    const names = ['dense/kernel:0', '..', 'a..b', '.x', 'ab:', ''];
    const arrays = decodeNpz(encodeNpz(new Map(names.map((name) => [name, { data: [1] }]))));
    expect([...arrays.keys()]).toEqual(names);
    expect(() => encodeNpz({ 'c:/x': { data: [1] } })).toThrow('a name: expected a relative path');
  });

  it.each([
    [{ '../x': { data: [1] } }, 'a name: expected a relative path without "..", "\\" and a drive, got "../x.npy"'],
    [{ '/etc/x': { data: [1] } }, 'a name: expected a relative path'],
    [{ 'C:x': { data: [1] } }, 'a name: expected a relative path'],
    [{ 'a\\x': { data: [1] } }, 'a name: expected a relative path'],
    [{ 'x.npy': { data: [1] } }, 'a name in arrays: expected a name that does not end in .npy, got "x.npy"'],
    [{ '\ud800': { data: [1] } }, 'a name in arrays: expected whole characters'],
    [{ x: { data: [1], shape: [2] } }, '"x": data: expected 2 entries, got 1'],
    [{ x: [1, 2] }, '"x": array: expected a Matrix, or { data, shape } with a list as data, got [1, 2]'],
    [[1], 'arrays: expected a Map or an object of named values, got [1]'],
    [new Map([[1, { data: [1] }]]), 'a name in arrays: expected a text, got 1'],
  ])('refuses %j by name', (input, message) => {
    expect(() => encodeNpz(input as never)).toThrow(message);
  });
});

/** The bytes of one entry in an archive, altered in both headers: [offset in the local, in the central header, bytes]. */
function altered(bytes: Uint8Array, local: number, central: number, values: number[]): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const directory = view.getUint32(copy.length - 6, true);
  if (local >= 0) copy.set(values, local);
  if (central >= 0) copy.set(values, directory + central);
  return copy;
}

describe('decodeNpz', () => {
  const bytes = encodeNpz({ x: { data: new Float64Array(100) } }, { compress: true });
  const stored = encodeNpz({ x: { data: new Float64Array(100) } });
  const size = encodeNpy({ data: new Float64Array(100) }).length;
  const npy = encodeNpy({ data: [1] });
  const zip = (names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, npy])));

  it.each([
    ['something else', Uint8Array.from(npy), 'file: expected a zip archive'],
    ['an empty file', new Uint8Array(0), 'file: expected a zip archive'],
    ['bytes behind the end', Uint8Array.of(...bytes, 0), 'file: expected a zip archive'],
    [
      'more than maxBytes allows',
      bytes,
      `maxBytes: expected at least the ${size} bytes that the archive has up to "x.npy", got 100`,
    ],
    [
      'an encrypted entry',
      altered(bytes, 6, 8, [1, 8]),
      '"x.npy": expected an entry that is not encrypted, got "flags 2049"',
    ],
    ['bzip2', altered(bytes, 8, 10, [12, 0]), '"x.npy": expected a stored or deflated entry, got "bzip2"'],
    ['an unknown method', altered(bytes, 8, 10, [77, 0]), 'got "method 77"'],
    [
      'a path that leads out',
      zip(['../x.npy']),
      'expected a relative path without "..", "\\" and a drive, got "../x.npy"',
    ],
    ['an absolute path', zip(['/tmp/x.npy']), 'got "/tmp/x.npy"'],
    ['a path of Windows', zip(['a\\..\\x.npy']), 'expected a relative path'],
    [
      'something else than arrays',
      zip(['x.npy', 'notes.txt']),
      'file: expected an archive of .npy entries, got "notes.txt"',
    ],
    ['a wrong checksum', altered(bytes, 14, 16, [1, 2, 3, 4]), '"x.npy": checksum: expected 04030201, got'],
    ['a name that is no UTF-8', altered(bytes, 30, 46, [0xff]), 'directory: name at byte'],
    ['headers that differ', altered(bytes, 30, -1, [0x79]), '"x.npy": expected its name before its content'],
    ['flags that differ', altered(bytes, 8, -1, [0]), '"x.npy": expected the same flags and method'],
    ['checksums that differ', altered(bytes, 14, -1, [0]), '"x.npy": expected the checksum'],
    ['sizes that differ', altered(bytes, 22, -1, [0]), '"x.npy": expected the sizes'],
  ])('refuses %s', (name, file, message) => {
    const options = name.includes('maxBytes') ? { maxBytes: 100 } : {};
    expect(() => decodeNpz(file, options)).toThrow(ValueError);
    expect(() => decodeNpz(file, options)).toThrow(message);
  });

  it.each([
    ['an unpacked size that nothing packed so small has', altered(bytes, 22, 24, [0, 0, 0, 16]), 'expected at most'],
    ['one byte too many', altered(bytes, 22, 24, [size & 255, (size >> 8) + 1]), 'bytes unpacked, got'],
    ['a stored entry of another size', altered(stored, 22, 24, [1]), 'stored bytes, got'],
    ['content beyond the directory', altered(bytes, 18, 20, [0, 0, 1]), 'before the directory, got'],
    ['an entry behind the directory', altered(bytes, -1, 42, [0xff, 0xff]), 'expected it before the directory'],
    ['64-bit sizes without them', altered(bytes, -1, 24, [255, 255, 255, 255]), 'expected a zip64 field'],
  ])('refuses a header that claims %s', (_, file, message) => {
    expect(() => decodeNpz(file)).toThrow(ShapeError);
    expect(() => decodeNpz(file)).toThrow(message);
  });

  it('passes over folders that other tools list beside what is in them, whose names may lead out as little', () => {
    const none = new Uint8Array(0);
    const arrays = decodeNpz(zipSync({ 'deep/': none, 'deep/er/': none, 'deep/er/x.npy': npy, 'y.npy': npy }));
    expect([...arrays.keys()]).toEqual(['deep/er/x', 'y']);
    for (const name of ['../', '/', 'a//', 'C:/', 'a\\/'])
      expect(() => decodeNpz(zipSync({ [name]: none, 'y.npy': npy }))).toThrow('expected a relative path');
    expect(() => decodeNpz(zipSync({ 'deep/': npy }))).toThrow(
      'file: expected an archive of .npy entries, got "deep/"',
    );
  });

  it('refuses names that occur twice, and entries that share their bytes', () => {
    const two = encodeNpz({ a: { data: [1] }, b: { data: [1] } });
    const view = new DataView(two.buffer);
    const directory = view.getUint32(two.length - 6, true);
    const second = directory + 46 + 5;
    const twice = two.slice();
    twice[second + 46] = 0x61;
    expect(() => decodeNpz(twice)).toThrow('directory: expected different names, got "\\"a.npy\\" twice"');
    // the second entry begins inside the array of the first, which holds a copy of it
    const copy = two.slice(view.getUint32(second + 42, true), directory);
    const whole = encodeNpz({ a: { data: copy }, b: { data: [1] } });
    const places = new DataView(whole.buffer);
    const header = 30 + 5;
    places.setUint32(places.getUint32(whole.length - 6, true) + 46 + 5 + 42, header + 128, true);
    expect(() => decodeNpz(whole)).toThrow(ShapeError);
    expect(() => decodeNpz(whole)).toThrow('"b.npy": expected it behind "a.npy", which ends at byte');
  });

  it('refuses a zip bomb before it unpacks a byte', () => {
    const zeros = { data: new Uint8Array(2 ** 20) };
    const bomb = encodeNpz({ a: zeros, b: zeros }, { compress: true });
    expect(bomb.length).toBeLessThan(2 ** 12);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => decodeNpz(bomb, { maxBytes: 2 ** 21 })).toThrow('maxBytes');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 19);
    expect(decodeNpz(bomb, { maxBytes: 2 ** 22 }).size).toBe(2);
  });

  it('reads the arrays that are asked for: others may be pickles, damaged or too large', () => {
    const pickles = encodeNpy({ data: [1] });
    pickles.set(new TextEncoder().encode("'|O' "), 20);
    const x = encodeNpy({ data: [1, 2, 3] });
    const file = zipSync({ 'x.npy': x, 'meta.npy': pickles, 'deep/': new Uint8Array(0), 'notes.txt': npy });
    const asked: string[] = [];
    const filter = (name: string) => asked.push(name) === 1;
    expect(decodeNpz(file, { filter, maxBytes: x.length })).toEqual(
      new Map([['x', { dtype: 'float64', shape: [3], data: Float64Array.of(1, 2, 3) }]]),
    );
    expect(asked).toEqual(['x', 'meta', 'notes.txt']);
    expect(decodeNpz(file, { filter: () => false }).size).toBe(0);
    // what is asked for must be readable
    const pickled = /^"meta.npy": descr: .*\(no Python objects \(pickles\)\), got "\|O"$/;
    expect(() => decodeNpz(file, { filter: (name) => name !== 'notes.txt' })).toThrow(pickled);
    // nobody asked: says how the others are read
    expect(() => decodeNpz(file)).toThrow('got "notes.txt"; filter: (name) => name !== "notes.txt" reads the others');
    const two = zipSync({ 'x.npy': x, 'meta.npy': pickles });
    expect(() => decodeNpz(two)).toThrow('got "|O"; filter: (name) => name !== "meta" reads the others');
    expect(() => decodeNpz(zipSync({ 'meta.npy': pickles }))).toThrow(pickled);
    expect(() => decodeNpz(file, { filter: ['x'] as never })).toThrow('filter: expected a function, got ["x"]');
    expect(() => decodeNpz(file, { filter: (async () => false) as never })).toThrow(
      'filter("x"): expected true or false',
    );
  });

  it('counts strings with what they take in memory', () => {
    const words = { data: new Array<string>(1000).fill('') };
    const file = encodeNpz({ a: words, b: { data: [1] }, c: words }, { compress: true });
    const bytes = 2 * (128 + 4000) + 136;
    const attempt = () => decodeNpz(file, { maxBytes: bytes + 64_000 });
    expect(attempt).toThrow(ValueError);
    expect(attempt).toThrow(
      `"c.npy": maxBytes: expected at least the ${bytes + 128_000} bytes that the arrays and these strings take, got ${bytes + 64_000}`,
    );
    expect(decodeNpz(file, { maxBytes: bytes + 128_000 }).size).toBe(3);
  });

  it('refuses every truncation, and what is damaged unless it reads the same', () => {
    const text = encodeNpz({ x: { data: [1, 2, 3] }, y: { data: ['a', 'b'] } }, { compress: true });
    for (let end = 0; end < text.length; end++) expect(() => decodeNpz(text.subarray(0, end))).toThrow(ValueError);
    const whole = decodeNpz(text);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = text.slice();
        damaged[at] ^= change;
        try {
          const read = decodeNpz(damaged);
          // dates, versions, attributes: what no reader of arrays looks at
          expect([...read.values()]).toEqual([...whole.values()]);
        } catch (error) {
          if (!(error instanceof ValueError || error instanceof ShapeError)) throw error;
        }
      }),
      { numRuns: 800 },
    );
    expect(crc32(text)).toBe(crc32(encodeNpz({ x: { data: [1, 2, 3] }, y: { data: ['a', 'b'] } }, { compress: true })));
  });
});
