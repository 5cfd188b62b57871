/**
 * Panels of the Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Qᵀ (Dongarra, Hammarling &
 * Sorensen 1989; LAPACK's dlatrd). The upper triangle is read, so that reflectors and updates lie along rows.
 */
import { madd64 } from '../fma';
import { axpyF64, dotF64, horizontalSum, scalF64 } from '../level1';
import { gemvF64 } from '../level2';
import { reflector } from './householder';

/**
 * Four rows of the upper triangle at `a` (the first entry on the diagonal, n columns from there) in y = A x: each entry
 * read once, for its own row and, mirrored, for its column.
 */
@inline
function symmetric4(n: i32, a: usize, rowA: usize, x: usize, y: usize): void {
  const b = a + rowA, c = b + rowA, d = c + rowA;
  const x0 = load<f64>(x), x1 = load<f64>(x, 8), x2 = load<f64>(x, 16), x3 = load<f64>(x, 24);
  const a1 = load<f64>(a, 8), a2 = load<f64>(a, 16), a3 = load<f64>(a, 24);
  const b2 = load<f64>(b, 16), b3 = load<f64>(b, 24), c3 = load<f64>(c, 24);
  let y0 = load<f64>(a) * x0 + a1 * x1 + a2 * x2 + a3 * x3;
  let y1 = a1 * x0 + load<f64>(b, 8) * x1 + b2 * x2 + b3 * x3;
  let y2 = a2 * x0 + b2 * x1 + load<f64>(c, 16) * x2 + c3 * x3;
  let y3 = a3 * x0 + b3 * x1 + c3 * x2 + load<f64>(d, 24) * x3;
  const u0 = f64x2.splat(x0), u1 = f64x2.splat(x1), u2 = f64x2.splat(x2), u3 = f64x2.splat(x3);
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let at: usize = 32;
  const end = <usize>(n & ~1) << 3;
  for (; at < end; at += 16) {
    const other = v128.load(x + at);
    let sum = v128.load(y + at);
    let row = v128.load(a + at);
    s0 = madd64(row, other, s0);
    sum = madd64(row, u0, sum);
    row = v128.load(b + at);
    s1 = madd64(row, other, s1);
    sum = madd64(row, u1, sum);
    row = v128.load(c + at);
    s2 = madd64(row, other, s2);
    sum = madd64(row, u2, sum);
    row = v128.load(d + at);
    s3 = madd64(row, other, s3);
    v128.store(y + at, madd64(row, u3, sum));
  }
  if (n & 1) {
    const other = load<f64>(x + at);
    const e0 = load<f64>(a + at), e1 = load<f64>(b + at), e2 = load<f64>(c + at), e3 = load<f64>(d + at);
    store<f64>(y + at, load<f64>(y + at) + e0 * x0 + e1 * x1 + e2 * x2 + e3 * x3);
    y0 += e0 * other;
    y1 += e1 * other;
    y2 += e2 * other;
    y3 += e3 * other;
  }
  store<f64>(y, load<f64>(y) + y0 + horizontalSum<f64>(s0));
  store<f64>(y, load<f64>(y, 8) + y1 + horizontalSum<f64>(s1), 8);
  store<f64>(y, load<f64>(y, 16) + y2 + horizontalSum<f64>(s2), 16);
  store<f64>(y, load<f64>(y, 24) + y3 + horizontalSum<f64>(s3), 24);
}

/** y = A x for the symmetric A (n×n) whose upper triangle is at `a`; half the memory traffic of a full product. */
export function symmetricTimesVector(n: i32, a: usize, lda: i32, x: usize, y: usize): void {
  const rowA = <usize>lda << 3;
  memory.fill(y, 0, <usize>n << 3);
  let left = n;
  for (; left >= 4; left -= 4) {
    symmetric4(left, a, rowA, x, y);
    a += 4 * (rowA + 8);
    x += 32;
    y += 32;
  }
  for (let i = 0; i < left; ++i) {
    const row = a + <usize>i * rowA;
    for (let j = i; j < left; ++j) {
      const entry = load<f64>(row + (<usize>j << 3));
      const at = y + (<usize>i << 3), mirrored = y + (<usize>j << 3);
      store<f64>(at, load<f64>(at) + entry * load<f64>(x + (<usize>j << 3)));
      if (j > i) store<f64>(mirrored, load<f64>(mirrored) + entry * load<f64>(x + (<usize>i << 3)));
    }
  }
}

/**
 * Reduces the first `k` rows of the symmetric A (n×n, upper triangle). Row i becomes: d[i] on the diagonal (also in `d`),
 * then v_i with its 1 stored; the subdiagonal entry goes to e[i] (i < n − 1), the factor of the reflector to tau[i].
 * `g` (3k×n) receives V, W and V again, row for row, so that what is left of A is A − [V; W]ᵀ[W; V]; the entries of row i
 * before column i + 1 are not written. `scratch`: 2·k doubles.
 */
export function tridiagonalPanel(
  k: i32, n: i32, a: usize, lda: i32, g: usize, ldg: i32, d: usize, e: usize, tau: usize, scratch: usize,
): void {
  const rowG = <usize>ldg << 3;
  const w = g + <usize>k * rowG, again = w + <usize>k * rowG;
  const ofV = scratch, ofW = scratch + (<usize>k << 3);
  for (let i = 0; i < k; ++i) {
    const offset = <usize>i << 3;
    const row = a + <usize>i * (<usize>lda << 3) + offset;
    for (let q = 0; q < i; ++q) {
      store<f64>(ofV + (<usize>q << 3), load<f64>(g + <usize>q * rowG + offset));
      store<f64>(ofW + (<usize>q << 3), load<f64>(w + <usize>q * rowG + offset));
    }
    if (i > 0) {
      gemvF64(1, i, n - i, -1, w + offset, ldg, ofV, 1, row);
      gemvF64(1, i, n - i, -1, g + offset, ldg, ofW, 1, row);
    }
    store<f64>(d + offset, load<f64>(row));
    const m = n - i - 1;
    if (m == 0) {
      store<f64>(tau + offset, 0);
      break;
    }
    const v = row + 8;
    const factor = reflector(m, v);
    store<f64>(tau + offset, factor);
    store<f64>(e + offset, load<f64>(v));
    store<f64>(v, 1);
    const right = offset + 8;
    const mine = w + <usize>i * rowG + right;
    memory.copy(g + <usize>i * rowG + right, v, <usize>m << 3);
    memory.copy(again + <usize>i * rowG + right, v, <usize>m << 3);
    if (factor == 0) {
      memory.fill(mine, 0, <usize>m << 3);
      continue;
    }
    symmetricTimesVector(m, v + (<usize>lda << 3), lda, v, mine);
    if (i > 0) {
      gemvF64(0, i, m, 1, g + right, ldg, v, 0, ofV);
      gemvF64(0, i, m, 1, w + right, ldg, v, 0, ofW);
      gemvF64(1, i, m, -1, g + right, ldg, ofW, 1, mine);
      gemvF64(1, i, m, -1, w + right, ldg, ofV, 1, mine);
    }
    scalF64(m, factor, mine);
    axpyF64(m, -0.5 * factor * dotF64(m, mine, v), v, mine);
  }
}
