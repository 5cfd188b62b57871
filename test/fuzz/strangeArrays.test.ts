/** Arguments over arrays of another context, of subclasses, of shared and of resizable memory: every public function gives the same bits. */
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import * as d from '../../src/index';
import { bits, completed } from './bits';
import { Recorder } from './recorded';
import { share } from './share';

type Typed = Float64Array | Float32Array | Uint8Array;

/** What `subarray`, `slice` and `map` make of it is another kind of array. */
class Lying64 extends Float64Array {
  static get [Symbol.species]() {
    return Float32Array as never;
  }
}
class Lying32 extends Float32Array {
  static get [Symbol.species]() {
    return Float64Array as never;
  }
}

const context = runInNewContext('globalThis');
const resizable = (bytes: number) =>
  new (ArrayBuffer as unknown as new (bytes: number, options: object) => ArrayBuffer)(bytes, {
    maxByteLength: bytes + 8,
  });
const classOf = (data: Typed) => data.constructor as Float64ArrayConstructor;
const strange: Record<string, (data: Typed) => unknown> = {
  'of another context': (data) => new context[data.constructor.name](data),
  'of a subclass that chooses its parts': (data) => {
    const Kind = data instanceof Float64Array ? Lying64 : data instanceof Float32Array ? Lying32 : classOf(data);
    return new Kind(data);
  },
  'in shared memory': (data) => {
    const copy = new (classOf(data))(new SharedArrayBuffer(data.byteLength));
    copy.set(data);
    return copy;
  },
  'in memory that may grow': (data) => {
    const copy = new (classOf(data))(resizable(data.byteLength));
    copy.set(data);
    return copy;
  },
};

/** The value with every typed array in it made strange. */
function withStrange(value: unknown, change: (data: Typed) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Float64Array || value instanceof Float32Array || value instanceof Uint8Array)
    return change(value);
  if (Array.isArray(value)) return value.map((entry) => withStrange(entry, change));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withStrange(entry, change)]));
}

describe('arguments over arrays', () => {
  it('of another context, of a subclass, in shared or growing memory give the bits of plain ones in every public function', () => {
    const recorder = new Recorder(d);
    const cheap = recorder.names.filter(
      (name) => share(name, 1000) === 1000 && !/^(configure|rng|workspace)$/.test(name),
    );
    const other: string[] = [];
    for (const name of [...cheap, 'kernelProduct']) {
      for (const [path, [{ fn, args, receiver }]] of recorder.record(name)) {
        const call = (change: (data: Typed) => unknown) => {
          try {
            return bits(completed(fn.apply(receiver(), withStrange([...args], change) as unknown[])));
          } catch (error) {
            return String(error);
          }
        };
        const plain = call((data) => data);
        for (const kind of Object.keys(strange)) if (call(strange[kind]) !== plain) other.push(`${path}: ${kind}`);
      }
    }
    expect(other).toEqual([]);
    expect(cheap.length).toBeGreaterThan(60);
  });
});

describe('records and arrays of another context in files', () => {
  const made = <T>(source: string) => runInNewContext(source) as T;
  const encoders = { encodeNpz: d.encodeNpz, encodeSafetensors: d.encodeSafetensors } as const;

  it.each(Object.keys(encoders) as (keyof typeof encoders)[])(
    '%s: those of a Map and of an object, with their dtypes',
    (name) => {
      const entries =
        '[["a", new Float32Array([1, 2])], ["b", new Int32Array([3])], ["c", new BigInt64Array([4n])]].map(([k, data]) => [k, { data }])';
      const wanted = encoders[name]({
        a: { data: Float32Array.of(1, 2) },
        b: { data: Int32Array.of(3) },
        c: { data: BigInt64Array.of(4n) },
      });
      expect(encoders[name](made(`new Map(${entries})`))).toEqual(wanted);
      expect(encoders[name](made(`Object.fromEntries(${entries})`))).toEqual(wanted);
      expect(encoders[name](Object.assign(Object.create(null), made(`Object.fromEntries(${entries})`)))).toEqual(
        wanted,
      );
    },
  );

  it.each([
    'Promise.resolve(1)',
    'new Set([1])',
    'new Date(0)',
    'new WeakMap()',
    '(function* () {})()',
    'Object.create(new Map())',
    '[1]',
    'new Float64Array(1)',
    'null',
  ])('%s has no names', (source) => {
    for (const encode of [d.encodeNpz, d.encodeSafetensors])
      expect(() => encode(made(source))).toThrow(/: expected a Map or an object of named values/);
  });
});

describe('what only looks like an array', () => {
  const square = (data: unknown) => ({ rows: 1, cols: 2, dtype: 'float64', data }) as never;

  it.each([
    ['a proxy', new Proxy(Float64Array.of(1, 2), {})],
    ['what inherits from an array', Object.create(Float64Array.of(1, 2))],
    ['a BigInt64Array of another context', new context.BigInt64Array(2)],
    ['a DataView of another context', new context.DataView(new ArrayBuffer(16))],
  ])('%s is refused by the name of the argument', (_, data) => {
    expect(() => d.matmul(square(data), [[1], [1]])).toThrow(/^a: expected a Matrix/);
    expect(() => d.moments(square(data), [[1]])).toThrow(/^x: expected a Matrix/);
    expect(() => d.matrix(1, 2, data as never)).toThrow(/^data: expected an array of 1×2 numbers/);
    expect(() => d.syntheticTask({ inputs: 2, spectrum: data as never, seed: 1 })).toThrow(/^spectrum: expected/);
    expect(() => d.ksTest(data as never, [1, 2])).toThrow(/^sample: expected an array of numbers/);
  });

  it('keeps memory given away apart from an empty matrix', () => {
    const gone = new context.Float64Array(2);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    expect(() => d.matmul(square(gone), [[1], [1]])).toThrow(/^a: expected a Matrix/);
    expect(d.matmul({ rows: 0, cols: 2, dtype: 'float64', data: new context.Float64Array(0) }, [[1], [1]]).rows).toBe(
      0,
    );
  });
});
