import { DeepLinearError, ShapeError, ValueError } from '../errors';
import { asMatrix, bytesPer, type Dtype, type Matrix, type MatrixLike, matrix } from '../matrix';
import { integer, isNumberList, oneOf, reject, show } from '../validate';
import { allocate, liveBytes, MOST_BYTES, memoryBytes, release } from './arena';
import { type Build, core, currentBuild, isLoaded } from './load';

const disposeKey: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

/** Matrix in WebAssembly memory; products use it in place. Belongs to its workspace and dies with it. */
export class WorkspaceMatrix implements Matrix {
  constructor(
    /** The workspace that the memory belongs to. */
    private readonly owner: Workspace,
    /** Byte address of entry (0, 0). */
    private readonly address: number,
    /** Number of rows. */
    readonly rows: number,
    /** Number of columns. */
    readonly cols: number,
    /** Elements from one row to the next (BLAS leading dimension). */
    readonly stride: number,
    /** Kind of the entries. */
    readonly dtype: Dtype,
  ) {}

  /** Byte address of entry (0, 0). @throws DeepLinearError after the workspace was disposed. */
  get pointer(): number {
    this.owner.assertOpen();
    return this.address;
  }

  /**
   * The entries, in place. Take it anew after every call into the library: memory may have moved.
   * @throws ValueError for a block narrower than its parent (its rows are not adjacent; use `copy`).
   */
  get data(): Float64Array | Float32Array {
    if (this.stride !== this.cols && this.rows > 1) {
      throw new ValueError(
        `data: expected adjacent rows, got a block of ${this.cols} columns with stride ${this.stride}; use copy()`,
      );
    }
    return view(this.dtype, this.pointer, this.rows * this.cols);
  }

  /** One row, in place. */
  row(i: number): Float64Array | Float32Array {
    if (!(Number.isInteger(i) && i >= 0 && i < this.rows)) reject('row', `an integer from 0 to ${this.rows - 1}`, i);
    return view(this.dtype, this.pointer + i * this.stride * bytesPer[this.dtype], this.cols);
  }

  /** The rows×cols block whose first entry is (row, col); shares memory with this matrix. */
  block(row: number, col: number, rows: number, cols: number): WorkspaceMatrix {
    const whole = [row, col, rows, cols].every((size) => Number.isInteger(size) && size >= 0);
    if (!whole || row + rows > this.rows || col + cols > this.cols) {
      throw new ShapeError(
        `block: expected a part of ${this.rows}×${this.cols}, got ${show(rows)}×${show(cols)} at (${show(row)}, ${show(col)})`,
      );
    }
    const offset = (row * this.stride + col) * bytesPer[this.dtype];
    return new WorkspaceMatrix(this.owner, this.address + offset, rows, cols, this.stride, this.dtype);
  }

  /** A plain matrix with the same entries. */
  copy(): Matrix {
    const { data } = matrix(this.rows, this.cols, undefined, this.dtype);
    if (this.stride === this.cols) data.set(this.data);
    else for (let i = 0; i < this.rows; i++) data.set(this.row(i), i * this.cols);
    return { rows: this.rows, cols: this.cols, dtype: this.dtype, data };
  }

  /** Overwrites the entries with those of `source` (same shape, also in the same memory; numbers are converted to this dtype). */
  set(source: MatrixLike): void {
    const given = source instanceof WorkspaceMatrix ? source : asMatrix(source, 'source');
    if (given.rows !== this.rows || given.cols !== this.cols) {
      throw new ShapeError(`source: expected ${this.rows}×${this.cols}, got ${given.rows}×${given.cols}`);
    }
    if (this.rows * this.cols === 0) return;
    if (this.stride === this.cols && !(given instanceof WorkspaceMatrix && given.stride !== given.cols)) {
      this.data.set(given.data);
      return;
    }
    // a row that is written may be one still to be read
    const from = overlap(this, given) ? copyOf(given) : given;
    const { cols } = this;
    for (let i = 0; i < this.rows; i++) {
      this.row(i).set(from instanceof WorkspaceMatrix ? from.row(i) : from.data.subarray(i * cols, (i + 1) * cols));
    }
  }

  /** Sets every entry to `value`. */
  fill(value: number): void {
    if (typeof value !== 'number') reject('value', 'a number', value);
    if (this.stride === this.cols) this.data.fill(value);
    else for (let i = 0; i < this.rows; i++) this.row(i).fill(value);
  }
}

/** The same entries on the heap, row by row. */
export function copyOf(m: Matrix): Matrix {
  return m instanceof WorkspaceMatrix ? m.copy() : { ...m, data: m.data.slice() };
}

/** Whether two matrices with entries meet in WebAssembly memory. */
function overlap(a: Matrix, b: Matrix): boolean {
  const [first, second] = [span(a), span(b)];
  return first.from < second.to && second.from < first.to;
}

/** Addresses from the first entry to behind the last one; no numbers elsewhere. */
function span(m: Matrix): { from: number; to: number } {
  const { rows, cols, dtype } = m;
  if (!(m instanceof WorkspaceMatrix) && !isInside(m.data)) return { from: Number.NaN, to: Number.NaN };
  const [from, stride] = m instanceof WorkspaceMatrix ? [m.pointer, m.stride] : [m.data.byteOffset, cols];
  return { from, to: from + ((rows - 1) * stride + cols) * bytesPer[dtype] };
}

function view(dtype: Dtype, pointer: number, length: number): Float64Array | Float32Array {
  const { buffer } = core().memory;
  return dtype === 'float32' ? new Float32Array(buffer, pointer, length) : new Float64Array(buffer, pointer, length);
}

let open = 0;

/** Blocks of a workspace that was never disposed are freed when the engine collects it: a backstop, never relied on. */
const forgotten =
  // some servers have none
  typeof FinalizationRegistry === 'function'
    ? new FinalizationRegistry<Set<number>>((blocks) => {
        for (const block of blocks) release(block);
        open--;
      })
    : undefined;

/** Owner of matrices in WebAssembly memory. Dispose it (`using ws = workspace()`, or `ws.dispose()`); use afterwards throws. */
export class Workspace {
  #blocks: Set<number> | undefined = new Set<number>();

  constructor() {
    open++;
  }

  /** Frees the blocks when the engine collects a workspace that nobody disposed. */
  backstop(): this {
    forgotten?.register(this, this.assertOpen(), this);
    return this;
  }

  /** A zero-filled matrix, or one filled with `data` in row order. */
  matrix(rows: number, cols: number, dtype: Dtype = 'float64', data?: ArrayLike<number>): WorkspaceMatrix {
    integer('rows', rows, 0);
    integer('cols', cols, 0);
    oneOf('dtype', dtype, ['float64', 'float32']);
    if (data !== undefined && !isNumberList(data)) reject('data', `an array of ${rows}×${cols} numbers`, data);
    if (data !== undefined && data.length !== rows * cols) {
      throw new ShapeError(`data: expected ${rows}×${cols} = ${rows * cols} entries, got ${data.length}`);
    }
    if (rows * cols * bytesPer[dtype] > MOST_BYTES) reject('rows', 'a matrix within 4 GiB', `${rows}×${cols}`);
    const again = data && sourceOf(ArrayBuffer.isView(data) ? data : matrix(rows, cols, data, dtype).data);
    const made = new WorkspaceMatrix(this, this.bytes(rows * cols * bytesPer[dtype]), rows, cols, cols, dtype);
    if (again === undefined) made.data.fill(0);
    else made.data.set(again());
    return made;
  }

  /** Raw scratch for kernels: the address of `size` bytes, contents undefined. */
  bytes(size: number): number {
    integer('size', size, 0);
    const blocks = this.assertOpen();
    const block = allocate(size);
    blocks.add(block);
    return block;
  }

  /** Frees every matrix of this workspace. Calling it again does nothing. */
  dispose(): void {
    if (!this.#blocks) return;
    for (const block of this.#blocks) release(block);
    this.#blocks.clear();
    this.#blocks = undefined;
    forgotten?.unregister(this);
    open--;
  }

  /** Same as `dispose`, for `using`; the key is one that older engines have too. */
  [disposeKey](): void {
    this.dispose();
  }

  /** The addresses that it holds. @throws DeepLinearError after it was disposed. */
  assertOpen(): Set<number> {
    if (!this.#blocks) throw new DeepLinearError('workspace: used after it was disposed');
    return this.#blocks;
  }
}

/** Whether entries are a view of WebAssembly memory, which ends when memory grows. */
export function isInside({ buffer }: ArrayBufferView): boolean {
  return isLoaded() && buffer === core().memory.buffer;
}

/** Entries to read after memory may have grown, which detaches views of it (their length becomes 0). */
function sourceOf(data: ArrayLike<number>): () => ArrayLike<number> {
  const dtype = data instanceof Float64Array ? 'float64' : data instanceof Float32Array ? 'float32' : undefined;
  if (!dtype) return () => data;
  const { byteOffset, length } = data as Float64Array;
  return () => (data.length === length ? data : view(dtype, byteOffset, length));
}

/** Opens a workspace: the one way to keep data in WebAssembly memory between calls. */
export function workspace(): Workspace {
  return new Workspace().backstop();
}

/** Runs `body` with a workspace that is freed afterwards, whatever happens. */
export function withWorkspace<T>(body: (ws: Workspace) => T): T {
  const ws = new Workspace();
  try {
    return body(ws);
  } finally {
    ws.dispose();
  }
}

/** State of the WebAssembly core: build in use, bytes allocated, bytes reserved from the engine, workspaces not yet disposed. */
export function runtime(): { build: Build; liveBytes: number; wasmBytes: number; openWorkspaces: number } {
  return { build: currentBuild(), liveBytes: liveBytes(), wasmBytes: memoryBytes(), openWorkspaces: open };
}
