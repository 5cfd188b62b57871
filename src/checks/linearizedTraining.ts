import { checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { checkedPredictor } from '../data/checkedPredictor';
import { momentLoss } from '../data/momentLoss';
import { mostOnHeap } from '../limits/mostOnHeap';
import { matmul } from '../linalg/matmul';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { assertNet, type Net, type RateOptions } from '../nets/net';
import { integer, knownOptions, nonNegative } from '../validate';

export interface LinearizedTrainingOptions extends RateOptions {
  /** Of the training data. */
  moments: MomentsLike;
  /** Learning rate η. */
  lr: number;
  /** Gradient-descent steps. */
  steps: number;
  /** Beta_0 (C×D). Default: that of the net. Zero linearizes the difference to the initial function. */
  initialPredictor?: MatrixLike;
}

/** A run of the linearized net; index t: after t steps. `compare` takes it as a limit. */
export interface LinearizedTraining {
  /** ½ mean‖y − f‖². */
  loss: Float64Array;
  /** Beta_t (C×D). */
  predictors: Matrix[];
  /** Beta_t (C×D). */
  predictor(t: number): Matrix;
  /** Steps done: fewer than asked for when the run diverged. */
  steps: number;
  /** First step without a finite predictor and loss; curves end before it. */
  diverged?: {
    /** Which step. */
    step: number;
    /** What happened, in words. */
    reason: string;
  };
}

/**
 * Gradient descent of a net whose outputs are linearized in its weights at `net`: the tangent kernel stays that of `net`, and
 *   Beta_{t+1} = Beta_t + η Θ_0 E_t,   E = Syx − Beta Sxx   (Θ_0: (D·C)×(D·C), of the unit vectors).
 * Wide nets in NTK parameterization train like this up to O(1/N) (Lee et al. 2019, arXiv:1902.06720); `lazyLimit` replaces Θ_0 by
 * its limit at infinite width, from which it is O(N^−1/2) away. O((C·D)²) a step, and memory. An unstable learning rate ends in a
 * result with `diverged`.
 * @throws ValueError, ShapeError for bad options.
 */
export function linearizedTraining(net: Net, options: LinearizedTrainingOptions): LinearizedTraining {
  knownOptions('linearizedTraining', options, ['moments', 'lr', 'steps', 'layerLr', 'initialPredictor']);
  assertNet(net);
  const { sxx, syx, syy } = checkedMoments('moments', options.moments, net.spec);
  const lr = nonNegative('lr', options.lr);
  const [C, D] = [syx.rows, syx.cols];
  const steps = integer('steps', options.steps, 0, mostOnHeap(C * D));
  const unit = matrix(D, D);
  for (let d = 0; d < D; d++) unit.data[d * D + d] = 1;
  const kernel = net.ntk(unit, unit, { layerLr: options.layerLr });
  const { initialPredictor } = options;
  let beta = checkedPredictor(
    'initialPredictor',
    initialPredictor === undefined ? net.predictor() : initialPredictor,
    C,
    D,
  );
  const predictors: Matrix[] = [];
  const loss: number[] = [];
  let finite = true;
  for (let t = 0; t <= steps; t++) {
    const rest = matmul(beta, sxx);
    const error = syx.data.map((value, at) => value - rest.data[at]);
    const now = momentLoss(syy, beta.data, syx.data, error);
    finite = Number.isFinite(now) && beta.data.every(Number.isFinite);
    if (!finite) break;
    predictors.push(beta);
    loss.push(now);
    if (t === steps) break;
    // columns in the kernel's order, outputs within inputs
    const column = matrix(D * C, 1);
    for (let at = 0; at < error.length; at++) column.data[(at % D) * C + Math.floor(at / D)] = error[at];
    const move = matmul(kernel, column, { alpha: lr });
    beta = matrix(
      C,
      D,
      beta.data.map((value, at) => value + move.data[(at % D) * C + Math.floor(at / D)]),
    );
  }
  const last = predictors.length - 1;
  return {
    loss: Float64Array.from(loss),
    predictors,
    predictor: (t) => predictors[integer('t', t, 0, last)],
    steps: Math.max(0, last),
    diverged: finite ? undefined : { step: last + 1, reason: 'the predictor or the loss is not finite' },
  };
}
