/** Rebuilds bytes from `base` and the difference that scripts/byteDelta.mjs made. */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array<ArrayBuffer> {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = delta[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const out = new Uint8Array(number());
  let end = 0;
  for (let filled = 0; filled < out.length; ) {
    const fresh = number();
    out.set(delta.subarray(at, at + fresh), filled);
    at += fresh;
    const jump = number();
    const start = end + (jump % 2 === 1 ? -(jump + 1) / 2 : jump / 2);
    const length = number();
    out.set(base.subarray(start, start + length), filled + fresh);
    filled += fresh + length;
    end = start + length;
  }
  return out;
}
