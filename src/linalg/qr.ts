import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { booleanValue, knownOptions, nonNegative, oneOf, reject } from '../validate';
import { withWorkspace } from '../wasm/workspace';
import { formReflectors } from './blockReflector';
import { scaleFromExtremes, unscale } from './extremeScale';
import { householderQr } from './householderQr';
import { type PivotedFactored, pivotedQr } from './pivotedQr';
import { transposedInput } from './transposedInput';

export interface QrOptions {
  /** 'thin' (default): q m×k and r k×n with k = min(m, n); 'full': q m×m and r m×n. */
  mode?: 'thin' | 'full';
  /** Column of largest remaining norm first, so that |r_00| ≥ |r_11| ≥ … and the rank shows. Default false. */
  pivoting?: boolean;
  /** With pivoting: entries of r's diagonal up to this fraction of |r_00| count as 0. Default max(m, n)·2^−52. */
  tolerance?: number;
}

export interface Qr {
  /** Orthonormal columns. */
  q: Matrix;
  /** Upper triangle (trapezoid when m < n); its diagonal may be negative. */
  r: Matrix;
}

export interface PivotedQr extends Qr {
  /** Column j of q·r is column permutation[j] of a. */
  permutation: Int32Array;
  /** Numerical rank: diagonal entries of r above the tolerance. */
  rank: number;
}

/**
 * QR factorization a = q·r of an m×n matrix (float64) by Householder reflectors in blocks (Schreiber & Van Loan 1989).
 * Backward error of a few units of rounding of ‖a‖, and q as orthogonal, whatever the condition.
 * With `pivoting` (Businger & Golub 1965; in blocks, Quintana-Ortí, Sun & Bischof 1998) the factors of a·P, with
 * permutation and rank.
 * @throws ValueError for float32 or entries that are not finite; NumericalError when the norm of a column exceeds 1.8e308.
 */
export function qr(a: MatrixLike, options: QrOptions & { pivoting: true }): PivotedQr;
export function qr(a: MatrixLike, options?: QrOptions & { pivoting?: false }): Qr;
export function qr(a: MatrixLike, options: QrOptions = {}): Qr | PivotedQr {
  knownOptions('qr', options, ['mode', 'pivoting', 'tolerance']);
  const full = oneOf('mode', options.mode ?? 'thin', ['thin', 'full']) === 'full';
  const pivoting = booleanValue('pivoting', options.pivoting ?? false);
  const { tolerance } = options;
  if (tolerance !== undefined) nonNegative('tolerance', tolerance);
  if (tolerance !== undefined && !pivoting) reject('tolerance', 'none without pivoting', tolerance);
  return withWorkspace((ws) => {
    const at = transposedInput(ws, a, 'a');
    const { rows: n, cols: m } = at;
    const back = scaleFromExtremes(at);
    const factored = pivoting ? pivotedQr(ws, at) : householderQr(ws, at);
    const k = Math.min(m, n);
    const rows = full ? m : k;
    const q = formReflectors(ws, m, rows, factored.blocks);
    const r = matrix(rows, n);
    r.data.set(factored.r);
    const result = { q: q.copy(), r: unscale(r, 'r', back) };
    if (!pivoting) return result;
    const { permutation } = factored as PivotedFactored;
    return { ...result, permutation, rank: rankOf(factored.r, m, n, tolerance) };
  });
}

/** Diagonal entries of r (k×n) before the first that is at most `tolerance` of the first one. */
export function rankOf(r: Float64Array, m: number, n: number, tolerance?: number): number {
  const relative = tolerance ?? Math.max(m, n) * 2 ** -52;
  const k = Math.min(m, n);
  const least = relative * Math.abs(r[0] ?? 0);
  let rank = 0;
  while (rank < k && Math.abs(r[rank * n + rank]) > least) rank++;
  return rank;
}
