const kinds = {
  Float64Array,
  Float32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  BigInt64Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
  BigUint64Array,
};

/** Class of a typed array, of whatever page, thread or test context it comes; undefined for proxies and what only inherits from one. */
export function arrayKind(value: unknown): string | undefined {
  // the usual one at once, as every matrix passes here
  if (value instanceof Float64Array && ArrayBuffer.isView(value)) return 'Float64Array';
  return Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag, value);
}

/**
 * The same memory under the library's own Float64Array, Float32Array, …: `instanceof` does not know arrays of another
 * context (a frame, Jest), and subclasses choose what their `subarray` and `map` make. Anything else is returned as it is.
 */
export function ownArray(value: unknown): unknown {
  if (!ArrayBuffer.isView(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Float64Array.prototype || prototype === Float32Array.prototype) return value;
  const Kind = kinds[arrayKind(value) as keyof typeof kinds] as Float64ArrayConstructor | undefined;
  if (!Kind || prototype === Kind.prototype) return value;
  const [buffer, start, length] = (['buffer', 'byteOffset', 'length'] as const).map((key) =>
    Reflect.get(Kind.prototype, key, value),
  );
  try {
    return new Kind(buffer as ArrayBuffer, start as number, length as number);
  } catch {
    return value; // its buffer was given away
  }
}
