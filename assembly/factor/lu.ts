/** Gaussian elimination with partial pivoting of a narrow panel, and the row exchanges for the columns beside it. */

/** Rows of `cols` values, `rowFrom` bytes apart → `rowTo` bytes apart. */
@inline
function copyRows(rows: i32, cols: i32, from: usize, rowFrom: usize, to: usize, rowTo: usize): void {
  const odd = cols & 1;
  const bytes = <usize>(cols - odd) * 8;
  for (let i = 0; i < rows; ++i) {
    for (let c: usize = 0; c < bytes; c += 16) v128.store(to + c, v128.load(from + c));
    if (odd) store<f64>(to + bytes, load<f64>(from + bytes));
    from += rowFrom;
    to += rowTo;
  }
}

/** Exchanges two runs of `n` values. */
@inline
function exchange(n: i32, x: usize, y: usize): void {
  let i = n;
  for (; i >= 2; i -= 2) {
    const value = v128.load(x);
    v128.store(x, v128.load(y));
    v128.store(y, value);
    x += 16;
    y += 16;
  }
  if (i > 0) {
    const value = load<f64>(x);
    store<f64>(x, load<f64>(y));
    store<f64>(y, value);
  }
}

/**
 * Panel A (m×n, m ≥ n) → L below and U on and above the diagonal; of each column the largest entry is the pivot.
 * `pivots[j]` (i32) = first + the row that was exchanged with row j. A column of zeros is left alone.
 * The panel is factored in `scratch` (8·m·(n + 1) bytes), where its rows are adjacent: rows of a matrix may be a power of
 * two apart and then share cache sets.
 */
export function luPanel(m: i32, n: i32, a: usize, lda: i32, first: i32, pivots: usize, scratch: usize): void {
  const row = <usize>((n + 1) & ~1) * 8;
  copyRows(m, n, a, <usize>lda * 8, scratch, row);
  let largest: f64 = -1;
  let chosen = 0;
  for (let i = 0; i < m; ++i) {
    const size = abs<f64>(load<f64>(scratch + <usize>i * row));
    if (size > largest) {
      largest = size;
      chosen = i;
    }
  }
  for (let j = 0; j < n; ++j) {
    const top = scratch + <usize>j * row;
    store<i32>(pivots + <usize>j * 4, first + chosen);
    if (chosen != j) exchange(n, top, scratch + <usize>chosen * row);
    const value = load<f64>(top + <usize>j * 8);
    const pivot: f64 = value == 0 ? 1 : value;
    // Columns after j: one alone where that leaves pairs at even places, the pairs, and the padding of an odd panel.
    const next = <usize>(j + 1) * 8;
    const pairs = <usize>((j + 2) & ~1) * 8;
    const alone = pairs != next && j + 1 < n;
    largest = -1;
    chosen = j + 1;
    let at = top + row;
    for (let i = j + 1; i < m; ++i) {
      const factor = load<f64>(at + <usize>j * 8) / pivot;
      store<f64>(at + <usize>j * 8, factor);
      if (alone) store<f64>(at + next, load<f64>(at + next) - factor * load<f64>(top + next));
      const splat = f64x2.splat(factor);
      for (let c = pairs; c < row; c += 16) {
        v128.store(at + c, f64x2.sub(v128.load(at + c), f64x2.mul(splat, v128.load(top + c))));
      }
      if (j + 1 < n) {
        const size = abs<f64>(load<f64>(at + next));
        if (size > largest) {
          largest = size;
          chosen = i;
        }
      }
      at += row;
    }
  }
  copyRows(m, n, scratch, row, a, <usize>lda * 8);
}

/** For i = from … to − 1 in turn exchanges rows i and pivots[i] of A (`cols` columns, row 0 at `a`). */
export function exchangeRows(from: i32, to: i32, cols: i32, a: usize, lda: i32, pivots: usize): void {
  const row = <usize>lda * 8;
  for (let i = from; i < to; ++i) {
    const other = load<i32>(pivots + <usize>i * 4);
    if (other != i) exchange(cols, a + <usize>i * row, a + <usize>other * row);
  }
}
