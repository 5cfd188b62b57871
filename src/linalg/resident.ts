/** Matrices that stay in WebAssembly memory between products, for code that knows products but not the module (limits). */
import { ValueError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { copyOf, isInside, runtime, WorkspaceMatrix } from '../wasm/workspace';
import { operand } from './operand';

export { type Workspace, WorkspaceMatrix, withWorkspace, workspace } from '../wasm/workspace';

/** 32-bit WebAssembly memory less what the products' own scratch may need. */
const CAPACITY = 2 ** 32 - 2 ** 25;

/**
 * Refuses work that could not fit, before it starts.
 * @param name argument to blame; @param task what was asked for, in words; @param bytes what it needs at once.
 */
export function assertFits(name: string, task: string, bytes: number): void {
  const mebibytes = (size: number) => Math.ceil(size / 2 ** 20);
  const free = CAPACITY - runtime().liveBytes;
  if (bytes > free) {
    throw new ValueError(
      `${name}: expected a run within the ${mebibytes(free)} MiB left of WebAssembly memory, got ${task}, which need ${mebibytes(bytes)} MiB`,
    );
  }
}

/**
 * Reads a matrix argument that is kept while memory may move: matrices in WebAssembly memory and plain ones on a view of it are
 * copied to the heap.
 */
export function heapMatrix(value: MatrixLike, name: string): Matrix {
  const m = operand(value, name);
  return m instanceof WorkspaceMatrix || isInside(m.data) ? copyOf(m) : m;
}

/** What `heapMatrix` read from `value`, copied where it is still the caller's: for what is read again after the caller had a turn. */
export function keptMatrix(value: MatrixLike, read: Matrix): Matrix {
  if (value instanceof WorkspaceMatrix) return read;
  return (value as Matrix).data?.buffer === read.data.buffer ? copyOf(read) : read;
}
