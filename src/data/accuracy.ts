import { ShapeError } from '../errors';
import type { MatrixLike } from '../matrix';
import { isNumberList, reject } from '../validate';
import { asSamples } from './samples';

/**
 * Part of the samples (rows of `scores`, P×C) whose largest score is in the column of their label; among equal scores
 * the first counts.
 */
export function accuracy(scores: MatrixLike, labels: ArrayLike<number>): number {
  const { rows, cols, data } = asSamples(scores, 'scores');
  if (!isNumberList(labels)) reject('labels', `${rows} class labels`, labels);
  if (labels.length !== rows) throw new ShapeError(`labels: expected ${rows} labels as scores, got ${labels.length}`);
  let right = 0;
  for (let i = 0; i < rows; i++) {
    let best = 0;
    for (let c = 1; c < cols; c++) if (data[i * cols + c] > data[i * cols + best]) best = c;
    if (best === labels[i]) right++;
  }
  return right / rows;
}
