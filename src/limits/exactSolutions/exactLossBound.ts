import { ShapeError, ValueError } from '../../errors';
import { euclideanLength } from '../../linalg/euclideanLength';
import { singularValues } from '../../linalg/singularValues';
import type { MatrixLike } from '../../matrix';
import { integer, knownOptions } from '../../validate';
import { readTimes } from './exactModes';
import { finiteMatrix } from './exactRiccati';

export interface LossBoundOptions {
  /** Weight matrices M ≥ 1. */
  matrices: number;
  /** W at time 0, C×D. */
  initial: MatrixLike;
  /** Σ, C×D. */
  target: MatrixLike;
  /** Times ≥ 0 in any order. */
  times: ArrayLike<number>;
}

/**
 * Upper bound of the loss ½‖W(t) − Σ‖² of `exact.endToEnd`: with the deficiency margin c = σ_min(Σ) − ‖W(0) − Σ‖_F > 0, no
 * singular value of W(t) is ever below c, and
 *   loss(t) ≤ loss(0) exp(−2 m c^{2−2/M} t),   m = M for square W, m = 1 otherwise.
 * Arora, Cohen, Golowich & Hu 2019 (arXiv:1810.02281), the continuous-time form of theorem 1 (its rate has m = 1).
 * @throws ValueError where the premise c > 0 does not hold; ValueError or ShapeError for options outside their range or unknown
 */
export function lossBound(options: LossBoundOptions): Float64Array {
  knownOptions('exact.lossBound', options, ['matrices', 'initial', 'target', 'times']);
  const M = integer('matrices', options.matrices, 1);
  const initial = finiteMatrix('initial', options.initial);
  const target = finiteMatrix('target', options.target);
  const { rows: C, cols: D } = initial;
  if (target.rows !== C || target.cols !== D) {
    throw new ShapeError(`target: expected ${C}×${D} as initial, got ${target.rows}×${target.cols}`);
  }
  const times = readTimes(options.times);
  const distance = euclideanLength(initial.data.map((w, i) => w - target.data[i]));
  const least = singularValues(target)[Math.min(C, D) - 1] ?? 0;
  const margin = least - distance;
  if (!(margin > 0)) {
    throw new ValueError(
      `initial: expected a positive deficiency margin σ_min(target) − ‖initial − target‖, got ` +
        `${least.toPrecision(6)} − ${distance.toPrecision(6)}`,
    );
  }
  const rate = 2 * (C === D ? M : 1) * margin ** (2 - 2 / M);
  return times.map((t) => 0.5 * distance ** 2 * Math.exp(-rate * t));
}
