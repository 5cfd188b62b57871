import type { CheckedMoments } from '../../data/checkedMoments';
import { eigh } from '../../linalg/eigh';
import { matmul } from '../../linalg/matmul';
import { type Matrix, matrix } from '../../matrix';
import { reject } from '../../validate';
import { assertDefinite } from '../kernels/assertDefinite';

/** Data in the eigenbasis of the inputs. */
export interface InputModes {
  /** Eigenvalues of Sxx, ascending; 0 where rounding explains the rest. */
  values: Float64Array;
  /** D×D; column k belongs to values[k]. */
  vectors: Matrix;
  /** Syx·vectors, C×D; 0 in modes of eigenvalue 0, where it can only be rounding. */
  target: Matrix;
}

export interface DataModes extends InputModes {
  /** Loss ½ mean‖y − f‖² of the best predictor; 0 where rounding explains the rest. */
  leastLoss: number;
}

/** Rounding of the largest eigenvalue that a null eigenvalue of a D×D moment may show, in units of it. */
const rounding = (inputs: number) => 10 * inputs * Number.EPSILON;
/** Share of syy that a linear fit may explain beyond it: moments are often given to single precision. */
const FORGIVEN = 1e-6;

/** `tolerance`: eigenvalues up to this fraction of the largest count as 0. Default 10·D·2^−52. */
export function inputModes(
  { sxx, syx }: Pick<CheckedMoments, 'sxx' | 'syx'>,
  tolerance = rounding(sxx.rows),
): InputModes {
  const inputs = sxx.rows;
  const { values, vectors } = eigh(symmetrized(sxx));
  assertDefinite('moments.sxx', values, 'moments');
  // a negative eigenvalue shows rounding of moments that were kept in fewer digits
  const least = Math.max(tolerance * Math.max(0, values[inputs - 1]), -2 * values[0]);
  for (let k = 0; k < inputs; k++) if (values[k] <= least) values[k] = 0;
  const target = matmul(syx, vectors);
  for (let i = 0; i < target.data.length; i++) if (values[i % inputs] === 0) target.data[i] = 0;
  return { values, vectors, target };
}

/**
 * With the least loss. Where rounding of the eigenvalues may be all that it is, they are shifted by as much, so that the modes
 * explain syy: losses then begin and end where they should.
 * @throws ValueError where a linear fit explains more than syy, beyond rounding: no data have such moments.
 */
export function dataModes(moments: CheckedMoments): DataModes {
  const modes = inputModes(moments);
  const { syy } = moments;
  const { values } = modes;
  const inputs = values.length;
  const largest = values[inputs - 1];
  let { explained, slope } = explainedBy(modes);
  // an eigenvalue is as uncertain as rounding makes the largest
  const most = syy * (1 + FORGIVEN) + rounding(inputs) * slope;
  if (explained > most) reject('moments.syy', `at least ${explained}, what a linear fit explains`, syy);
  const unexplained = syy - explained;
  if (Math.abs(unexplained) > 4 * Number.EPSILON * slope) {
    return { ...modes, leastLoss: unexplained > rounding(inputs) * syy ? unexplained / 2 : 0 };
  }
  for (let k = 0; k < 3 && slope > 0; k++) {
    const shift = ((explained - syy) / slope) * largest;
    for (let i = 0; i < inputs; i++) if (values[i] > 0) values[i] += shift;
    ({ explained, slope } = explainedBy(modes));
  }
  return { ...modes, leastLoss: 0 };
}

/** Σ b²/λ over the modes, and minus its derivative by a shift of all λ in units of the largest. */
function explainedBy({ values, target }: InputModes): { explained: number; slope: number } {
  const largest = values[values.length - 1];
  let [explained, slope] = [0, 0];
  target.data.forEach((b, i) => {
    const eigenvalue = values[i % values.length];
    if (eigenvalue === 0) return;
    const share = (b / Math.sqrt(eigenvalue)) ** 2;
    explained += share;
    slope += share * (largest / eigenvalue);
  });
  return { explained, slope };
}

/** Half the sum with the transpose: what rounding made asymmetric is symmetric to the last bit. */
export function symmetrized({ rows: n, data }: Matrix): Matrix {
  const both = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) both.data[i * n + j] = 0.5 * data[i * n + j] + 0.5 * data[j * n + i];
  }
  return both;
}
