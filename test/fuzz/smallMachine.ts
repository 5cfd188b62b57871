/**
 * A machine with little memory, for cases: an array above the bound cannot be had, as on a machine without that memory,
 * and what was asked for is counted. Without it, hostile sizes would take gigabytes of the machine that runs the tests.
 */
const MOST_ARRAY = 2 ** 28;
const MOST_WASM = 2 ** 29;
const PAGE = 2 ** 16;

let asked = 0;

/** Bytes asked of the engine for arrays since the last call. */
export function takeAsked(): number {
  const bytes = asked;
  asked = 0;
  return bytes;
}

function count(bytes: number): void {
  if (bytes > MOST_ARRAY) throw new RangeError('Array buffer allocation failed');
  asked += bytes;
}

/** Replaces the constructors of arrays and the growth of WebAssembly memory of this process. */
export function becomeSmall(): void {
  const scope = globalThis as unknown as Record<string, new (...args: unknown[]) => object>;
  const kinds = [
    'Int8',
    'Uint8',
    'Uint8Clamped',
    'Int16',
    'Uint16',
    'Int32',
    'Uint32',
    'Float32',
    'Float64',
    'BigInt64',
    'BigUint64',
  ];
  for (const name of [...kinds.map((kind) => `${kind}Array`), 'ArrayBuffer', 'SharedArrayBuffer']) {
    const Kind = scope[name];
    const bytes = (Kind as unknown as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    const watched: typeof Kind = new Proxy(Kind, {
      construct(target, args, newTarget): object {
        const size = args[0];
        if (typeof size === 'number') count(size * bytes);
        else if (Array.isArray(size) || (ArrayBuffer.isView(size) && !(size instanceof DataView)))
          count((size as { length: number }).length * bytes);
        return Reflect.construct(target, args, newTarget === watched ? target : newTarget);
      },
    });
    Object.defineProperty(Kind.prototype, 'constructor', { value: watched, configurable: true, writable: true });
    scope[name] = watched;
  }
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    if (this.buffer.byteLength + pages * PAGE > MOST_WASM) throw new RangeError('WebAssembly.Memory.grow(): no memory');
    return grow.call(this, pages);
  };
}
