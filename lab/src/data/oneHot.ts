import { type Matrix, matrix } from 'deeplinear';

/** One row per sample: 1 in the column of its class and 0 elsewhere, less 1/classes so that every row sums to zero. */
export function oneHot(classOf: ArrayLike<number>, classes: number): Matrix {
  const targets = matrix(classOf.length, classes);
  targets.data.fill(-1 / classes);
  for (let p = 0; p < classOf.length; p++) targets.data[p * classes + classOf[p]] = 1 - 1 / classes;
  return targets;
}
