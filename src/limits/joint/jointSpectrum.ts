import { ShapeError, ValueError } from '../../errors';
import { eigvalsh } from '../../linalg/eigvalsh';
import { largestEntry } from '../../linalg/factorInput';
import { heapMatrix } from '../../linalg/resident';
import { type Matrix, type MatrixLike, matrix } from '../../matrix';
import { finite, knownOptions, nonNegative, positive, reject } from '../../validate';

/** Modes of the input covariance that share an eigenvalue. */
export interface SpectrumGroup {
  /** λ ≥ 0. */
  eigenvalue: number;
  /** Share of the D modes, > 0. All shares sum to 1. */
  fraction: number;
  /**
   * Mean squared target coefficient: of β* in y = β*·x/√D + noise. One number (several outputs: of each, independent) or
   * the C×C Gram matrix, mean of β*β*ᵀ over the group's modes.
   */
  target: number | MatrixLike;
}

/** Modes that share an eigenvalue λ > 0, with their target in full. */
export interface ModeGroup {
  eigenvalue: number;
  /** Share of the D modes. */
  fraction: number;
  /** Mean β*β*ᵀ over the modes (C×C). */
  target: Matrix;
}

/** What rounding may do to a sum of shares or the eigenvalues of a Gram matrix. */
const ROUNDING = 1e-9;

/** Groups of the distinct eigenvalues above 0, the only ones that are seen. */
export function modeGroups(spectrum: unknown, outputs: number): ModeGroup[] {
  if (!Array.isArray(spectrum) || spectrum.length === 0) {
    reject('spectrum', 'an array of { eigenvalue, fraction, target }', spectrum);
  }
  const merged = new Map<number, { fraction: number; weighted: Float64Array }>();
  let sum = 0;
  spectrum.forEach((group, k) => {
    const name = `spectrum[${k}]`;
    knownOptions(name, group, ['eigenvalue', 'fraction', 'target']);
    const eigenvalue = nonNegative(`${name}.eigenvalue`, group.eigenvalue);
    const fraction = positive(`${name}.fraction`, group.fraction);
    const target = readTarget(`${name}.target`, group.target, outputs);
    sum += fraction;
    if (eigenvalue === 0) return;
    const entry = merged.get(eigenvalue) ?? { fraction: 0, weighted: new Float64Array(outputs * outputs) };
    entry.fraction += fraction;
    target.forEach((value, i) => {
      entry.weighted[i] += fraction * value;
    });
    merged.set(eigenvalue, entry);
  });
  if (Math.abs(sum - 1) > ROUNDING) {
    throw new ValueError(`spectrum: expected fractions that sum to 1, got ${sum}`);
  }
  return [...merged].map(([eigenvalue, { fraction, weighted }]) => ({
    eigenvalue,
    fraction,
    target: matrix(
      outputs,
      outputs,
      weighted.map((value) => value / fraction),
    ),
  }));
}

function readTarget(name: string, value: unknown, outputs: number): Float64Array {
  const gram = new Float64Array(outputs * outputs);
  if (typeof value === 'number') {
    const size = nonNegative(name, value);
    for (let c = 0; c < outputs; c++) gram[c * outputs + c] = size;
    return gram;
  }
  const heap = heapMatrix(value as MatrixLike, name);
  const { rows, cols, data } = heap;
  if (rows !== outputs || cols !== outputs) {
    throw new ShapeError(`${name}: expected a number or ${outputs}×${outputs}, got ${rows}×${cols}`);
  }
  const expected = 'a symmetric positive semidefinite Gram matrix';
  for (const entry of data) finite(name, entry);
  const largest = largestEntry(heap);
  for (let i = 0; i < outputs; i++) {
    for (let j = 0; j < outputs; j++) {
      const [a, b] = [data[i * outputs + j], data[j * outputs + i]];
      if (Math.abs(a - b) > ROUNDING * largest) reject(name, expected, value);
      gram[i * outputs + j] = 0.5 * (a + b);
    }
  }
  if (eigvalsh(matrix(outputs, outputs, gram))[0] < -ROUNDING * largest) reject(name, expected, value);
  return gram;
}
