/**
 * The typed ABI of the WebAssembly modules. Pointers are byte addresses, sizes and leading dimensions count elements,
 * matrices are row-major. Kernels allocate nothing and never throw; callers check shapes.
 */
type Gemm = (
  transA: number,
  transB: number,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  beta: number,
  c: number,
  ldc: number,
  scratch: number,
) => void;
type Gram = (
  transA: number,
  n: number,
  k: number,
  alpha: number,
  a: number,
  lda: number,
  beta: number,
  c: number,
  ldc: number,
  scratch: number,
) => void;

export interface Kernels {
  gemmF32: Gemm;
  gemmF64: Gemm;
  gramF32: Gram;
  gramF64: Gram;
  gemmScratchBytes(): number;
}
