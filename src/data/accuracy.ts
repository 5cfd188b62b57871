import { ShapeError } from '../errors';
import type { MatrixLike } from '../matrix';
import { integer, isNumberList, reject } from '../validate';
import { asSamples } from './samples';

/**
 * Part of the samples (rows of `scores`, P×C) whose largest score is in the column of their label; among equal scores
 * the first counts.
 * @throws ShapeError when there are not as many labels as rows; ValueError for a label that is no class number 0, 1, …
 */
export function accuracy(scores: MatrixLike, labels: ArrayLike<number>): number {
  const { rows, cols, data } = asSamples(scores, 'scores');
  if (!isNumberList(labels)) reject('labels', `${rows} class labels`, labels);
  if (labels.length !== rows) throw new ShapeError(`labels: expected ${rows} labels as scores, got ${labels.length}`);
  let right = 0;
  for (let i = 0; i < rows; i++) {
    let best = 0;
    for (let c = 1; c < cols; c++) if (data[i * cols + c] > data[i * cols + best]) best = c;
    if (best === integer(`labels[${i}]`, labels[i], 0)) right++;
  }
  return right / rows;
}
