import { checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { ShapeError } from '../errors';
import { matmul } from '../linalg/matmul';
import { asMatrix, type Matrix, type MatrixLike, matrix } from '../matrix';
import { assertNet, type Net, type RateOptions } from '../nets/net';
import { assertNumbers, integer, knownOptions, nonNegative, zeros64 } from '../validate';

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
}

/**
 * Gradient descent of a net whose outputs are linearized in its weights at `net`: the tangent kernel stays that of `net`, and
 *   Beta_{t+1} = Beta_t + η Θ_0 E_t,   E = Syx − Beta Sxx   (Θ_0: (D·C)×(D·C), of the unit vectors).
 * Wide nets in NTK parameterization train like this up to O(1/N) (Lee et al. 2019, arXiv:1902.06720); `lazyLimit` replaces Θ_0 by
 * its limit at infinite width, from which it is O(N^−1/2) away. O((C·D)²) a step, and memory.
 * @throws ValueError, ShapeError for bad options.
 */
export function linearizedTraining(net: Net, options: LinearizedTrainingOptions): LinearizedTraining {
  knownOptions('linearizedTraining', options, ['moments', 'lr', 'steps', 'layerLr', 'initialPredictor']);
  assertNet(net);
  const { sxx, syx, syy } = checkedMoments('moments', options.moments, net.spec);
  const lr = nonNegative('lr', options.lr);
  const steps = integer('steps', options.steps, 0);
  const [C, D] = [syx.rows, syx.cols];
  const unit = matrix(D, D);
  for (let d = 0; d < D; d++) unit.data[d * D + d] = 1;
  const kernel = net.ntk(unit, unit, { layerLr: options.layerLr });
  const first = options.initialPredictor ? asMatrix(options.initialPredictor, 'initialPredictor') : net.predictor();
  if (first.rows !== C || first.cols !== D) {
    throw new ShapeError(`initialPredictor: expected ${C}×${D}, got ${first.rows}×${first.cols}`);
  }
  const predictors = [matrix(C, D, Float64Array.from(first.data))];
  const loss = zeros64('steps', steps + 1);
  // one column in the kernel's order, outputs within inputs
  const error = matrix(D * C, 1);
  for (let t = 0; ; t++) {
    const beta = predictors[t];
    const rest = matmul(beta, sxx);
    let explained = 0;
    for (let c = 0; c < C; c++) {
      for (let d = 0; d < D; d++) {
        const at = c * D + d;
        error.data[d * C + c] = syx.data[at] - rest.data[at];
        explained += beta.data[at] * (2 * syx.data[at] - rest.data[at]);
      }
    }
    loss[t] = 0.5 * (syy - explained);
    assertNumbers('moments, lr', loss[t]);
    if (t === steps) break;
    const move = matmul(kernel, error, { alpha: lr });
    predictors.push(
      matrix(
        C,
        D,
        beta.data.map((value, at) => value + move.data[(at % D) * C + Math.floor(at / D)]),
      ),
    );
  }
  return { loss, predictors, predictor: (t) => predictors[integer('t', t, 0, steps)] };
}
