import type { Rng } from './rng';

const CHUNK = 8192;

/** The same draws as those of `source`, a few at a time at little cost. What it returns is a view: not to be written to. */
export function bufferedRng(source: Rng): Rng {
  const take = (draw: (n: number) => Float64Array) => {
    let buffer = new Float64Array(0);
    let at = 0;
    return (n: number) => {
      if (at + n > buffer.length) {
        const rest = buffer.subarray(at);
        const next = new Float64Array(Math.max(CHUNK, n));
        next.set(rest);
        next.set(draw(next.length - rest.length), rest.length);
        buffer = next;
        at = 0;
      }
      at += n;
      return buffer.subarray(at - n, at);
    };
  };
  return { ...source, normal: take((n) => source.normal(n)), uniform: take((n) => source.uniform(n)) };
}
