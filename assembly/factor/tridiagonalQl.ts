/** Implicit QL and QR iterations on a symmetric tridiagonal matrix, with Wilkinson's shifts (LAPACK's dsteqr). */

const EPSILON: f64 = 1.1102230246251565e-16;

/** Whether e between the diagonal entries d0 and d1 may be set to zero. */
@inline
function negligible(e: f64, d0: f64, d1: f64): bool {
  return e * e <= EPSILON * abs(d0) * (EPSILON * abs(d1)) + f64.MIN_NORMAL_VALUE;
}

/** √(a² + b²) whatever their size. */
@inline
function hypotenuse(a: f64, b: f64): f64 {
  const sum = a * a + b * b;
  if (sum > 1e-280 && sum < 1e280) return sqrt(sum);
  const large = max(abs(a), abs(b));
  if (large == 0 || large == Infinity) return large;
  const u = a / large, v = b / large;
  return large * sqrt(u * u + v * v);
}

/**
 * One implicit sweep on m + 1 ≥ 2 diagonal entries D(i) = load(d + i·step) and what is between them, E(i) = load(e + i·step),
 * which drives E(0) to zero. Its m rotations, the one of the far end first, go to `pairs` as (c, s) unless `pairs` is 0.
 */
@inline
function sweep(m: i32, d: usize, e: usize, step: usize, pairs: usize): void {
  const first = load<f64>(e);
  let p = load<f64>(d);
  let g = (load<f64>(d + step) - p) / (2 * first);
  const r = hypotenuse(g, 1);
  let far = d + <usize>m * step;
  let between = e + <usize>(m - 1) * step;
  g = load<f64>(far) - p + first / (g + (g < 0 ? -r : r));
  let s: f64 = 1, c: f64 = 1;
  p = 0;
  for (let i = m - 1; i >= 0; --i) {
    const f = s * load<f64>(between);
    const b = c * load<f64>(between);
    const length = hypotenuse(g, f);
    if (length == 0) {
      c = 1;
      s = 0;
    } else {
      c = g / length;
      s = f / length;
    }
    if (i != m - 1) store<f64>(between + step, length);
    const near = far - step;
    g = load<f64>(far) - p;
    const t = (load<f64>(near) - g) * s + 2 * c * b;
    p = s * t;
    store<f64>(far, g + p);
    g = c * t - b;
    if (pairs) {
      store<f64>(pairs, c);
      store<f64>(pairs, s, 8);
      pairs += 16;
    }
    far = near;
    between -= step;
  }
  store<f64>(d, load<f64>(d) - p);
  store<f64>(e, g);
}

/**
 * Iterates on the symmetric tridiagonal matrix with diagonal d (n entries) and subdiagonal e (n − 1 entries) until it is
 * diagonal, or until the record is full: call it again after the recorded rotations were applied. Entries should be of
 * order one: those below 1e-154 count as zero.
 *
 * The record is what rotateRows takes: at most `mostSweeps` sweeps in `table`, their rotations, at most `mostPairs` (at
 * least n − 1), in `pairs`. With table = 0 nothing is recorded and one call does it all.
 *
 * `state`: five i32, zero before the first call: begin and end of the block in work, first row behind it, direction (1 up
 * from its begin, −1 down from its end, whichever end is smaller: so matrices graded either way keep their small
 * eigenvalues), sweeps so far. Returns the number of sweeps in the record, 0 when done, −1 after 30·n sweeps without end.
 */
export function tridiagonalQl(
  n: i32, d: usize, e: usize, state: usize, table: usize, mostSweeps: i32, pairs: usize, mostPairs: i32,
): i32 {
  let begin = load<i32>(state), end = load<i32>(state, 4), next = load<i32>(state, 8), direction = load<i32>(state, 12);
  let total = load<i32>(state, 16);
  let recorded = 0, room = mostPairs;
  while (true) {
    if (direction == 0 || begin > end) {
      if (next >= n) break;
      begin = next;
      end = begin;
      while (end < n - 1) {
        const at = <usize>end << 3;
        if (negligible(load<f64>(e + at), load<f64>(d + at), load<f64>(d + at, 8))) break;
        ++end;
      }
      next = end + 1;
      direction = abs(load<f64>(d + (<usize>end << 3))) < abs(load<f64>(d + (<usize>begin << 3))) ? -1 : 1;
    }
    let low = begin, high = end;
    if (direction > 0) {
      for (high = begin; high < end; ++high) {
        const at = <usize>high << 3;
        if (negligible(load<f64>(e + at), load<f64>(d + at), load<f64>(d + at, 8))) {
          store<f64>(e + at, 0);
          break;
        }
      }
      if (high == begin) {
        ++begin;
        continue;
      }
    } else {
      for (low = end; low > begin; --low) {
        const at = <usize>(low - 1) << 3;
        if (negligible(load<f64>(e + at), load<f64>(d + at), load<f64>(d + at, 8))) {
          store<f64>(e + at, 0);
          break;
        }
      }
      if (low == end) {
        --end;
        continue;
      }
    }
    if (total >= 30 * n) return -1;
    const m = high - low;
    if (table && (recorded == mostSweeps || room < m)) break;
    ++total;
    if (direction > 0) sweep(m, d + (<usize>low << 3), e + (<usize>low << 3), 8, pairs);
    else sweep(m, d + (<usize>high << 3), e + (<usize>(high - 1) << 3), <usize>-8, pairs);
    if (table) {
      store<i32>(table, direction > 0 ? high : low);
      store<i32>(table, -direction * m, 4);
      table += 8;
      pairs += <usize>m << 4;
      room -= m;
      ++recorded;
    }
  }
  store<i32>(state, begin);
  store<i32>(state, end, 4);
  store<i32>(state, next, 8);
  store<i32>(state, direction, 12);
  store<i32>(state, total, 16);
  return recorded;
}
