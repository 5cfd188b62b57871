/** Mean and spread of numbers that come one by one (Welford 1962). */
export class MeanOf {
  count = 0;
  mean = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    const delta = value - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (value - this.mean);
  }

  /** Of the mean; NaN for less than two numbers. */
  get standardError(): number {
    return this.count < 2 ? Number.NaN : Math.sqrt(this.squares / (this.count - 1) / this.count);
  }
}
