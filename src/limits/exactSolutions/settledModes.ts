import { eigh } from '../../linalg/eigh';
import { matmul } from '../../linalg/matmul';
import { qr } from '../../linalg/qr';
import { type Matrix, matrix } from '../../matrix';

/** Largest entry of W − Σ relative to the largest of Σ that counts as rounding. */
const ARRIVED = 2e-14;
/** The same of one that steps at the limit of their stability come to, and from which it decays as if alone. */
const NEAR = 1e-12;
/** Strengths that differ by rounding. */
const EQUAL = 1e-13;
/** Modes that split off together: weaker ones are judged against themselves once the strong ones are gone. */
const SAME_SCALE = 0.1;

export interface SettledModes {
  /** So many of the strongest modes are near their end. */
  count: number;
  /** All of them, and to rounding. */
  done: boolean;
  /** Basis of equally strong modes in which they are; the first of them are the first columns. Undefined: the one given. */
  basis?: Matrix;
}

/**
 * How many of the strongest modes are near their end for good, W and Σ (`target`) being given in the singular basis of Σ:
 * nothing is left of their rows and columns of W − Σ. The flow of W = Σ_a ⊕ W_b is that of W_b alone, and what there is of the
 * blocks between does not grow whatever W_b does, as no mode of Σ_b is stronger than one of Σ_a. All are done when what is left
 * is rounding beside `scale`: the loss never grows again. Of equally strong modes, of which W may lack one in any direction,
 * the basis is W's.
 */
export function settledModes(product: Matrix, target: Matrix, scale: number): SettledModes {
  const settled = strongestNear(product, target, scale);
  const equal = equallyStrong(target);
  if (settled.count > 0 || equal < 2) return settled;
  const cluster = matrix(equal, equal);
  for (let i = 0; i < equal; i++) {
    for (let j = 0; j < equal; j++) {
      // strongest first
      cluster.data[i * equal + j] = -0.5 * (product.data[i * product.cols + j] + product.data[j * product.cols + i]);
    }
  }
  if (!cluster.data.every(Number.isFinite)) return settled;
  const basis = eigh(cluster).vectors;
  return { ...strongestNear(turnRows(turnColumns(product, basis), basis), target, scale), basis };
}

function strongestNear(product: Matrix, { rows, cols, data }: Matrix, scale: number): SettledModes {
  const modes = Math.min(rows, cols);
  const w = product.data;
  let [worst, count] = [0, 0];
  for (let k = 0; k < modes; k++) {
    // what row and column k have beyond those of stronger modes
    let off = 0;
    for (let j = k; j < cols; j++) off = Math.max(off, Math.abs(w[k * cols + j] - data[k * cols + j]));
    for (let i = k + 1; i < rows; i++) off = Math.max(off, Math.abs(w[i * cols + k] - data[i * cols + k]));
    worst = Math.max(worst, off);
    if (count === k && off <= NEAR * data[0] && data[k * (cols + 1)] > SAME_SCALE * data[0]) count++;
  }
  const done = worst <= ARRIVED * scale;
  return { count: done ? modes : count, done };
}

function equallyStrong({ rows, cols, data }: Matrix): number {
  let equal = 0;
  while (equal < Math.min(rows, cols) && data[equal * (cols + 1)] > (1 - EQUAL) * data[0]) equal++;
  return equal;
}

/**
 * Balanced layers of the modes from `count` on, in the basis of `settled`. Hidden neurons are rotated such that the first
 * `count` of every layer carry the modes that go: layer by layer, so that weights keep digits that their product does not have.
 */
export function withoutModes(factors: Matrix[], { count, basis }: { count: number; basis?: Matrix }): Matrix[] {
  const last = factors.length - 1;
  let carried: Matrix | undefined;
  return factors.map((factor, layer) => {
    let w = factor;
    if (basis && layer === 0) w = turnColumns(w, basis);
    if (basis && layer === last) w = turnRows(w, basis);
    if (carried) w = matmul(w, carried);
    if (layer < last) {
      carried = qr(block(w, 0, w.rows, 0, count), { mode: 'full' }).q;
      w = matmul(carried, w, { transposeA: true });
    }
    return block(w, count, w.rows, count, w.cols);
  });
}

/** m times the basis, which mixes the columns from `first` on that it has. */
export function turnColumns(m: Matrix, basis: Matrix, first = 0): Matrix {
  const turned = matmul(block(m, 0, m.rows, first, first + basis.rows), basis);
  const out = matrix(m.rows, m.cols, m.data.slice());
  for (let i = 0; i < m.rows; i++) {
    out.data.set(turned.data.subarray(i * basis.cols, (i + 1) * basis.cols), i * m.cols + first);
  }
  return out;
}

/** The transposed basis times m. */
export function turnRows(m: Matrix, basis: Matrix, first = 0): Matrix {
  const turned = matmul(basis, block(m, first, first + basis.rows, 0, m.cols), { transposeA: true });
  const out = matrix(m.rows, m.cols, m.data.slice());
  out.data.set(turned.data, first * m.cols);
  return out;
}

function block(m: Matrix, top: number, bottom: number, left: number, right: number): Matrix {
  const out = matrix(bottom - top, right - left);
  for (let i = top; i < bottom; i++) {
    out.data.set(m.data.subarray(i * m.cols + left, i * m.cols + right), (i - top) * out.cols);
  }
  return out;
}
