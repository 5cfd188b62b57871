import { type Matrix, matrix } from '../matrix';
import { finite, integer, isNumberList, knownOptions, reject } from '../validate';

export interface OneHotOptions {
  /** C. */
  classes: number;
  /** Subtracted from every entry; 1/C makes the targets of balanced classes average to 0. Default 0. */
  offset?: number;
}

const MOST_ENTRIES = 2 ** 29;

/** Targets (P×C, float64) from class labels 0 … C − 1: one at the label's column, less `offset` everywhere. */
export function oneHot(labels: ArrayLike<number>, options: OneHotOptions): Matrix {
  knownOptions('oneHot', options, ['classes', 'offset']);
  const classes = integer('classes', options.classes, 1);
  const offset = finite('offset', options.offset ?? 0);
  if (!isNumberList(labels)) reject('labels', 'an array of class labels', labels);
  if (labels.length * classes > MOST_ENTRIES) reject('classes', `at most ${MOST_ENTRIES} entries in all`, classes);
  // before memory is asked for
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      reject(`labels[${i}]`, `an integer from 0 to ${classes - 1}`, label);
    }
  }
  const out = matrix(labels.length, classes);
  if (offset !== 0) out.data.fill(-offset);
  for (let i = 0; i < labels.length; i++) out.data[i * classes + labels[i]] = 1 - offset;
  return out;
}
