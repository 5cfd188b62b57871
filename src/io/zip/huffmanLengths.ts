/** A symbol, or two of the sets below it taken together. */
type Chosen = { weight: number; symbol: number } | { weight: number; pair: readonly [Chosen, Chosen] };

/**
 * Bits of the code of each symbol, at most `most`, so that a text with these frequencies gets as short as it can (package-merge,
 * Larmore and Hirschberg 1990); 0 for symbols that do not occur. At least two symbols get a code: some readers want that.
 * `most` bits must suffice for them.
 */
export function huffmanLengths(frequencies: ArrayLike<number>, most: number): Uint8Array {
  const lengths = new Uint8Array(frequencies.length);
  const used = new Set(Array.from(frequencies, (_, symbol) => symbol).filter((symbol) => frequencies[symbol] > 0));
  for (let symbol = 0; used.size < 2; symbol++) used.add(symbol);
  const leaves: Chosen[] = [...used]
    .map((symbol) => ({ weight: Math.max(1, frequencies[symbol]), symbol }))
    .sort((a, b) => a.weight - b.weight || a.symbol - b.symbol);
  let sets = leaves;
  for (let level = 1; level < most; level++) {
    const pairs: Chosen[] = [];
    for (let i = 0; i + 1 < sets.length; i += 2)
      pairs.push({ weight: sets[i].weight + sets[i + 1].weight, pair: [sets[i], sets[i + 1]] });
    sets = merged(leaves, pairs);
  }
  const count = (set: Chosen): void => {
    if ('symbol' in set) lengths[set.symbol]++;
    else set.pair.forEach(count);
  };
  sets.slice(0, 2 * leaves.length - 2).forEach(count);
  return lengths;
}

/** Both lists, which are sorted by weight, in one. */
function merged(leaves: readonly Chosen[], pairs: readonly Chosen[]): Chosen[] {
  const result: Chosen[] = [];
  let pair = 0;
  for (const leaf of leaves) {
    while (pair < pairs.length && pairs[pair].weight < leaf.weight) result.push(pairs[pair++]);
    result.push(leaf);
  }
  return result.concat(pairs.slice(pair));
}

/** Codes of these lengths, their bits reversed: the first bit is the lowest. */
export function reversedCodes(lengths: Uint8Array): Uint16Array {
  const next = new Uint16Array(17);
  for (const size of lengths) if (size > 0) next[size + 1]++;
  // first the number of codes of each length, then the first code of each
  for (let size = 1; size < next.length; size++) next[size] = (next[size - 1] + next[size]) << 1;
  return Uint16Array.from(lengths, (size) => {
    if (size === 0) return 0;
    const code = next[size]++;
    let reversed = 0;
    for (let bit = 0; bit < size; bit++) reversed |= ((code >> bit) & 1) << (size - 1 - bit);
    return reversed;
  });
}
