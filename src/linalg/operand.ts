import { asMatrix, type Matrix, type MatrixLike } from '../matrix';
import { type Workspace, WorkspaceMatrix } from '../wasm/workspace';

/** Reads an argument; matrices in WebAssembly memory pass as they are, also blocks whose rows are not adjacent. */
export function operand(value: MatrixLike, name: string): Matrix {
  return value instanceof WorkspaceMatrix ? value : asMatrix(value, name);
}

/** The matrix in WebAssembly memory: itself, or a copy that lives as long as `ws`. */
export function resident(ws: Workspace, m: Matrix): WorkspaceMatrix {
  return m instanceof WorkspaceMatrix ? m : ws.matrix(m.rows, m.cols, m.dtype, m.data);
}

/** The entries in row order; a copy where the rows are not adjacent. */
export function entries(m: Matrix): Float64Array | Float32Array {
  return m instanceof WorkspaceMatrix && m.stride !== m.cols ? m.copy().data : m.data;
}
