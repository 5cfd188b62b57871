import { changing, FromOutside, hostileValue, otherNumber } from './hostileValues';
import type { Random } from './random';

export type Place = readonly (string | number)[];

/** One change of the arguments of a call. */
export interface Mutation {
  at: Place;
  /** What was done, in words. */
  text: string;
  strange: boolean;
  apply(old: unknown): unknown;
}

/** What is done one by one: a large number of them is no hostile value but a long computation. */
const works = new Set([
  'draws',
  'hidden',
  'layers',
  'modes',
  'nets',
  'resamples',
  'samples',
  'seeds',
  'steps',
  'times',
  'widths',
]);
const MOST_WORK = 1e8;

/** Stands for a field that is taken away. */
const GONE = Symbol('gone');

/** One to three changes; `names` are option names that other functions know. */
export function mutations(random: Random, args: readonly unknown[], names: readonly string[]): Mutation[] {
  const count = random.chance(0.75) ? 1 : random.chance(0.6) ? 2 : 3;
  return Array.from({ length: count }, () => mutation(random, args, names));
}

function mutation(random: Random, args: readonly unknown[], names: readonly string[]): Mutation {
  const places = placesOf(args);
  if (places.length === 0 || random.chance(0.03)) return ofTheList(random, args);
  const at = random.pick(places);
  const old = valueAt(args, at);
  const set = (text: string, strange: boolean, apply: Mutation['apply']): Mutation => ({ at, text, strange, apply });
  const draw = random.next();
  if (typeof old === 'object' && old !== null && !ArrayBuffer.isView(old)) {
    if (isMatrix(old) && draw < 0.4) return ofMatrix(random, at, old);
    const keys = Object.keys(old);
    // what is promised of getters that change their mind: sizes and entries of matrices are read once
    if (draw < 0.45 && isMatrix(old)) {
      const key = random.pick(keys);
      const { text, value, strange = false } = hostileValue(random, (old as unknown as Record<string, unknown>)[key]);
      return set(`.${key} reads ${text} the second time`, strange || true, (was) =>
        changing(was as object, key, value),
      );
    }
    if (draw < 0.5) {
      const key = random.pick([...names, '__proto__', ...(Array.isArray(old) ? [] : ['constructor']), 'unknownOption']);
      const { text, value, strange = false } = hostileValue(random, undefined);
      return set(`with ${key}: ${text}`, strange, (was) => withEntry(was as object, key, value));
    }
    if (draw < 0.55) {
      return set('through a transparent proxy', true, (was) => new Proxy(was as object, {}));
    }
    if (draw < 0.6 && keys.length > 0) {
      const key = random.pick(keys);
      const thrower = () => {
        throw new FromOutside('thrown by a getter');
      };
      return set(`.${key} throws`, true, (was) =>
        Object.defineProperty(copyOf(was as object), key, { get: thrower, enumerable: true, configurable: true }),
      );
    }
    if (draw < 0.65) return set('inherited from its prototype', false, (was) => Object.create(was as object));
    if (draw < 0.7) return set('twice in an array', false, (was) => [was, was]);
  }
  if (ArrayBuffer.isView(old) && !(old instanceof DataView) && draw < 0.5)
    return ofNumbers(random, at, old as Float64Array);
  if (typeof at.at(-1) === 'string' && draw > 0.93) return set('taken away', false, () => GONE);
  if (typeof old === 'function' && draw < 0.5) return ofCallback(random, at);
  const {
    text,
    value,
    strange = false,
  } = typeof old === 'number' && draw < 0.5 ? otherNumber(random, old) : hostileValue(random, old);
  const long = works.has(String(at.at(-1))) && typeof value === 'number' && value > 1000 && value <= MOST_WORK;
  return long ? set('3', false, () => 3) : set(text, strange, () => value);
}

/** Changes of the list of arguments itself. */
function ofTheList(random: Random, args: readonly unknown[]): Mutation {
  const at: Place = [];
  const n = args.length;
  if (n > 1 && random.chance(0.5)) {
    const i = random.below(n - 1);
    return {
      at,
      text: `arguments ${i} and ${i + 1} swapped`,
      strange: false,
      apply: (list) => {
        const out = [...(list as unknown[])];
        [out[i], out[i + 1]] = [out[i + 1], out[i]];
        return out;
      },
    };
  }
  if (n > 0 && random.chance(0.6)) {
    return { at, text: 'last argument left out', strange: false, apply: (list) => (list as unknown[]).slice(0, -1) };
  }
  const { text, value, strange = false } = hostileValue(random, undefined);
  return { at, text: `one more argument: ${text}`, strange, apply: (list) => [...(list as unknown[]), value] };
}

interface AnyMatrix {
  rows: number;
  cols: number;
  dtype?: string;
  data: Float64Array;
}

function isMatrix(value: object): value is AnyMatrix {
  const m = value as Partial<AnyMatrix>;
  return Object.getPrototypeOf(value) === Object.prototype && typeof m.rows === 'number' && ArrayBuffer.isView(m.data);
}

function ofMatrix(random: Random, at: Place, { rows, cols }: AnyMatrix): Mutation {
  const changes: [string, (m: AnyMatrix) => unknown][] = [
    ['rows and cols swapped', (m) => ({ ...m, rows: cols, cols: rows })],
    ['one row more than data', (m) => ({ ...m, rows: rows + 1 })],
    ['data one longer', (m) => ({ ...m, data: Float64Array.from([...m.data, 1]) })],
    ['data one shorter', (m) => ({ ...m, data: m.data.slice(0, -1) })],
    ['data of zero length, huge sizes', (m) => ({ ...m, rows: 2 ** 31, cols: 2 ** 22, data: new Float64Array(0) })],
    ['sizes whose product overflows to the right length', (m) => ({ ...m, rows: 2 ** 32 + rows })],
    ['negative sizes', (m) => ({ ...m, rows: -rows, cols: -cols })],
    ['no rows', (m) => ({ ...m, rows: 0, data: new Float64Array(0) })],
    ['no columns', (m) => ({ ...m, cols: 0, data: new Float64Array(0) })],
    ['plain data', (m) => ({ ...m, data: Array.from(m.data) })],
    ['float32', (m) => ({ ...m, dtype: 'float32', data: Float32Array.from(m.data) })],
    [
      'rows of arrays',
      (m) => Array.from({ length: rows }, (_, i) => Array.from(m.data.subarray(i * cols, (i + 1) * cols))),
    ],
    ['all zero', (m) => ({ ...m, data: new Float64Array(m.data.length) })],
    ['all equal', (m) => ({ ...m, data: new Float64Array(m.data.length).fill(1) })],
    // float32 has no 1e90
    ['huge', (m) => ({ ...m, data: m.data.map((v) => v * (m.data instanceof Float32Array ? 1e30 : 1e90)) })],
    ['times 1e-90', (m) => ({ ...m, data: m.data.map((v) => v * 1e-90) })],
    ['times −1', (m) => ({ ...m, data: m.data.map((v) => -v) })],
    ['one row', (m) => ({ ...m, rows: 1, data: m.data.slice(0, cols) })],
    ['one column', (m) => ({ ...m, cols: 1, data: m.data.slice(0, rows) })],
    ['rows doubled', (m) => ({ ...m, rows: 2 * rows, data: Float64Array.from([...m.data, ...m.data]) })],
  ];
  const [text, change] = random.pick(changes);
  // an earlier change may have left something else, also for those who read twice: an array of length 2^32 − 1 would fill the heap
  // here, not in the library
  const apply = (old: unknown) => {
    if (typeof old !== 'object' || old === null) return old;
    const read = { ...(old as AnyMatrix) };
    return ArrayBuffer.isView(read.data) ? change(read) : old;
  };
  return { at, text, strange: false, apply };
}

function ofNumbers(random: Random, at: Place, { length }: Float64Array): Mutation {
  const i = random.below(Math.max(1, length));
  const { text, value, strange = false } = otherNumber(random, 1);
  return {
    at: [...at, i],
    text,
    strange,
    apply: (old) => {
      const copy = (old as Float64Array).slice();
      try {
        copy[i] = value as number;
      } catch {
        // an array of BigInt takes no numbers
      }
      return copy;
    },
  };
}

function ofCallback(random: Random, at: Place): Mutation {
  const returns = hostileValue(random, 1);
  return random.chance(0.3)
    ? {
        at,
        text: 'a function that throws',
        strange: true,
        apply: () => () => {
          throw new FromOutside('thrown by a callback');
        },
      }
    : { at, text: `a function that gives ${returns.text}`, strange: true, apply: () => () => returns.value };
}

/** Places of everything in the arguments, those of typed arrays' entries left out. */
function placesOf(args: readonly unknown[]): Place[] {
  const places: Place[] = [];
  const visit = (value: unknown, at: Place, depth: number) => {
    if (at.length > 0) places.push(at);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || depth === 0) return;
    const keys = Object.keys(value);
    const few = keys.length > 24 ? [...keys.slice(0, 12), ...keys.slice(-4)] : keys;
    for (const key of few)
      visit((value as Record<string, unknown>)[key], [...at, Array.isArray(value) ? Number(key) : key], depth - 1);
  };
  visit(args, [], 6);
  return places;
}

function valueAt(root: unknown, at: Place): unknown {
  return at.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
}

/** The arguments with the changes; what is not changed is shared with the original. */
export function mutated(args: readonly unknown[], changes: readonly Mutation[]): unknown[] {
  return changes.reduce<unknown>((list, { at, apply }) => {
    try {
      return changedAt(list, at, apply);
    } catch {
      // an earlier change took away what this one changes
      return list;
    }
  }, args) as unknown[];
}

function changedAt(value: unknown, at: Place, apply: (old: unknown) => unknown): unknown {
  if (at.length === 0 || (ArrayBuffer.isView(value) && at.length === 1)) return apply(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const [key, ...rest] = at;
  let below: unknown;
  try {
    below = changedAt((value as Record<string, unknown>)[key], rest, apply);
  } catch (error) {
    if (error instanceof FromOutside || error instanceof TypeError) return value;
    throw error;
  }
  return below === GONE ? without(value, String(key)) : withEntry(value, String(key), below);
}

/** Longer arrays are hostile enough as they are. */
const MOST_COPIED = 1e6;

function copyOf(value: object): object {
  if (Array.isArray(value)) return value.length > MOST_COPIED ? value : value.slice();
  return Object.defineProperties(Object.create(Object.getPrototypeOf(value)), configurable(value));
}

/** Own properties, so that they can be replaced in a copy of a frozen object. */
function configurable(value: object): PropertyDescriptorMap {
  const all = Object.getOwnPropertyDescriptors(value) as PropertyDescriptorMap;
  for (const key of Reflect.ownKeys(all)) {
    const descriptor = all[key as string];
    descriptor.configurable = true;
    if ('value' in descriptor) descriptor.writable = true;
  }
  return all;
}

function withEntry(value: object, key: string, entry: unknown): object {
  return Object.defineProperty(copyOf(value), key, {
    value: entry,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function without(value: object, key: string): object {
  const copy = copyOf(value) as Record<string, unknown>;
  delete copy[key];
  return copy;
}
