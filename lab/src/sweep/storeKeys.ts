/** Places of cells by their keys, in some 50 bytes a cell: 128 bits of the key and a number. */
export class StoreKeys {
  private words: Uint32Array;
  private places: Uint32Array;
  private used = 0;

  constructor(expected = 0) {
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(2 * expected + 1)));
    this.words = new Uint32Array(4 * size);
    this.places = new Uint32Array(size);
  }

  get size(): number {
    return this.used;
  }

  get(key: string): number | undefined {
    const place = this.places[this.find(wordsOf(key))];
    return place === 0 ? undefined : place - 1;
  }

  set(key: string, index: number): void {
    if (2 * (this.used + 1) > this.places.length) this.grow();
    this.put(wordsOf(key), index + 1);
  }

  /** Places are kept plus one: 0 is free. */
  private put(words: ArrayLike<number>, place: number): void {
    const at = this.find(words);
    if (this.places[at] === 0) this.used++;
    this.words.set(words, 4 * at);
    this.places[at] = place;
  }

  /** Keys are hashes already: their first word says where to look, and the next free place follows. */
  private find(words: ArrayLike<number>): number {
    const { words: slots, places } = this;
    const mask = places.length - 1;
    let at = words[0] & mask;
    while (places[at] !== 0 && [0, 1, 2, 3].some((i) => slots[4 * at + i] !== words[i])) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { words: slots, places } = this;
    this.words = new Uint32Array(2 * slots.length);
    this.places = new Uint32Array(2 * places.length);
    this.used = 0;
    for (let i = 0; i < places.length; i++) {
      if (places[i] !== 0) this.put(slots.subarray(4 * i, 4 * i + 4), places[i]);
    }
  }
}

function wordsOf(key: string): number[] {
  return [0, 8, 16, 24].map((from) => Number.parseInt(key.slice(from, from + 8), 16));
}
