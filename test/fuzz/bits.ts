/** The value as text that tells every bit: −0 from 0, and in arrays one NaN from another. */
export function bits(value: unknown): string {
  return JSON.stringify(value, (_, entry) => {
    if (ArrayBuffer.isView(entry))
      return Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength).toString('base64');
    if (Object.is(entry, -0)) return '-0';
    return typeof entry === 'number' || typeof entry === 'bigint' ? `${entry}` : entry;
  });
}

/** What a generator returns at its end; other values as they are. */
export function completed(value: unknown): unknown {
  if (Object.prototype.toString.call(value) !== '[object Generator]') return value;
  let turn = (value as Generator).next();
  while (!turn.done) turn = (value as Generator).next();
  return turn.value;
}
