import { type Matrix, matrix } from 'deeplinear';

export interface AgainstLimit {
  /** Root-mean-square difference of the outputs, one entry per step. */
  distance: number[];
  /**
   * The whole run as a point (1×2) whose first axis is the direction of the limit's run, scaled so that distances are
   * root mean squares over the steps; the limit is at (its length, 0). Distances to the limit and projections on it are
   * those of the full curves, at two numbers a run.
   */
  point: Matrix;
}

/** Places a run relative to the limit. Both hold C rows a step, in the coordinates of `outputSpace`. */
export function againstLimit(run: Matrix, limit: Matrix, outputs: number): AgainstLimit {
  const size = outputs * limit.cols;
  const steps = Math.min(run.rows, limit.rows) / outputs;
  const distance: number[] = [];
  let along = 0;
  let length = 0;
  for (let step = 0; step < steps; step++) {
    let square = 0;
    for (let j = step * size; j < (step + 1) * size; j++) {
      const difference = run.data[j] - limit.data[j];
      square += difference ** 2;
      along += difference * limit.data[j];
      length += limit.data[j] ** 2;
    }
    distance.push(Math.sqrt(square));
  }
  const norm = Math.sqrt(length);
  const forward = norm > 0 ? along / norm : 0;
  const total = distance.reduce((sum, value) => sum + value ** 2, 0);
  const across = Math.sqrt(Math.max(0, total - forward ** 2));
  return { distance, point: matrix(1, 2, [(norm + forward) / Math.sqrt(steps), across / Math.sqrt(steps)]) };
}
