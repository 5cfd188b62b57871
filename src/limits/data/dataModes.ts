import type { CheckedMoments } from '../../data/checkedMoments';
import { eigh } from '../../linalg/eigh';
import { matmul } from '../../linalg/matmul';
import { type Matrix, matrix } from '../../matrix';

/** Data in the eigenbasis of the inputs. */
export interface DataModes {
  /** Eigenvalues of Sxx, ascending; 0 where rounding explains the rest. */
  values: Float64Array;
  /** D×D; column k belongs to values[k]. */
  vectors: Matrix;
  /** Syx·vectors, C×D; 0 in modes of eigenvalue 0, where it can only be rounding. */
  target: Matrix;
  /** Loss ½ mean‖y − f‖² of the best predictor; 0 where rounding explains the rest. */
  leastLoss: number;
}

/** Rounding of the largest eigenvalue that a null eigenvalue of a D×D moment may show, in units of it. */
const rounding = (inputs: number) => 10 * inputs * Number.EPSILON;

/** `tolerance`: eigenvalues up to this fraction of the largest count as 0. Default 10·D·2^−52. */
export function dataModes({ sxx, syx, syy }: CheckedMoments, tolerance = rounding(sxx.rows)): DataModes {
  const inputs = sxx.rows;
  const { values, vectors } = eigh(symmetrized(sxx));
  const least = tolerance * Math.max(0, values[inputs - 1]);
  for (let k = 0; k < inputs; k++) if (values[k] <= least) values[k] = 0;
  const target = matmul(syx, vectors);
  let explained = 0;
  target.data.forEach((value, i) => {
    const eigenvalue = values[i % inputs];
    if (eigenvalue > 0) explained += (value / Math.sqrt(eigenvalue)) ** 2;
    else target.data[i] = 0;
  });
  const unexplained = syy - explained;
  return { values, vectors, target, leastLoss: unexplained > rounding(inputs) * syy ? unexplained / 2 : 0 };
}

/** Half the sum with the transpose: what rounding made asymmetric is symmetric to the last bit. */
export function symmetrized({ rows: n, data }: Matrix): Matrix {
  const both = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) both.data[i * n + j] = 0.5 * data[i * n + j] + 0.5 * data[j * n + i];
  }
  return both;
}
