/** What factorizations ask of their input in one pass each. */

/** Columns read together below the diagonal: one cache line, so that each is fetched once even where all share a set. */
const STRIP: i32 = 8;

/** Largest absolute value of n adjacent entries, 0 of none; infinite or NaN when an entry is. */
export function largestSize(n: i32, x: usize): f64 {
  let m0 = i64x2.splat(0), m1 = i64x2.splat(0), m2 = i64x2.splat(0), m3 = i64x2.splat(0);
  let i = n;
  for (; i >= 8; i -= 8) {
    m0 = f64x2.max(m0, f64x2.abs(v128.load(x)));
    m1 = f64x2.max(m1, f64x2.abs(v128.load(x, 16)));
    m2 = f64x2.max(m2, f64x2.abs(v128.load(x, 32)));
    m3 = f64x2.max(m3, f64x2.abs(v128.load(x, 48)));
    x += 64;
  }
  m0 = f64x2.max(f64x2.max(m0, m1), f64x2.max(m2, m3));
  let largest = max<f64>(f64x2.extract_lane(m0, 0), f64x2.extract_lane(m0, 1));
  for (; i > 0; --i) {
    largest = max<f64>(largest, abs<f64>(load<f64>(x)));
    x += 8;
  }
  return largest;
}

/**
 * Upper triangle = lower triangle of A (n×n, rows adjacent). Returns whether every pair across the diagonal differed by
 * at most `most` before; stops at the first pair that did not.
 */
export function mirrorLower(n: i32, a: usize, most: f64): i32 {
  const row = <usize>n * 8;
  for (let left = 0; left < n; left += STRIP) {
    for (let i = left + 1; i < n; ++i) {
      let below = a + <usize>i * row + <usize>left * 8;
      let above = a + <usize>left * row + <usize>i * 8;
      for (let j = min(i - left, STRIP); j > 0; --j) {
        const value = load<f64>(below);
        if (!(abs<f64>(value - load<f64>(above)) <= most)) return 0;
        store<f64>(above, value);
        below += 8;
        above += row;
      }
    }
  }
  return 1;
}
