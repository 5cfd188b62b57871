/** A small seeded generator for choosing cases (Mulberry32). Independent of the library's own, which is under test. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Integer in 0 … below − 1. */
  below(n: number): number;
  pick<T>(choices: readonly T[]): T;
  chance(probability: number): boolean;
}

/** The generator of a key of any number of parts. */
export function randomOf(...key: (string | number)[]): Random {
  let state = 0x811c9dc5;
  for (const letter of key.join('\0')) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { next, below, pick: (choices) => choices[below(choices.length)], chance: (p) => next() < p };
}
