import fc from 'fast-check';

/** Decays of weights: none, one for all layers, or one a layer with a layer that has none. */
export const decays = (hidden: number) =>
  fc.constantFrom<number | number[]>(
    0,
    0.4,
    Array.from({ length: hidden + 1 }, (_, l) => (l === 1 ? 0 : 0.3 + 0.2 * l)),
  );
