import { ValueError } from '../errors';
import { asMatrix, bytesPer, type Matrix, type MatrixLike, matrix } from '../matrix';
import { finite, knownOptions, reject } from '../validate';
import { WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { multiply, type ProductOptions } from './multiply';

export interface MatmulOptions extends ProductOptions {
  /** Result is written here (and returned). Workspace matrices are used in place. It may be one of the operands. */
  out?: Matrix;
}

/**
 * alpha·op(a)·op(b) + beta·out. Operands share one dtype, which is the result's.
 * @throws ShapeError when sizes do not fit; ValueError for mixed dtypes, or beta ≠ 0 without `out`.
 */
export function matmul(a: MatrixLike, b: MatrixLike, options: MatmulOptions = {}): Matrix {
  knownOptions('matmul', options, ['transposeA', 'transposeB', 'alpha', 'beta', 'out']);
  const x = operand(a, 'a');
  const y = operand(b, 'b');
  if (x.dtype !== y.dtype) throw new ValueError(`b: expected dtype ${x.dtype} as a, got ${y.dtype}`);
  finite('alpha', options.alpha ?? 1);
  const beta = finite('beta', options.beta ?? 0);
  if (beta !== 0 && !options.out) reject('beta', '0 without out', beta);
  const rows = options.transposeA ? x.cols : x.rows;
  const cols = options.transposeB ? y.rows : y.cols;
  const out = options.out === undefined ? matrix(rows, cols, undefined, x.dtype) : operand(options.out, 'out');
  withWorkspace((ws) => {
    const resident = (m: Matrix, copy = true) =>
      m instanceof WorkspaceMatrix ? m : ws.matrix(m.rows, m.cols, m.dtype, copy ? m.data : undefined);
    const left = resident(x);
    const right = resident(y);
    let target = resident(out, beta !== 0);
    if (overlap(target, left) || overlap(target, right)) {
      target = ws.matrix(out.rows, out.cols, out.dtype);
      if (beta !== 0) target.set(out);
    }
    multiply(target, left, right, options);
    if (out instanceof WorkspaceMatrix) {
      if (out !== target) out.set(target);
    } else out.data.set(target.data);
  });
  return out;
}

function operand(value: MatrixLike, name: string): Matrix {
  return value instanceof WorkspaceMatrix ? value : asMatrix(value, name);
}

function overlap(a: WorkspaceMatrix, b: WorkspaceMatrix): boolean {
  const end = (m: WorkspaceMatrix) => m.pointer + ((m.rows - 1) * m.stride + m.cols) * bytesPer[m.dtype];
  return a.pointer < end(b) && b.pointer < end(a);
}
