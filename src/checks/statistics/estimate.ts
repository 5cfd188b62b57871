/** A value with its two-sided confidence interval. */
export interface Estimate {
  /** The estimate itself. */
  value: number;
  /** Its standard error. */
  standardError: number;
  /** Its confidence interval. */
  interval: [low: number, high: number];
}
