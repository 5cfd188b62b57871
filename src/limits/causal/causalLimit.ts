import { ShapeError } from '../../errors';
import { multiply } from '../../linalg/multiply';
import { heapMatrix, withWorkspace } from '../../linalg/resident';
import { timesLowerTransposed } from '../../linalg/timesLower';
import { type Matrix, matrix, transpose } from '../../matrix';
import { assertNumbers, integer, reject } from '../../validate';
import type { InfiniteWidthLimit } from '../infiniteWidth';
import { CausalHistory } from './causalHistory';
import type { CausalRun, CausalRuns } from './causalRun';
import { heldCovariance } from './heldCovariance';
import { holdRun } from './limitRun';
import { passiveProbe } from './passiveProbe';
import { covary } from './sourceCovariance';

/** What is asked of a finished run, the only one of its limit or one of several. */
export function causalLimit(run: CausalRun, { diverged, stopped }: Partial<CausalRuns> = {}): InfiniteWidthLimit {
  const { task, predictors, loss, settled } = run;
  const { hidden, widthRatios, gamma0, inputs, outputs } = task;
  const last = predictors.length - 1;
  let lastErrorKernels: CausalHistory | undefined;
  const lastErrorKernel = () => (lastErrorKernels ??= correlationsOfLast(run));
  const identity = matrix(outputs, outputs);
  for (let c = 0; c < outputs; c++) identity.data[c * outputs + c] = 1;

  const limit: InfiniteWidthLimit = {
    loss,
    predictors,
    predictor: (t) => predictors[integer('t', t, 0, last)],
    gradientKernel(l, t, s = t) {
      integer('l', l, 1, hidden + 1);
      integer('t', t, 0, last);
      integer('s', s, 0, last);
      return l > hidden ? matrix(outputs, outputs, identity.data.slice()) : twoTime(run.g[l].correlations!, t, s);
    },
    errorKernel(l, t, s = t) {
      integer('l', l, 0, hidden);
      for (const [name, time] of [
        ['t', t],
        ['s', s],
      ] as const) {
        if (integer(name, time, 0, last) >= settled)
          reject(name, `a time with an error moment (up to ${settled - 1})`, time);
      }
      return twoTime(l === 0 ? run.errorGram : (run.z[l].correlations ?? lastErrorKernel()), t, s);
    },
    featureKernel(x, l, t) {
      const points = heapMatrix(x, 'x');
      if (points.cols !== inputs) throw new ShapeError(`x: expected ${inputs} columns, got ${points.cols}`);
      const kernel = passiveProbe(run, points, integer('l', l, 1, hidden), integer('t', t, 0, last));
      assertNumbers('x', kernel.data);
      return kernel;
    },
    hidden,
    widthRatios,
    gamma0,
    steps: last,
    diverged,
    stopped,
  };
  return holdRun(limit, run);
}

/** Block (t, s) of a symmetric history that holds s ≤ t. */
function twoTime(history: CausalHistory, t: number, s: number): Matrix {
  return s <= t ? history.block(t, s) : transpose(history.block(s, t));
}

/** Z^L, which training does not need, from the rows of z_L. */
function correlationsOfLast(run: CausalRun): CausalHistory {
  const { task, z, settled: times } = run;
  const { hidden, outputs } = task;
  return withWorkspace((ws) => {
    const size = times * outputs;
    const out = ws.matrix(size, size);
    z[hidden].rows.forEach((rows, source) => {
      const of = rows!.load(ws, times);
      const covariance = heldCovariance(ws, run, source, times);
      const along = covary(ws.matrix(of.rows, of.cols), of, covariance);
      if (covariance.of) timesLowerTransposed(out, along, of, { beta: 1 });
      else multiply(out, along, of, { transposeB: true, beta: 1 });
    });
    const correlations = CausalHistory.of(out, times, outputs);
    for (let t = 0; t < times; t++) correlations.symmetrizeBlock(t);
    return correlations;
  });
}
