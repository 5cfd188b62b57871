import type { Random } from './random';

/** A value and how to write it. `strange`: it may bring NaN or Infinity in, or run code of its own. */
export interface Hostile {
  text: string;
  value: unknown;
  strange?: boolean;
}

/** What code of the fuzzer throws from getters and callbacks: the library has to let it pass, and leave nothing behind. */
export class FromOutside extends Error {
  override name = 'FromOutside';
}

function fromOutside(): never {
  throw new FromOutside('thrown by a getter');
}

const numbers: readonly number[] = [
  0,
  -0,
  1,
  -1,
  2,
  3,
  0.5,
  -0.5,
  1.5,
  7,
  1e-9,
  1e-160,
  5e-324,
  1e-310,
  -5e-324,
  1e9,
  1e15,
  1e160,
  1e300,
  -1e300,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.EPSILON,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 32 - 1,
  2 ** 32,
  2 ** 32 + 1,
  2 ** 33,
  2 ** 52,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 64,
  2 ** 31 + 0.5,
  1e21,
];

const strings: readonly string[] = [
  '',
  ' ',
  '1',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '\0',
  '\ud800',
  '%s%n',
  '../../etc/passwd',
  'float64',
  'full',
  'a'.repeat(100_000),
];

interface Resizable extends ArrayBuffer {
  resize(bytes: number): void;
}

/** Newer than the library's own target. */
function resizable(byteLength: number, maxByteLength: number): Resizable {
  const Buffer = ArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => Resizable;
  return new Buffer(byteLength, { maxByteLength });
}

/** Views of memory that is gone, shared, may grow, or of another kind. */
const memory: Record<string, () => unknown> = {
  'a Float64Array of a detached buffer': () => {
    const gone = new Float64Array(6);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    return gone;
  },
  'a shared Float64Array': () => new Float64Array(new SharedArrayBuffer(48)).fill(0.5),
  'a Float64Array beyond the end of its shrunk buffer': () => {
    const buffer = resizable(48, 96);
    const view = new Float64Array(buffer, 0, 6).fill(0.5);
    buffer.resize(8);
    return view;
  },
  'a Float64Array that follows its buffer': () => {
    const buffer = resizable(48, 96);
    const view = new Float64Array(buffer).fill(0.5);
    buffer.resize(96);
    return view;
  },
  'an empty Float64Array': () => new Float64Array(0),
  'a Float64Array of NaN': () => new Float64Array(6).fill(Number.NaN),
  'a Float64Array of 1e308': () => new Float64Array(6).fill(1e308),
  'a Float64Array': () => Float64Array.of(1, 2, 3, 4, 5, 6),
  'a Float32Array': () => Float32Array.of(1, 2, 3, 4, 5, 6),
  'an Int8Array': () => Int8Array.of(1, 2, 3, 4, 5, 6),
  'a Uint8ClampedArray': () => Uint8ClampedArray.of(1, 2, 3),
  'an Int32Array': () => Int32Array.of(1, 2, 3),
  'a BigInt64Array': () => BigInt64Array.of(1n, 2n, 3n),
  'a DataView': () => new DataView(new ArrayBuffer(8)),
  'an ArrayBuffer': () => new ArrayBuffer(8),
};

const objects: Record<string, () => unknown> = {
  '{}': () => ({}),
  '[]': () => [],
  '[[]]': () => [[]],
  '[1, 2]': () => [1, 2],
  '[[1, 2], [2, 5]]': () => [
    [1, 2],
    [2, 5],
  ],
  '[[1, 2], [3]]': () => [[1, 2], [3]],
  '[[NaN]]': () => [[Number.NaN]],
  "['1', '2']": () => ['1', '2'],
  '[null, null]': () => [null, null],
  '[1n]': () => [1n],
  'an array with a hole': () => Object.assign(new Array(3), { 0: 1, 2: 3 }),
  'an array of length 2^32 − 1': () => new Array(2 ** 32 - 1),
  'a list of length 2^53': () => ({ length: 2 ** 53 }),
  'a list of length −1': () => ({ length: -1, 0: 1 }),
  'a cyclic array': () => {
    const cycle: unknown[] = [1];
    cycle.push(cycle);
    return cycle;
  },
  'a cyclic object': () => {
    const cycle: Record<string, unknown> = { rows: 2 };
    cycle.data = cycle;
    return cycle;
  },
  'an array nested 20,000 deep': () => {
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    return deep;
  },
  'an object without prototype': () => Object.create(null),
  'an object with a key __proto__': () =>
    JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'),
  'a Map': () => new Map([['rows', 1]]),
  'a Set': () => new Set([1]),
  'a Date': () => new Date(0),
  'a RegExp': () => /x/g,
  'a Promise': () => Promise.resolve(1),
  'an Error': () => new Error('x'),
  'a Symbol': () => Symbol('s'),
  'a boxed number': () => Object(1),
  'a boxed string': () => Object('full'),
  'a function': () => () => 1,
  'a function that gives NaN': () => () => Number.NaN,
  'a function that gives a string': () => () => 'x',
  'a function that throws': () => fromOutside,
  'a class': () => class Any {},
  'a frozen matrix': () => Object.freeze({ rows: 2, cols: 2, dtype: 'float64', data: Float64Array.of(2, 1, 1, 2) }),
  'a matrix whose data are too short': () => ({ rows: 2, cols: 3, dtype: 'float64', data: new Float64Array(5) }),
  'a matrix of 2^31 × 2^31 with no data': () => ({
    rows: 2 ** 31,
    cols: 2 ** 31,
    dtype: 'float64',
    data: new Float64Array(0),
  }),
  'a matrix of 2^32 × 0': () => ({ rows: 2 ** 32, cols: 0, dtype: 'float64', data: new Float64Array(0) }),
  'a matrix of 0 × 0': () => ({ rows: 0, cols: 0, dtype: 'float64', data: new Float64Array(0) }),
  'a matrix of −1 × −4': () => ({ rows: -1, cols: -4, dtype: 'float64', data: new Float64Array(4) }),
  'a matrix of 0.5 × 4': () => ({ rows: 0.5, cols: 4, dtype: 'float64', data: new Float64Array(2) }),
  'a matrix whose dtype lies': () => ({ rows: 2, cols: 2, dtype: 'float32', data: new Float64Array(4) }),
  'a float32 matrix': () => ({ rows: 2, cols: 2, dtype: 'float32', data: Float32Array.of(2, 1, 1, 2) }),
  'a matrix of a detached buffer': () => ({
    rows: 2,
    cols: 3,
    dtype: 'float64',
    data: memory['a Float64Array of a detached buffer'](),
  }),
};

/** Objects that run code of the caller when they are read: what they throw must pass, what they change must not matter. */
const active: Record<string, () => unknown> = {
  'an object whose valueOf throws': () => ({
    valueOf: fromOutside,
    toString: fromOutside,
    [Symbol.toPrimitive]: fromOutside,
  }),
  'a proxy that throws': () =>
    new Proxy(
      {},
      {
        get: fromOutside,
        has: fromOutside,
        ownKeys: fromOutside,
        getOwnPropertyDescriptor: fromOutside,
        getPrototypeOf: fromOutside,
      },
    ),
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'an object whose getter throws': () => Object.defineProperty({}, 'rows', { get: fromOutside, enumerable: true }),
  'an array whose iterator throws': () => Object.assign([1, 2], { [Symbol.iterator]: fromOutside }),
  'a matrix that grows when it is read again': () => {
    let reads = 0;
    return {
      get rows() {
        return reads++ === 0 ? 2 : 4096;
      },
      cols: 2,
      dtype: 'float64',
      data: Float64Array.of(2, 1, 1, 2),
    };
  },
  'a matrix whose data shrink when they are read again': () => {
    let reads = 0;
    return {
      rows: 2,
      cols: 2,
      dtype: 'float64',
      get data() {
        return reads++ < 4 ? Float64Array.of(2, 1, 1, 2) : new Float64Array(0);
      },
    };
  },
};

/** Of a size whose powers float64 holds: of others NaN may come, as the sign of an overflow. */
function isModerate(value: number): boolean {
  return value === 0 || (Math.abs(value) < 1e100 && Math.abs(value) > 1e-100);
}

/** A number near `old`, of another scale, or one that no size can be. */
export function otherNumber(random: Random, old: unknown): Hostile {
  const near = typeof old === 'number' && random.chance(0.4);
  const value = near
    ? random.pick([-old, old + 0.5, old + 1, old - 1, 2 * old, old / 2, old * 1e9, old + 1e-9, 1 / old, old ** 3])
    : random.pick(numbers);
  return { text: Object.is(value, -0) ? '-0' : String(value), value, strange: !isModerate(value) };
}

/** Any value that is not what was asked for. */
export function hostileValue(random: Random, old: unknown): Hostile {
  const draw = random.next();
  if (draw < (typeof old === 'number' ? 0.6 : 0.2)) return otherNumber(random, old);
  if (draw < 0.3 || draw > 0.97)
    return random.pick([
      { text: 'undefined', value: undefined },
      { text: 'null', value: null },
    ]);
  if (draw < 0.4) {
    const value = random.pick([true, false, 1n, -1n, 2n ** 70n, random.pick(strings)]);
    const text =
      typeof value === 'string'
        ? JSON.stringify(value.slice(0, 40))
        : `${String(value)}${typeof value === 'bigint' ? 'n' : ''}`;
    return { text, value };
  }
  const kind = draw < 0.6 ? memory : draw < 0.9 ? objects : active;
  const text = random.pick(Object.keys(kind));
  const strange = kind === active || /NaN|throws|308/.test(text);
  return { text, value: kind[text](), strange };
}

/** Every reading of a property gives another value: the second one is hostile. */
export function changing(object: object, key: string, later: unknown): object {
  let reads = 0;
  const first = (object as Record<string, unknown>)[key];
  const copy = Object.assign(Object.create(Object.getPrototypeOf(object)), object);
  return Object.defineProperty(copy, key, {
    get: () => (reads++ === 0 ? first : later),
    enumerable: true,
    configurable: true,
  });
}
