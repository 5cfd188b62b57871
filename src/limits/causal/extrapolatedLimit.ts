import type { CheckedMoments } from '../../data/checkedMoments';
import { momentLoss } from '../../data/momentLoss';
import { largestEntry } from '../../linalg/factorInput';
import { matmul } from '../../linalg/matmul';
import { type Matrix, type MatrixLike, matrix } from '../../matrix';
import { integer, reject } from '../../validate';
import type { InfiniteWidthLimit } from '../infiniteWidth';
import { addScaled } from './addScaled';
import { causalLimit } from './causalLimit';
import type { CausalRuns } from './causalRun';
import { FADING, type Share } from './extrapolation';
import { holdParts } from './limitRun';

/** How a question about layer l of the limit reads for one of its runs. */
type LayerOf = (share: Share, l: number) => number;

/**
 * The limit of several runs: what they say of a time, with their weights. The loss is that of the predictor, and like it never
 * negative where the predictor is nearly exact.
 */
export function extrapolatedLimit(
  shares: readonly Share[],
  { runs, times, diverged, stopped }: CausalRuns,
  layerOf: LayerOf = (_, l) => l,
): InfiniteWidthLimit {
  const limits = runs.map((run) => causalLimit(run));
  const [{ task }] = shares;
  const { hidden, widthRatios, gamma0, moments } = task;
  const last = times - 1;
  const settled = Math.min(...runs.map((run, i) => 1 + Math.floor((run.settled - 1) / shares[i].stride)));

  /** Σ weight·answer. */
  const combine = (
    ask: (limit: InfiniteWidthLimit, share: Share) => Matrix,
    weigh = (share: Share) => share.weight,
  ) => {
    let sum: Matrix | undefined;
    limits.forEach((limit, i) => {
      const answer = ask(limit, shares[i]);
      sum ??= matrix(answer.rows, answer.cols);
      addScaled(sum.data, answer.data, weigh(shares[i]));
    });
    return sum!;
  };
  const predictors: Matrix[] = [];
  const loss = new Float64Array(moments ? times : 0);
  const extrapolationError = { loss: new Float64Array(loss.length), predictors: new Float64Array(times) };
  /** By kind, the size of the changes: a change that turns around does not say that there is no error, so it fades slowly. */
  const sizes = shares[0].changes.map(() => 0);
  for (let t = 0; t < times; t++) {
    const ask = (limit: InfiniteWidthLimit, { stride }: Share) => limit.predictor(t * stride);
    const beta = combine(ask);
    predictors.push(beta);
    if (moments) loss[t] = lossOf(moments, beta);
    sizes.forEach((last, kind) => {
      const change = combine(ask, ({ changes }) => changes[kind]);
      const now = largestEntry(change);
      const size = Math.max(now, FADING * last);
      sizes[kind] = size;
      extrapolationError.predictors[t] += size;
      if (!moments || now === 0) return;
      const changed = [-1, 1].map((sign) => {
        const other = matrix(beta.rows, beta.cols, beta.data.slice());
        addScaled(other.data, change.data, (sign * size) / now);
        return Math.abs(lossOf(moments, other) - loss[t]);
      });
      extrapolationError.loss[t] += Math.max(...changed);
    });
  }
  const limit: InfiniteWidthLimit = {
    loss,
    predictors,
    predictor: (t) => predictors[integer('t', t, 0, last)],
    gradientKernel(l, t, s = t) {
      integer('t', t, 0, last);
      integer('s', s, 0, last);
      return combine((limit, share) => limit.gradientKernel(layerOf(share, l), t * share.stride, s * share.stride));
    },
    errorKernel(l, t, s = t) {
      for (const [name, time] of Object.entries({ t, s })) {
        if (integer(name, time, 0, last) >= settled) {
          reject(name, `a time with an error moment (up to ${settled - 1})`, time);
        }
      }
      return combine((limit, share) => limit.errorKernel(layerOf(share, l), t * share.stride, s * share.stride));
    },
    featureKernel(x: MatrixLike, l, t) {
      integer('t', t, 0, last);
      return combine((limit, share) => limit.featureKernel(x, layerOf(share, l), t * share.stride));
    },
    hidden,
    widthRatios,
    gamma0,
    steps: last,
    diverged,
    stopped,
    extrapolationError,
  };
  return holdParts(
    limit,
    limits.map((part, i) => ({ limit: part, stride: shares[i].stride, weight: shares[i].weight })),
  );
}

/** ½ mean‖y − Beta x‖². */
function lossOf({ sxx, syx, syy }: CheckedMoments, beta: Matrix): number {
  const image = matmul(beta, sxx);
  const error = image.data.map((value, i) => syx.data[i] - value);
  return momentLoss(syy, beta.data, syx.data, error);
}
