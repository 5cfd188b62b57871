import { ValueError } from '../errors';
import { bytesPer, type Matrix, type MatrixLike, matrix } from '../matrix';
import { booleanValue, finite, knownOptions, reject } from '../validate';
import { WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { multiply, type ProductOptions } from './multiply';
import { entries, operand, resident } from './operand';

export interface MatmulOptions extends ProductOptions {
  /** Result is written here (and returned). Workspace matrices are used in place. It may be one of the operands. */
  out?: Matrix;
}

const known = ['transposeA', 'transposeB', 'alpha', 'beta', 'out'];

/**
 * alpha·op(a)·op(b) + beta·out. Operands share one dtype, which is the result's.
 * @throws ShapeError when sizes do not fit; ValueError for mixed dtypes, or beta ≠ 0 without `out`.
 */
export function matmul(a: MatrixLike, b: MatrixLike, options: MatmulOptions = {}): Matrix {
  knownOptions('matmul', options, known);
  booleanValue('transposeA', options.transposeA ?? false);
  booleanValue('transposeB', options.transposeB ?? false);
  finite('alpha', options.alpha ?? 1);
  const beta = finite('beta', options.beta ?? 0);
  if (beta !== 0 && !options.out) reject('beta', '0 without out', beta);
  if (a instanceof WorkspaceMatrix && b instanceof WorkspaceMatrix && options.out instanceof WorkspaceMatrix) {
    if (!overlap(options.out, a) && !overlap(options.out, b)) {
      multiply(options.out, a, b, options);
      return options.out;
    }
  }
  if (Array.isArray(options.out)) reject('out', 'a Matrix, to write into', options.out);
  const x = operand(a, 'a');
  const y = operand(b, 'b');
  if (x.dtype !== y.dtype) throw new ValueError(`b: expected dtype ${x.dtype} as a, got ${y.dtype}`);
  const rows = options.transposeA ? x.cols : x.rows;
  const cols = options.transposeB ? y.rows : y.cols;
  const out = options.out === undefined ? matrix(rows, cols, undefined, x.dtype) : operand(options.out, 'out');
  withWorkspace((ws) => {
    const left = resident(ws, x);
    const right = a === b ? left : resident(ws, y);
    const target = ws.matrix(out.rows, out.cols, out.dtype, beta === 0 ? undefined : entries(out));
    multiply(target, left, right, options);
    if (out instanceof WorkspaceMatrix) out.set(target);
    else out.data.set(target.data);
  });
  return options.out ?? out;
}

/** Whether two matrices share addresses; blocks of one parent that interleave count as sharing. */
function overlap(a: WorkspaceMatrix, b: WorkspaceMatrix): boolean {
  return a.pointer < end(b) && b.pointer < end(a);
}

function end(m: WorkspaceMatrix): number {
  return m.pointer + ((m.rows - 1) * m.stride + m.cols) * bytesPer[m.dtype];
}
