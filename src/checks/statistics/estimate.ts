/** A value with its two-sided confidence interval. */
export interface Estimate {
  value: number;
  standardError: number;
  interval: [low: number, high: number];
}
