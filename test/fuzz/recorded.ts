import type * as Library from '../../src/index';
import { publicCalls } from '../reference/publicCalls';

/** A call that was seen to happen: what fuzzing starts from. */
export interface Seed {
  args: readonly unknown[];
  /** Object of a method, or undefined. Made anew where it has a state. */
  receiver(): unknown;
  fn: (...args: unknown[]) => unknown;
}

type Path = string;

interface Disposable {
  dispose(): void;
}

/** An object whose methods are watched: as it is now, and made again for a case of its own. */
interface Holder {
  now: unknown;
  again(): unknown;
  /** Whether it has a state, so that every case needs its own. */
  fresh: boolean;
}

/** What has a state, or memory to give back. */
const STATEFUL = new Set(['workspace', 'rng']);

/**
 * Runs calls of publicCalls by name on a library that notes down who is called with what: public functions by their
 * name, methods of their results as `createNet().ntk`.
 */
export class Recorder {
  private readonly seeds = new Map<Path, Seed[]>();
  private readonly raw = new WeakMap<object, object>();
  private readonly opened: Disposable[] = [];
  private readonly calls: Record<string, () => unknown>;

  constructor(library: typeof Library) {
    this.calls = publicCalls(this.group(library, '', 2) as typeof Library).calls;
    this.seeds.clear();
  }

  get names(): string[] {
    return Object.keys(this.calls);
  }

  /** Seeds by path of one public function and the methods of its results. */
  record(name: string): Map<Path, Seed[]> {
    this.seeds.clear();
    this.calls[name]();
    const own = [...this.seeds].filter(([path]) => path === name || path.startsWith(`${name}(`));
    return new Map(own);
  }

  private group(members: object, prefix: string, depth: number): object {
    const entries = Object.entries(members).map(([key, value]) => {
      const path = prefix + key;
      if (typeof value === 'function' && !/^class\b/.test(String(value))) {
        return [key, this.function(value, path, { now: undefined, again: () => undefined, fresh: STATEFUL.has(path) })];
      }
      const isGroup = depth > 1 && typeof value === 'object' && !Array.isArray(value);
      return [key, isGroup ? this.group(value, `${path}.`, depth - 1) : value];
    });
    return Object.fromEntries(entries);
  }

  private function(fn: (...args: unknown[]) => unknown, path: Path, receiver: Holder): object {
    const wrapped = (...given: unknown[]): unknown => {
      const args = given.map((arg) => this.unwrap(arg, 3));
      this.seeds.set(path, [...(this.seeds.get(path) ?? []), { args, receiver: receiver.again, fn }]);
      const now = fn.apply(receiver.now, args);
      const again = receiver.fresh ? () => this.opening(fn.apply(receiver.again(), args as unknown[])) : () => now;
      return this.wrap(`${path}()`, { now, again, fresh: receiver.fresh });
    };
    this.raw.set(wrapped, fn);
    return wrapped;
  }

  private opening(made: unknown): unknown {
    if (typeof (made as Partial<Disposable>)?.dispose === 'function') this.opened.push(made as Disposable);
    return made;
  }

  /** Gives back what receivers of methods hold. */
  close(): void {
    for (const made of this.opened.splice(0)) made.dispose();
  }

  private wrap(path: Path, holder: Holder): unknown {
    const value = holder.now;
    if (typeof value === 'function') return this.function(value as Seed['fn'], path, { ...holder, now: undefined });
    if (typeof value !== 'object' || value === null || isBuiltIn(value)) return value;
    const proxy = new Proxy(value, {
      get: (_, key) => {
        const member = Reflect.get(value, key, value);
        const fixed = Reflect.getOwnPropertyDescriptor(value, key);
        if (typeof key === 'symbol' || (fixed && !fixed.configurable && !fixed.writable)) return member;
        const below = `${path}${Array.isArray(value) ? '[]' : `.${key}`}`;
        if (typeof member === 'function') {
          const inherited = !Object.hasOwn(value, key) && isBuiltInPrototype(Object.getPrototypeOf(value));
          return inherited ? member : this.function(member, below, holder);
        }
        const again = () => Reflect.get(holder.again() as object, key);
        return this.wrap(below, { now: member, again, fresh: holder.fresh });
      },
    });
    this.raw.set(proxy, value);
    return proxy;
  }

  private unwrap(value: unknown, depth: number): unknown {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
    const raw = this.raw.get(value);
    if (raw) return raw;
    if (depth === 0 || isBuiltIn(value) || typeof value === 'function') return value;
    if (Array.isArray(value)) return value.map((entry) => this.unwrap(entry, depth - 1));
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, this.unwrap(entry, depth - 1)]));
  }
}

function isBuiltInPrototype(prototype: object | null): boolean {
  return prototype === null || prototype === Object.prototype || prototype === Array.prototype;
}

/** Typed arrays, generators, modules and the like: their methods are the engine's. */
function isBuiltIn(value: object): boolean {
  if (ArrayBuffer.isView(value) || value instanceof WebAssembly.Module || value instanceof Error) return true;
  return Symbol.toStringTag in value;
}
