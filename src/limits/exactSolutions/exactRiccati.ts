import { ShapeError, ValueError } from '../../errors';
import { cholesky } from '../../linalg/cholesky';
import { eigh } from '../../linalg/eigh';
import { powerOfTwo } from '../../linalg/extremeScale';
import { largestEntry } from '../../linalg/factorInput';
import { matmul } from '../../linalg/matmul';
import { qr } from '../../linalg/qr';
import { heapMatrix } from '../../linalg/resident';
import { svd } from '../../linalg/svd';
import { triangularSolve } from '../../linalg/triangularSolve';
import { type Matrix, type MatrixLike, matrix, scaled, transpose } from '../../matrix';
import { knownOptions, reject } from '../../validate';
import { conserved } from './exactConserved';
import { readTimes } from './exactModes';
import { rankBeyondRounding } from './rankBeyondRounding';

export interface RiccatiOptions {
  /** W_1 at time 0, N×D. */
  w1: MatrixLike;
  /** W_2 at time 0, C×N. */
  w2: MatrixLike;
  /** Σ, C×D, of any rank. */
  target: MatrixLike;
  /** Times ≥ 0 in any order. */
  times: ArrayLike<number>;
}

/** Largest entry of W_2ᵀW_2 − W_1W_1ᵀ − λI, relative to the largest of the two products, that counts as rounding. */
const BALANCED = 1e-9;
/** Range of exponents that one factorization takes; also the least exponent that counts at all. */
const RANGE = 300;
/** Least pivot: smaller ones are of weights that do not learn. */
const LEAST = 1e-290;

/**
 * End-to-end map W_2W_1 (C×D) at every time of gradient flow on ½‖W_2W_1 − Σ‖² (whitened inputs) from λ-balanced weights,
 * W_2ᵀW_2 − W_1W_1ᵀ = λI: with Q = [W_1ᵀ; W_2], F = [[−λ/2, Σᵀ], [Σ, λ/2]] it is dQ/dt = F Q − ½ Q QᵀQ, and
 *   QQᵀ(t) = A (I + Q_0ᵀ Φ Q_0)⁻¹ Aᵀ,   A = e^{Ft} Q_0,   Φ = ∫_0^t e^{2Fs} ds.
 * No assumption on rank or alignment. Fukumizu 1998; Braun et al. 2022 (NeurIPS); λ ≠ 0: Dominé et al. 2024
 * (arXiv:2409.14623). λ > 0 needs N ≤ C, λ < 0 needs N ≤ D. O((C + D)³) for every time; λ is read off the weights.
 * @throws ShapeError for sizes that do not fit; ValueError for weights that are not λ-balanced, options unknown or outside
 * their range.
 */
export function riccati(options: RiccatiOptions): Matrix[] {
  knownOptions('exact.riccati', options, ['w1', 'w2', 'target', 'times']);
  const given = [options.w1, options.w2, options.target].map((m, i) => finiteMatrix(['w1', 'w2', 'target'][i], m));
  // W/√u, target Σ/u, time u·t: the same flow in numbers whose squares neither over- nor underflow
  const [size1, size2, targetSize] = given.map(largestEntry);
  const root = powerOfTwo(Math.max(size1, size2, Math.sqrt(targetSize)));
  const [w1, w2] = given.map((m) => scaled(m, 1 / root));
  const target = scaled(scaled(given[2], 1 / root), 1 / root);
  const [C, D, N] = [w2.rows, w1.cols, w1.rows];
  if (w2.cols !== N) throw new ShapeError(`w2: expected ${N} columns (rows of w1), got ${w2.rows}×${w2.cols}`);
  if (target.rows !== C || target.cols !== D) {
    throw new ShapeError(`target: expected ${C}×${D}, got ${target.rows}×${target.cols}`);
  }
  const times = readTimes(options.times);
  const lambda = readBalance(w1, w2, root);
  const size = C + D;
  const flow = matrix(size, size);
  for (let i = 0; i < size; i++) flow.data[i * size + i] = i < D ? -lambda / 2 : lambda / 2;
  for (let c = 0; c < C; c++) {
    for (let d = 0; d < D; d++) {
      const s = target.data[c * D + d];
      flow.data[(D + c) * size + d] = s;
      flow.data[d * size + D + c] = s;
    }
  }
  const { values, vectors } = eigh(flow);
  const stacked = matrix(size, N);
  stacked.data.set(transpose(w1).data);
  stacked.data.set(w2.data, D * N);

  const q0 = withoutGrowth(matmul(vectors, withoutIdle(stacked), { transposeA: true }), values);
  // all that learns has learned then, and exponents are numbers
  const longest = Math.min(Number.MAX_VALUE, 1e300 / Math.max(...values.map(Math.abs)));
  return Array.from(times, (time) => {
    const t = Math.min(time * root * root, longest);
    const q = t === 0 ? stacked : matmul(vectors, flowed(q0, values, t));
    const upper = matrix(D, q.cols, q.data.slice(0, D * q.cols));
    const lower = matrix(C, q.cols, q.data.slice(D * q.cols));
    return scaled(scaled(matmul(lower, upper, { transposeB: true }), root), root);
  });
}

/** Float64 matrix on the heap with finite entries. */
export function finiteMatrix(name: string, value: MatrixLike): Matrix {
  const read = heapMatrix(value, name);
  const bad = read.data.findIndex((entry) => !Number.isFinite(entry));
  if (bad >= 0) {
    reject(`${name}[${Math.floor(bad / read.cols)}][${bad % read.cols}]`, 'a finite number', read.data[bad]);
  }
  return read.dtype === 'float64' ? read : matrix(read.rows, read.cols, read.data, 'float64');
}

/** λ of λ-balanced weights, which are given in units of `root`. */
function readBalance(w1: Matrix, w2: Matrix, root: number): number {
  const N = w1.rows;
  const [difference] = conserved([w1, w2]);
  let lambda = 0;
  for (let i = 0; i < N; i++) lambda += difference.data[i * N + i] / N;
  const largest = (m: Matrix) => Float64Array.from(m.data).reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const scale = largest(w1) ** 2 * w1.cols + largest(w2) ** 2 * w2.rows;
  difference.data.forEach((entry, i) => {
    const off = Math.abs(entry - (i % (N + 1) === 0 ? lambda : 0));
    if (!(off <= BALANCED * scale)) {
      throw new ValueError(
        `w2: expected λ-balanced weights, w2ᵀw2 − w1w1ᵀ = λI, got one that differs from ${(lambda * root * root).toPrecision(6)}·I by ` +
          `${(off * root * root).toPrecision(3)} in entry [${Math.floor(i / N)}][${i % N}]`,
      );
    }
  });
  return lambda;
}

/** The same QQᵀ without the hidden neurons that a rotation leaves with rounding for weights, which time would multiply. */
function withoutIdle(q: Matrix): Matrix {
  const rank = rankBeyondRounding(q);
  if (rank === q.cols || rank === 0) return q;
  const turn = qr(transpose(q), { pivoting: true }).q;
  const rotated = matmul(q, turn);
  const kept = matrix(q.rows, rank);
  for (let i = 0; i < q.rows; i++)
    kept.data.set(rotated.data.subarray(i * rotated.cols, i * rotated.cols + rank), i * rank);
  return kept;
}

/** Component of a unit vector that counts as rounding, for every row. */
const ROUNDING = 16 * Number.EPSILON;

/**
 * The same QQᵀ with exact zeros where a combination of hidden neurons has no share in any growing mode but for rounding, which time would
 * multiply: from square balanced weights whose product has a determinant of the other sign than Σ, the weakest mode is out of reach.
 */
function withoutGrowth(q0: Matrix, values: Float64Array): Matrix {
  const { rows, cols } = q0;
  const least = rows * Number.EPSILON * values[rows - 1];
  const first = values.findIndex((value) => value > least);
  if (first < 0 || cols > rows) return q0;
  const { q: frame, r } = qr(q0);
  const { s, vt } = svd(matrix(rows - first, cols, frame.data.slice(first * cols)), { full: true });
  const seen = s.filter((share) => share > ROUNDING * rows).length;
  if (seen === cols) return q0;
  // frame·vtᵀ·(vt·r): columns of the first factor after `seen` do not grow; those of the product do not, once vt·r is a lower triangle
  const mixed = matmul(vt, r);
  const turn = qr(transpose(matrix(seen, cols, mixed.data.slice(0, seen * cols))), { mode: 'full' }).q;
  const turned = matmul(matmul(frame, vt, { transposeB: true }), matmul(mixed, turn));
  for (let i = first; i < rows; i++) turned.data.fill(0, i * cols + seen, (i + 1) * cols);
  return turned;
}

/**
 * Q(t) from Q(0), both in the eigenbasis of F, up to a rotation of the hidden neurons. With the rows of e^{Ft} Q_0 in
 * trapezoidal form L'Γ, columns relative to their pivots, nothing that is left over- or underflows:
 *   QQᵀ = L' (Γ⁻² + L'ᵀ ψ L')⁻¹ L'ᵀ,   ψ = (1 − e^{−2ft})/(2f).
 */
function flowed(q0: Matrix, values: Float64Array, t: number): Matrix {
  const n = values.length;
  const columns = trapezoid(q0, values, t);
  const kept = columns.length;
  const left = matrix(n, kept);
  const weighted = matrix(n, kept);
  values.forEach((f, k) => {
    const root = Math.sqrt(f === 0 ? t : Math.abs(Math.expm1(-2 * Math.abs(f) * t) / (2 * f)));
    columns.forEach(({ entries, logs }, j) => {
      left.data[k * kept + j] = entries[k] * Math.exp(logs[k]);
      // for f < 0 the root has another factor e^{|f|t}
      weighted.data[k * kept + j] = root * entries[k] * Math.exp(logs[k] + Math.max(0, -f * t));
    });
  });
  const system = matmul(weighted, weighted, { transposeA: true });
  columns.forEach(({ growth }, j) => {
    system.data[j * kept + j] += Math.exp(-2 * growth);
  });
  // the same in units in which the diagonal is 1
  const unit = columns.map((_, j) => 1 / Math.sqrt(system.data[j * kept + j]));
  for (let i = 0; i < kept; i++) for (let j = 0; j < kept; j++) system.data[i * kept + j] *= unit[i] * unit[j];
  for (let k = 0; k < n; k++) for (let j = 0; j < kept; j++) left.data[k * kept + j] *= unit[j];
  return triangularSolve(cholesky(system), left, { side: 'right', transpose: true });
}

/** A column of L': entry k is entries[k]·exp(logs[k]), 1 at the pivot; log of the pivot of e^{Ft} Q_0. */
interface Column {
  entries: Float64Array;
  logs: Float64Array;
  growth: number;
}

/** Rows of e^{Ft} Q_0, largest first, rotated to trapezoidal form: those of similar exponents at a time. */
function trapezoid(q0: Matrix, values: Float64Array, t: number): Column[] {
  const n = values.length;
  const columns: Column[] = [];
  let rest = q0;
  let rows = Array.from(values, (_, k) => k).reverse();
  while (rows.length > 0 && rest.cols > 0) {
    const top = values[rows[0]];
    const reach = rows.findIndex((k) => (values[k] - top) * t < -RANGE);
    const group = reach < 0 ? rows : rows.slice(0, reach);
    const shrunk = matrix(rest.cols, group.length);
    group.forEach((k, position) => {
      const scale = Math.exp((values[k] - top) * t);
      for (let j = 0; j < rest.cols; j++) {
        shrunk.data[j * group.length + position] = rest.data[k * rest.cols + j] * scale;
      }
    });
    const { q, r, permutation } = qr(shrunk, { pivoting: true, mode: 'full' });
    const rotated = matmul(rest, q);
    let done = 0;
    for (; done < Math.min(r.rows, r.cols); done++) {
      const pivot = r.data[done * r.cols + done];
      const growth = top * t + Math.log(Math.abs(pivot));
      if (!(growth > -RANGE && Math.abs(pivot) > LEAST)) break;
      const entries = new Float64Array(n);
      const logs = new Float64Array(n);
      permutation.forEach((position, i) => {
        entries[group[position]] = r.data[done * r.cols + i] / pivot;
      });
      for (const k of rows.slice(group.length)) {
        entries[k] = rotated.data[k * rest.cols + done] / pivot;
        logs[k] = (values[k] - top) * t;
      }
      columns.push({ entries, logs, growth });
    }
    const remaining = matrix(n, rest.cols - done);
    for (const k of rows.slice(group.length)) {
      remaining.data.set(rotated.data.subarray(k * rest.cols + done, (k + 1) * rest.cols), k * remaining.cols);
    }
    rest = remaining;
    rows = rows.slice(group.length);
  }
  return columns;
}
