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

type Gemv = (
  trans: number,
  m: number,
  n: number,
  alpha: number,
  a: number,
  lda: number,
  x: number,
  beta: number,
  y: number,
) => void;
type Dot = (n: number, x: number, y: number) => number;
type Axpy = (n: number, alpha: number, x: number, y: number) => void;
type Scal = (n: number, alpha: number, x: number) => void;
type Norm = (n: number, x: number) => number;
/** n draws from counter (block, c2, c3) on, leaving out the first `skip`, times `scale`; scratch: drawScratchBytes(). */
type Draw = (
  n: number,
  out: number,
  scale: number,
  skip: number,
  blockLow: number,
  blockHigh: number,
  c2: number,
  c3: number,
  key0: number,
  key1: number,
  scratch: number,
) => void;
/** out (C×cols) += m·g (C×rows)·W (rows×cols); fields in panels (assembly/net/panels.ts); scratch of netScratchEntries()·C entries. */
type NetBackward = (
  classes: number,
  rows: number,
  cols: number,
  stride: number,
  m: number,
  g: number,
  w: number,
  out: number,
  scratch: number,
) => void;
/** out (C×rows) = [z +] m·z (C×cols)·Wᵀ, then W += kappa·gᵀz unless g = 0; scratch of 4·C entries. */
type NetForward = (
  classes: number,
  rows: number,
  cols: number,
  stride: number,
  m: number,
  skip: number,
  kappa: number,
  z: number,
  w: number,
  g: number,
  out: number,
  scratch: number,
) => void;

export interface Kernels {
  gemmF32: Gemm;
  gemmF64: Gemm;
  gramF32: Gram;
  gramF64: Gram;
  gemmScratchBytes(): number;
  gemvF32: Gemv;
  gemvF64: Gemv;
  dotF32: Dot;
  dotF64: Dot;
  axpyF32: Axpy;
  axpyF64: Axpy;
  scalF32: Scal;
  scalF64: Scal;
  nrm2F32: Norm;
  nrm2F64: Norm;
  normalF32: Draw;
  normalF64: Draw;
  uniformF64: Draw;
  drawScratchBytes(): number;
  netScratchEntries(): number;
  /** Bytes of scratch that Langevin noise needs in netRun. */
  netNoiseBytes(): number;
  philoxWords(
    groups: number,
    out: number,
    blockLow: number,
    blockHigh: number,
    c2: number,
    c3: number,
    key0: number,
    key1: number,
  ): void;
  netBackwardF32: NetBackward;
  netBackwardF64: NetBackward;
  netForwardF32: NetForward;
  netForwardF64: NetForward;
  /** Steps of training as the block at this address says (src/nets/descriptor.ts); returns the finite losses stored. */
  netRunF32(run: number): number;
  netRunF64(run: number): number;
  /** x (n entries) becomes beta, tail of v, where (I − tau·v·vᵀ) x = beta·e_0 and v_0 = 1; returns tau (dlarfg). */
  reflector(n: number, x: number): number;
  /** Each row of A (rows×n) becomes row·(I − tau·v·vᵀ); the 1 of v is in memory. */
  reflectRows(rows: number, n: number, tau: number, v: number, a: number, lda: number): void;
  /** QR of Aᵀ for A (k×n): row i becomes column i of R (entries 0 … i) and the tail of v_i; min(k, n) entries of tau. */
  householderPanel(k: number, n: number, a: number, lda: number, tau: number): void;
  /**
   * Sweeps of plane rotations on the rows of z: per sweep two i32 in `table`, the first row and the signed number of
   * rotations; (c, s) of all of them in `pairs`. Rows x and the next, y, become c·x + s·y and c·y − s·x.
   * `scratch`: 64 bytes per row.
   */
  rotateRows(sweeps: number, table: number, pairs: number, cols: number, z: number, ldz: number, scratch: number): void;
  /**
   * First k rows of a symmetric A (n×n, upper triangle) to tridiagonal form: d, e, tau, v_i in row i; g (3k×n) = V, W, V
   * for the rest, A − [V; W]ᵀ[W; V]. `scratch`: 2·k doubles.
   */
  tridiagonalPanel(
    k: number,
    n: number,
    a: number,
    lda: number,
    g: number,
    ldg: number,
    d: number,
    e: number,
    tau: number,
    scratch: number,
  ): void;
  /**
   * QL and QR iterations on a symmetric tridiagonal matrix. `state`: five i32, zero at first. Returns the sweeps recorded
   * for rotateRows (at most `mostSweeps` of together `mostPairs` ≥ n − 1 rotations), 0 when done, −1 without convergence;
   * with table = 0 nothing is recorded.
   */
  tridiagonalQl(
    n: number,
    d: number,
    e: number,
    state: number,
    table: number,
    mostSweeps: number,
    pairs: number,
    mostPairs: number,
  ): number;
  /** Largest absolute value of n adjacent float64; infinite or NaN when one is. */
  largestSize(n: number, x: number): number;
  /** Upper triangle = lower one (n×n, rows adjacent); 0 as soon as a pair differs by more than `most`. */
  mirrorLower(n: number, a: number, most: number): number;
  /**
   * X of T·X = B in place of B (n×m, rows `row` bytes apart), n small; entry (i, j ≤ i) of the lower triangle T is at
   * t + i·across + j·inner bytes, steps modulo 2^32. `scratch`: 16·(n + 4)·(n + 8) bytes.
   */
  solveTriangle(
    unit: number,
    n: number,
    m: number,
    t: number,
    across: number,
    inner: number,
    b: number,
    row: number,
    scratch: number,
  ): void;
  /** Upper triangle of A (n×n, small) → R with A = RᵀR; returns n or the index of the first pivot that is not positive. */
  choleskyBlock(n: number, a: number, lda: number): number;
  /** LU of a panel (m×n, m ≥ n, n small); pivots[j] (i32) = first + the row exchanged with j. `scratch`: 8·m·(n + 1) bytes. */
  luPanel(m: number, n: number, a: number, lda: number, first: number, pivots: number, scratch: number): void;
  /** Exchanges rows i and pivots[i] of A (`cols` columns) for i = from … to − 1 in turn. */
  exchangeRows(from: number, to: number, cols: number, a: number, lda: number, pivots: number): void;
  /** `steps` rows and columns of the reduction of A (m×n, m ≥ n) to bidiagonal form; scratch: 2·steps entries. */
  bidiagonalPanel(
    m: number,
    n: number,
    steps: number,
    a: number,
    lda: number,
    d: number,
    e: number,
    tauV: number,
    tauU: number,
    v: number,
    ldv: number,
    u: number,
    ldu: number,
    x: number,
    ldx: number,
    y: number,
    ldy: number,
    scratch: number,
  ): void;
  /**
   * QR sweeps over the bidiagonal matrix (d, e) until it is diagonal or `most` sweeps (of less than n rotations) are recorded,
   * as rotateRows reads them; returns their number. `state`: 32 bytes, i32 0 = size left to do, −1 without convergence.
   * table = 0: to the end, without recording.
   */
  bidiagonalQr(
    n: number,
    d: number,
    e: number,
    state: number,
    most: number,
    table: number,
    left: number,
    right: number,
  ): number;
}
