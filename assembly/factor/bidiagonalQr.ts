/** Implicit QR iteration on an upper bidiagonal matrix (Golub & Kahan; Demmel & Kahan 1990), rotations recorded. */

/** Unit roundoff, and Demmel and Kahan's relative bound for dropping an off-diagonal entry: ε^(7/8), about 98 ε. */
const UNIT: f64 = 1.1102230246251565e-16;
const DROP: f64 = 98.7 * UNIT;
/** Rotations that n values may take, over n², as LAPACK's dbdsqr; about 1 is usual. */
const ROTATIONS: f64 = 6;

/** Below this the squares of both entries of a rotation would lose digits; 2^500 lifts them. */
const TINY: f64 = 1e-140;
const LIFT: f64 = 3.273390607896142e150;

/** r = ±√(f² + g²) with the sign of f: the rotation (f/r, g/r) turns (f, g) into (r, 0). Entries are of order one or less. */
@inline
function radius(f: f64, g: f64): f64 {
  if (max(abs(f), abs(g)) < TINY) {
    const a = f * LIFT, b = g * LIFT;
    return copysign<f64>(sqrt(a * a + b * b) / LIFT, f);
  }
  return copysign<f64>(sqrt(f * f + g * g), f);
}

@inline
function at(x: usize, i: i32): f64 {
  return load<f64>(x + (<usize>i << 3));
}

@inline
function put(x: usize, i: i32, value: f64): void {
  store<f64>(x + (<usize>i << 3), value);
}

/** Smaller singular value of [f g; 0 h], as LAPACK's dlas2. */
@inline
function smallerValue(f: f64, g: f64, h: f64): f64 {
  const least = min(abs(f), abs(h));
  const most = max(abs(f), abs(h));
  const across = abs(g);
  if (least == 0) return 0;
  const sum = 1 + least / most;
  const difference = (most - least) / most;
  if (across < most) {
    const ratio = across / most;
    const square = ratio * ratio;
    return (2 * least) / (sqrt(sum * sum + square) + sqrt(difference * difference + square));
  }
  const ratio = most / across;
  if (ratio == 0) return (least * most) / across;
  const p = sum * ratio, q = difference * ratio;
  return 2 * (least / (sqrt(1 + p * p) + sqrt(1 + q * q))) * ratio;
}

/** Bound below which an off-diagonal entry is zero: DROP times a lower estimate of the smallest singular value. */
function threshold(n: i32, d: usize, e: usize): f64 {
  let mu = abs(at(d, 0));
  let least = mu;
  for (let i = 1; i < n && least > 0; ++i) {
    mu = abs(at(d, i)) * (mu / (mu + abs(at(e, i - 1))));
    least = min(least, mu);
  }
  return max((DROP * least) / sqrt<f64>(n), 6 * <f64>n * <f64>n * f64.MIN_NORMAL_VALUE);
}

/**
 * Sweeps over the n×n upper bidiagonal matrix with diagonal d and superdiagonal e until it is diagonal or `most` sweeps are
 * recorded, of fewer than n rotations each. Returns the number of sweeps recorded; `state[0]` is then the size of the part still to do,
 * at most 1 when d holds the singular values (signs and order as they came), −1 when the iteration does not converge.
 * `state`: four i32 and two f64; zero it, with state[0] = n, before the first call. Sweep t is recorded as rotateRows reads
 * it: first row and signed count at `table + 8·t`; its pairs (c, s) for the rows of Uᵀ at `left` and of Vᵀ at `right`.
 * table = 0: nothing is recorded (values only).
 */
export function bidiagonalQr(
  n: i32, d: usize, e: usize, state: usize, most: i32, table: usize, left: usize, right: usize,
): i32 {
  let hi = load<i32>(state) - 1;
  let oldLo = load<i32>(state, 4) - 1;
  let oldHi = load<i32>(state, 8) - 1;
  let direction = load<i32>(state, 12);
  if (direction == 0) {
    store<f64>(state, threshold(n, d, e), 16);
    store<f64>(state, ROTATIONS * <f64>n * <f64>n, 24);
  }
  let budget = load<f64>(state, 24);
  const bound = load<f64>(state, 16);
  const record = table != 0;
  let sweeps = 0;
  while (hi > 0 && budget >= 0) {
    // The part lo … hi with no zero above the diagonal.
    if (abs(at(e, hi - 1)) <= bound) {
      put(e, hi - 1, 0);
      --hi;
      continue;
    }
    let lo = hi - 1;
    let largest = max(abs(at(d, hi)), max(abs(at(d, lo)), abs(at(e, lo))));
    while (lo > 0 && abs(at(e, lo - 1)) > bound) {
      --lo;
      largest = max(largest, max(abs(at(d, lo)), abs(at(e, lo))));
    }
    if (lo > 0) put(e, lo - 1, 0);
    const count = hi - lo;
    if (record && sweeps == most) break;

    // Chase from the large end to the small one; the choice holds while the part only shrinks.
    if (lo > oldHi || hi < oldLo || direction == 0) direction = abs(at(d, lo)) >= abs(at(d, hi)) ? 1 : -1;

    // Entries small beside the values they couple, from the end where the sweep starts.
    let mu = abs(at(d, direction > 0 ? lo : hi));
    let least = mu;
    let dropped = false;
    const end = direction > 0 ? hi - 1 : lo;
    const target = abs(at(d, direction > 0 ? hi : lo));
    if (abs(at(e, end)) <= DROP * target) {
      put(e, end, 0);
      continue;
    }
    for (let k = 0; k < count; ++k) {
      const i = direction > 0 ? lo + k : hi - 1 - k;
      const coupling = abs(at(e, i));
      if (coupling <= DROP * mu) {
        put(e, i, 0);
        dropped = true;
        break;
      }
      mu = abs(at(d, direction > 0 ? i + 1 : i)) * (mu / (mu + coupling));
      least = min(least, mu);
    }
    if (dropped) continue;
    oldLo = lo;
    oldHi = hi;

    // No shift where it would spoil the relative accuracy of the smallest value.
    let shift: f64 = 0;
    if (<f64>n * DROP * (least / largest) > UNIT) {
      const start = abs(at(d, direction > 0 ? lo : hi));
      shift = direction > 0
        ? smallerValue(at(d, hi - 1), at(e, hi - 1), at(d, hi))
        : smallerValue(at(d, lo), at(e, lo), at(d, lo + 1));
      if (start > 0 && (shift / start) * (shift / start) < UNIT) shift = 0;
    }
    budget -= <f64>count;
    if (record) {
      store<i32>(table + (<usize>sweeps << 3), direction > 0 ? lo : hi);
      store<i32>(table + (<usize>sweeps << 3), direction > 0 ? count : -count, 4);
    }
    // Downwards the rotations from the right meet Vᵀ; upwards the matrix is swept as its transpose.
    const outer = direction > 0 ? right : left;
    const inner = direction > 0 ? left : right;
    if (shift == 0) {
      let c: f64 = 1, oldC: f64 = 1, oldS: f64 = 0;
      for (let k = 0; k < count; ++k) {
        const i = direction > 0 ? lo + k : hi - k;
        const edge = direction > 0 ? i : i - 1;
        const f = at(d, i) * c, g = at(e, edge);
        const r = radius(f, g);
        c = r == 0 ? 1 : f / r;
        const s = r == 0 ? 0 : g / r;
        if (k > 0) put(e, edge - direction, oldS * r);
        const p = oldC * r, q = at(d, i + direction) * s;
        const t = radius(p, q);
        oldC = t == 0 ? 1 : p / t;
        oldS = t == 0 ? 0 : q / t;
        put(d, i, t);
        if (record) {
          store<f64>(outer + (<usize>k << 4), c);
          store<f64>(outer + (<usize>k << 4), s, 8);
          store<f64>(inner + (<usize>k << 4), oldC);
          store<f64>(inner + (<usize>k << 4), oldS, 8);
        }
      }
      const last = direction > 0 ? hi : lo;
      const h = at(d, last) * c;
      put(d, last, h * oldC);
      put(e, end, h * oldS);
    } else {
      const first = direction > 0 ? lo : hi;
      const start = at(d, first);
      let f = (abs(start) - shift) * (copysign<f64>(1, start) + shift / start);
      let g = at(e, direction > 0 ? lo : hi - 1);
      for (let k = 0; k < count; ++k) {
        const i = direction > 0 ? lo + k : hi - k;
        const edge = direction > 0 ? i : i - 1;
        let r = radius(f, g);
        const c = r == 0 ? 1 : f / r;
        const s = r == 0 ? 0 : g / r;
        if (k > 0) put(e, edge - direction, r);
        const here = at(d, i), next = at(d, i + direction), coupling = at(e, edge);
        f = c * here + s * coupling;
        const rest = c * coupling - s * here;
        g = s * next;
        const turned = c * next;
        r = radius(f, g);
        const c2 = r == 0 ? 1 : f / r;
        const s2 = r == 0 ? 0 : g / r;
        put(d, i, r);
        f = c2 * rest + s2 * turned;
        put(d, i + direction, c2 * turned - s2 * rest);
        if (k < count - 1) {
          const beyond = edge + direction;
          g = s2 * at(e, beyond);
          put(e, beyond, c2 * at(e, beyond));
        }
        if (record) {
          store<f64>(outer + (<usize>k << 4), c);
          store<f64>(outer + (<usize>k << 4), s, 8);
          store<f64>(inner + (<usize>k << 4), c2);
          store<f64>(inner + (<usize>k << 4), s2, 8);
        }
      }
      put(e, end, f);
    }
    if (abs(at(e, end)) <= bound) put(e, end, 0);
    if (record) {
      ++sweeps;
      left += <usize>count << 4;
      right += <usize>count << 4;
    }
  }
  store<i32>(state, budget < 0 ? -1 : hi + 1);
  store<i32>(state, oldLo + 1, 4);
  store<i32>(state, oldHi + 1, 8);
  store<i32>(state, direction, 12);
  store<f64>(state, budget, 24);
  return sweeps;
}
