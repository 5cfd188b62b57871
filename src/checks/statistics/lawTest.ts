/** What a test of a sample's law says. */
export interface LawTest {
  /** What the test measures; the larger, the less the law fits. */
  statistic: number;
  /** Chance of a statistic at least as large where the law holds. */
  p: number;
}
