/** Plain float64 products on row-major arrays with leading dimensions: terms of an entry are added in order, one at a time. */
export interface Strided {
  data: ArrayLike<number>;
  /** Elements from one row to the next. */
  stride: number;
  transposed?: boolean;
}

const entry = ({ data, stride, transposed }: Strided, i: number, j: number) =>
  transposed ? data[j * stride + i] : data[i * stride + j];

export interface Product {
  /** m×n, row-major, adjacent. */
  value: Float64Array;
  /** |alpha|·|A|·|B| + |beta|·|C|: the scale rounding errors are measured by. */
  scale: Float64Array;
}

/** alpha·op(A)·op(B) + beta·C; A and B are not read when alpha is 0, C when beta is 0. */
export function gemm(
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Strided,
  b: Strided,
  beta: number,
  c: Strided,
): Product {
  const value = new Float64Array(m * n);
  const scale = new Float64Array(m * n);
  const terms = alpha === 0 ? 0 : k;
  // by rows of op(B), two at a time: the same sums entry for entry, in half the time
  const rows = rowsOf(b, terms, n);
  const sums = new Float64Array(n);
  const sizes = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    sums.fill(0);
    sizes.fill(0);
    let p = 0;
    for (; p + 2 <= terms; p += 2) {
      const [factor, next] = [entry(a, i, p), entry(a, i, p + 1)];
      for (let j = 0, at = p * n; j < n; j++, at++) {
        const term = factor * rows[at];
        const after = next * rows[at + n];
        sums[j] = sums[j] + term + after;
        sizes[j] = sizes[j] + Math.abs(term) + Math.abs(after);
      }
    }
    for (; p < terms; p++) {
      const factor = entry(a, i, p);
      for (let j = 0; j < n; j++) {
        const term = factor * rows[p * n + j];
        sums[j] += term;
        sizes[j] += Math.abs(term);
      }
    }
    for (let j = 0; j < n; j++) {
      const old = beta === 0 ? 0 : beta * entry(c, i, j);
      value[i * n + j] = (terms === 0 ? 0 : alpha * sums[j]) + old;
      scale[i * n + j] = Math.abs(alpha) * sizes[j] + Math.abs(old);
    }
  }
  return { value, scale };
}

/** The first `count` rows of op(B), adjacent. */
function rowsOf(b: Strided, count: number, n: number): Float64Array {
  const rows = new Float64Array(count * n);
  for (let p = 0, at = 0; p < count; p++) for (let j = 0; j < n; j++) rows[at++] = entry(b, p, j);
  return rows;
}

/** alpha·op(A)·op(A)ᵀ + beta·C, op(A) n×k. */
export function gram(n: number, k: number, alpha: number, a: Strided, beta: number, c: Strided): Product {
  return gemm(n, n, k, alpha, a, { ...a, transposed: !a.transposed }, beta, c);
}

/** alpha·op(A)·x + beta·y, A m×n. */
export function gemv(
  m: number,
  n: number,
  alpha: number,
  a: Strided,
  x: ArrayLike<number>,
  beta: number,
  y: ArrayLike<number>,
): Product {
  const [rows, cols] = a.transposed ? [n, m] : [m, n];
  return gemm(rows, 1, cols, alpha, a, { data: x, stride: 1 }, beta, { data: y, stride: 1 });
}
