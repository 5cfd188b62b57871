/**
 * Densities of samples in equal bins from `least` to `most`; samples beyond the ends count in the total only.
 */
export class Histogram {
  readonly edges: Float64Array;
  readonly #counts: Float64Array;
  #total = 0;

  constructor(
    private readonly least: number,
    private readonly most: number,
    bins: number,
  ) {
    this.#counts = new Float64Array(bins);
    this.edges = Float64Array.from({ length: bins + 1 }, (_, k) => least + ((most - least) * k) / bins);
  }

  add(sample: number): void {
    this.#total++;
    const bin = Math.floor(((sample - this.least) / (this.most - this.least)) * this.#counts.length);
    if (bin >= 0 && bin < this.#counts.length) this.#counts[bin]++;
  }

  density(): Float64Array {
    const unit = (this.most - this.least) / this.#counts.length;
    return this.#counts.map((count) => count / (unit * Math.max(1, this.#total)));
  }
}
