import { momentLoss } from '../../data/momentLoss';
import { multiply } from '../../linalg/multiply';
import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { isPlain } from '../../optimizer';
import { rng } from '../../random/rng';
import { addScaled } from '../causal/addScaled';
import { bartlett } from '../mixture/bartlett';
import type { TwoLayerTask } from './twoLayerOptions';

/** W_0 and readout, or their velocities: a row for each neuron. */
type Pair = readonly [WorkspaceMatrix, WorkspaceMatrix];

/**
 * At most D + C neurons with the second moments of all N: predictor and gradients see nothing else, and their own update is
 * that of the second moments, P ← (1 + M) P (1 + M)ᵀ.
 */
export class TwoLayerState {
  /** Beta. */
  readonly predictor: WorkspaceMatrix;
  private readonly weights: Pair;
  private readonly velocity: Pair | undefined;
  /** w̃, at which the net is read. */
  private readonly read: Pair;
  private readonly error: WorkspaceMatrix;
  private readonly sxx: WorkspaceMatrix;
  private readonly image: WorkspaceMatrix;
  /** A copy, as the caller's may change between two steps. */
  private readonly syx: WorkspaceMatrix;
  private readonly neurons: number;
  /** The neurons of a draw, scales left out. */
  private readonly rows: WorkspaceMatrix;

  constructor(
    ws: Workspace,
    private readonly task: TwoLayerTask,
  ) {
    const { inputs, outputs, moments, width, initial, optimizer } = task;
    const size = inputs + outputs;
    this.neurons = initial ? size : Math.min(width, size);
    const pair = (): Pair => [ws.matrix(this.neurons, inputs), ws.matrix(this.neurons, outputs)];
    this.weights = pair();
    this.velocity = isPlain(optimizer) ? undefined : pair();
    this.read = optimizer.nesterov && this.velocity ? pair() : this.weights;
    this.predictor = ws.matrix(outputs, inputs);
    this.error = ws.matrix(outputs, inputs);
    this.sxx = ws.matrix(inputs, inputs, 'float64', moments.sxx.data);
    this.syx = ws.matrix(outputs, inputs, 'float64', moments.syx.data);
    this.rows = ws.matrix(this.neurons, size);
    this.image = ws.matrix(this.neurons, outputs);
  }

  /** Draw number k of the initial state. */
  start(k: number): void {
    const { neurons, task } = this;
    const { inputs, outputs, width, initial, initialScales, seed } = task;
    const size = inputs + outputs;
    const { rows } = this;
    rows.fill(0);
    const finite = width < Number.POSITIVE_INFINITY;
    if (initial) rows.set(initial);
    else if (!finite) for (let i = 0; i < size; i++) rows.row(i)[i] = 1;
    else if (width < size)
      rows.data.set(
        rng(seed)
          .fork(k)
          .normal(neurons * size),
      );
    else bartlett(rows, width, rng(seed).fork(k));
    const scale = initial || !finite ? 1 : 1 / Math.sqrt(width);
    this.weights.forEach((part, l) => {
      part.fill(0);
      for (let i = 0; i < neurons; i++) {
        const from = l === 0 ? rows.row(i).subarray(0, inputs) : rows.row(i).subarray(inputs);
        addScaled(part.row(i), from, scale * (initial ? 1 : initialScales[l]));
      }
    });
    for (const part of this.velocity ?? []) part.fill(0);
  }

  /** Beta and E of the present weights; the loss. */
  observe(): number {
    const { task, predictor, error, read, weights, velocity, sxx, syx } = this;
    const { moments, gamma0, inputs, optimizer } = task;
    if (read !== weights) {
      read.forEach((part, l) => {
        part.set(weights[l]);
        addScaled(part.data, velocity![l].data, optimizer.momentum);
      });
    }
    multiply(predictor, read[1], read[0], { transposeA: true, alpha: 1 / (gamma0 * Math.sqrt(inputs)) });
    error.set(syx);
    multiply(error, predictor, sxx, { transposeB: true, alpha: -1, beta: 1 });
    return momentLoss(moments.syy, predictor.data, syx.data, error.data);
  }

  /** Step of size `rate`, after `observe`. */
  advance(rate: number): void {
    const { task, read, weights, velocity, error, image } = this;
    const { layerLr, gamma0, inputs, optimizer } = task;
    const kappa = layerLr.map((factor) => (rate * factor * gamma0) / Math.sqrt(inputs));
    const [first, last] = velocity ?? weights;
    multiply(image, read[0], error, { transposeB: true });
    const { momentum, weightDecay, decoupledDecay } = optimizer;
    velocity?.forEach((part, l) => {
      const values = part.data;
      for (let i = 0; i < values.length; i++) values[i] *= momentum;
      if (weightDecay[l] > 0) addScaled(values, read[l].data, -rate * weightDecay[l]);
    });
    multiply(first, read[1], error, { alpha: kappa[0], beta: 1 });
    addScaled(last.data, image.data, kappa[1]);
    velocity?.forEach((part, l) => {
      const values = weights[l].data;
      const kept = 1 - rate * decoupledDecay[l];
      for (let i = 0; i < values.length; i++) values[i] *= kept;
      addScaled(values, part.data);
    });
  }
}
