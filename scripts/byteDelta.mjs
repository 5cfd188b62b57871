/**
 * The relaxed build differs from the portable one in little more than its multiply-adds, so it is stored as a difference:
 * half the size of two modules. Format, in LEB128 numbers: length of the result, then until it is full: number of new
 * bytes, those bytes, start (relative to the end of the previous copy, zigzag) and length of a copy from the base.
 * src/wasm/applyDelta.ts undoes it.
 */
const WINDOW = 6;

export function byteDelta(base, target) {
  const places = new Map();
  for (let i = base.length - WINDOW; i >= 0; i--) {
    const key = base.toString('latin1', i, i + WINDOW);
    places.set(key, [...(places.get(key) ?? []).slice(0, 15), i]);
  }
  const out = [];
  number(out, target.length);
  let fresh = [];
  let expected = 0;
  const flush = (start, length) => {
    number(out, fresh.length);
    out.push(...fresh);
    fresh = [];
    const jump = start - expected;
    number(out, jump < 0 ? -2 * jump - 1 : 2 * jump);
    number(out, length);
    expected = start + length;
  };
  for (let i = 0; i < target.length; ) {
    const candidates = places.get(target.toString('latin1', i, i + WINDOW)) ?? [];
    const best = [expected + fresh.length, expected, ...candidates]
      .map((start) => ({ start, length: common(base, start, target, i) }))
      .reduce((a, b) => (b.length > a.length ? b : a));
    if (best.length >= WINDOW) {
      flush(best.start, best.length);
      i += best.length;
    } else fresh.push(target[i++]);
  }
  if (fresh.length > 0) flush(expected, 0);
  return Buffer.from(out);
}

function common(a, i, b, j) {
  let length = 0;
  while (i + length < a.length && j + length < b.length && a[i + length] === b[j + length]) length++;
  return length;
}

function number(out, value) {
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  out.push(rest);
}
