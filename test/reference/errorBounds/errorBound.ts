/** What a row of docs/accuracy.md is: a documented bound, and how to measure an error against it. */
import type { Dtype } from '../../../src/matrix';
import { type Matrix, matrix } from '../../../src/matrix';
import { rng } from '../../../src/random/rng';
import type { Kernels } from '../../../src/wasm/kernels';
import { DoubleDouble } from '../doubleDouble';
import { type ExactMatrix, exactOrthogonal, exactSandwich, rounded } from '../exactMatrices';

export interface ErrorCase {
  n: number;
  /** Ratio of the extreme singular values, for the rows that have conditions. */
  condition: number;
  seed: number;
}

export type Area =
  | 'Products'
  | 'Elimination'
  | 'Orthogonal methods'
  | 'Matrix functions'
  | 'Random draws'
  | 'Training'
  | 'Special functions';

export interface ErrorBound {
  area: Area;
  /** Names of public functions (or of special functions inside) that this row is about, and of its kernels. */
  functions: readonly string[];
  kernels?: readonly (keyof Kernels)[];
  dtype: Dtype;
  /** The error and its bound as the page writes them. */
  error: string;
  bound: string;
  sizes: readonly number[];
  /** Default: one. */
  conditions?: readonly number[];
  /** How many sizes, from the first one, the quick test takes. */
  quick: number;
  /** Error over bound: at most 1, NaN where anything is not a number. */
  measure(of: ErrorCase): number;
}

/** Unit roundoff u: half the distance from 1 to the next number. */
export const unit: Record<Dtype, number> = { float64: 2 ** -53, float32: 2 ** -24 };

/** γ_k = k·u/(1 − k·u) bounds k roundings in a row (Higham 2002, lemma 3.1). */
export const gamma = (k: number, dtype: Dtype = 'float64'): number => (k * unit[dtype]) / (1 - k * unit[dtype]);

/** Largest |actual − exact| over its entry's bound; an error of zero is fine whatever the bound. */
export function worstEntry(actual: ArrayLike<number>, exact: ExactMatrix, bound: (i: number) => number): number {
  let worst = actual.length === exact.hi.length ? 0 : Number.NaN;
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i] - exact.hi[i] - exact.lo[i]);
    if (error !== 0) worst = larger(worst, error / bound(i));
  }
  return worst;
}

/** ‖actual − exact‖ (Frobenius) over the bound. */
export function normwise(actual: ArrayLike<number>, exact: ExactMatrix, bound: number): number {
  if (actual.length !== exact.hi.length) return Number.NaN;
  const error = Math.hypot(...Array.from(actual, (x, i) => x - exact.hi[i] - exact.lo[i]));
  return error === 0 ? 0 : error / bound;
}

/** The larger one; NaN stays NaN, whichever it is. */
export const larger = (a: number, b: number): number => (a >= b || Number.isNaN(a) ? a : b);

export const absolute = (m: Matrix): Matrix => matrix(m.rows, m.cols, Float64Array.from(m.data, Math.abs));

export function normals(rows: number, cols: number, seed: number, dtype: Dtype = 'float64'): Matrix {
  const drawn = rng(seed)
    .fork('errors')
    .normal(rows * cols);
  return matrix(rows, cols, dtype === 'float32' ? Float32Array.from(drawn) : drawn);
}

/** From 1 down to 1/condition by equal factors. */
export function gradedValues(n: number, condition: number): DoubleDouble[] {
  // Rounded, so that the last digit of an engine's power changes no matrix.
  return Array.from({ length: n }, (_, i) => DoubleDouble.of(Math.fround(condition ** (-i / Math.max(1, n - 1)))));
}

export interface KnownSpectrum {
  /** Rounded from an exact product: within u‖a‖ of it. */
  a: Matrix;
  values: DoubleDouble[];
  left: ExactMatrix;
  right: ExactMatrix;
}

/** A rows×cols matrix of these sizes with graded singular values 1 … 1/condition; symmetric and positive definite when asked. */
export function knownSpectrum(
  rows: number,
  cols: number,
  { condition, seed }: ErrorCase,
  symmetric = false,
): KnownSpectrum {
  const values = gradedValues(Math.min(rows, cols), condition);
  const left = exactOrthogonal(rows, values.length, 2 * seed);
  const right = symmetric ? left : exactOrthogonal(cols, values.length, 2 * seed + 1);
  const a = rounded(exactSandwich(left, values, right));
  if (symmetric) for (let i = 0; i < rows; i++) for (let j = 0; j < i; j++) a.data[j * rows + i] = a.data[i * rows + j];
  return { a, values, left, right };
}
