@inline
function gemm<T>(
  transA: i32, transB: i32, m: i32, n: i32, k: i32,
  alpha: T, a: usize, lda: i32, b: usize, ldb: i32, beta: T, c: usize, ldc: i32,
): void {
  const size = sizeof<T>();
  for (let i = 0; i < m; ++i) {
    for (let j = 0; j < n; ++j) {
      let sum: T = <T>0;
      for (let p = 0; p < k; ++p) {
        const x = load<T>(a + <usize>(transA ? p * lda + i : i * lda + p) * size);
        const y = load<T>(b + <usize>(transB ? j * ldb + p : p * ldb + j) * size);
        sum += x * y;
      }
      const at = c + <usize>(i * ldc + j) * size;
      store<T>(at, beta == <T>0 ? alpha * sum : alpha * sum + beta * load<T>(at));
    }
  }
}

/** C = alpha·op(A)·op(B) + beta·C on row-major float32; beta = 0 overwrites. `scratch`: gemmScratchBytes(). */
export function gemmF32(
  transA: i32, transB: i32, m: i32, n: i32, k: i32,
  alpha: f32, a: usize, lda: i32, b: usize, ldb: i32, beta: f32, c: usize, ldc: i32, scratch: usize,
): void {
  gemm<f32>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

/** C = alpha·op(A)·op(B) + beta·C on row-major float64; beta = 0 overwrites. `scratch`: gemmScratchBytes(). */
export function gemmF64(
  transA: i32, transB: i32, m: i32, n: i32, k: i32,
  alpha: f64, a: usize, lda: i32, b: usize, ldb: i32, beta: f64, c: usize, ldc: i32, scratch: usize,
): void {
  gemm<f64>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

@inline
function gram<T>(transA: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, beta: T, c: usize, ldc: i32): void {
  gemm<T>(transA, transA ? 0 : 1, n, n, k, alpha, a, lda, a, lda, beta, c, ldc);
}

/** Rank-k update: symmetric C = alpha·op(A)·op(A)ᵀ + beta·C (n×n, both triangles written); op(A) is n×k. */
export function gramF32(
  transA: i32, n: i32, k: i32, alpha: f32, a: usize, lda: i32, beta: f32, c: usize, ldc: i32, scratch: usize,
): void {
  gram<f32>(transA, n, k, alpha, a, lda, beta, c, ldc);
}

/** Rank-k update: symmetric C = alpha·op(A)·op(A)ᵀ + beta·C (n×n, both triangles written); op(A) is n×k. */
export function gramF64(
  transA: i32, n: i32, k: i32, alpha: f64, a: usize, lda: i32, beta: f64, c: usize, ldc: i32, scratch: usize,
): void {
  gram<f64>(transA, n, k, alpha, a, lda, beta, c, ldc);
}

/** Bytes of scratch that gemm and gram need, for every size and dtype. */
export function gemmScratchBytes(): i32 {
  return 0;
}
