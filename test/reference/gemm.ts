/** Plain float64 products on row-major arrays with leading dimensions, one entry at a time. */
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
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      let size = 0;
      for (let p = 0; alpha !== 0 && p < k; p++) {
        const term = entry(a, i, p) * entry(b, p, j);
        sum += term;
        size += Math.abs(term);
      }
      const old = beta === 0 ? 0 : beta * entry(c, i, j);
      value[i * n + j] = (k === 0 || alpha === 0 ? 0 : alpha * sum) + old;
      scale[i * n + j] = Math.abs(alpha) * size + Math.abs(old);
    }
  }
  return { value, scale };
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
