/** One call of every factorization, for tests of what all of them must do. */
import * as d from '../../src/index';
import { type Matrix, matrix } from '../../src/index';
import { testMatrix } from './testMatrices';

export type Kind = 'definite' | 'symmetric' | 'square' | 'any';

export interface Case {
  /** What the argument must be. */
  kind: Kind;
  run: (a: Matrix, b?: Matrix) => unknown;
}

/** A right-hand side of ones that fits; one entry for what is no matrix. */
export function columnFor(a: Matrix | readonly unknown[]): Matrix {
  const rows = Array.isArray(a) ? a.length : ((a as Matrix | undefined)?.rows ?? 1);
  return matrix(rows, 1, new Float64Array(rows).fill(1));
}

export const cases: Record<string, Case> = {
  cholesky: { kind: 'definite', run: (a) => d.cholesky(a) },
  lu: { kind: 'any', run: (a) => d.lu(a) },
  triangularSolve: { kind: 'square', run: (a, b = columnFor(a)) => d.triangularSolve(a, b) },
  solve: { kind: 'square', run: (a, b = columnFor(a)) => d.solve(a, b) },
  'solve, positive definite': {
    kind: 'definite',
    run: (a, b = columnFor(a)) => d.solve(a, b, { assume: 'positiveDefinite' }),
  },
  conditionNumber: { kind: 'square', run: (a) => d.conditionNumber(a) },
  logDeterminant: { kind: 'square', run: (a) => d.logDeterminant(a) },
  qr: { kind: 'any', run: (a) => d.qr(a) },
  'qr, full': { kind: 'any', run: (a) => d.qr(a, { mode: 'full' }) },
  'qr, pivoting': { kind: 'any', run: (a) => d.qr(a, { pivoting: true }) },
  lstsq: { kind: 'any', run: (a, b = columnFor(a)) => d.lstsq(a, b) },
  eigh: { kind: 'symmetric', run: (a) => d.eigh(a) },
  eigvalsh: { kind: 'symmetric', run: (a) => d.eigvalsh(a) },
  svd: { kind: 'any', run: (a) => d.svd(a) },
  'svd, full': { kind: 'any', run: (a) => d.svd(a, { full: true }) },
  singularValues: { kind: 'any', run: (a) => d.singularValues(a) },
  pinv: { kind: 'any', run: (a) => d.pinv(a) },
  sqrtm: { kind: 'definite', run: (a) => d.sqrtm(a) },
  'powm, p = −1/2': { kind: 'definite', run: (a) => d.powm(a, -0.5) },
  expm: { kind: 'square', run: (a) => d.expm(a) },
};
export const names = Object.keys(cases);
export const ofKind = (...kinds: Kind[]) => names.filter((name) => kinds.includes(cases[name].kind));

/** Every number of a result, in order. */
export function numbersOf(result: unknown): number[] {
  if (typeof result === 'number') return [result];
  if (ArrayBuffer.isView(result)) return Array.from(result as Float64Array);
  return Object.values(result as object).flatMap((value) => (typeof value === 'string' ? [] : numbersOf(value)));
}
/** Every matrix and array of a result. */
export function arraysOf(result: unknown): Float64Array[] {
  if (typeof result !== 'object' || result === null) return [];
  return ArrayBuffer.isView(result) ? [result as Float64Array] : Object.values(result).flatMap(arraysOf);
}
export const square = (n: number, entry: (i: number, j: number) => number) =>
  matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n)),
  );
export const identity = (n: number) => square(n, (i, j) => (i === j ? 1 : 0));
export const definite = (n: number) => testMatrix('random definite', n);
export const wideOf = (kind: Kind, n: number) => (kind === 'any' ? testMatrix('random tall', n) : definite(n));
