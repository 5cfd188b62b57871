/** The results of the last few different computations of this process, so that cells that share data or a limit share the work. */
export class Lru<Value> {
  readonly #kept = new Map<string, Promise<Value>>();

  constructor(readonly most: number) {}

  /** What `make` gave for this key; a failure is not kept. */
  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const found = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, found);
    found.catch(() => {
      if (this.#kept.get(key) === found) this.#kept.delete(key);
    });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.most) this.#kept.delete(oldest);
    return found;
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }
}
