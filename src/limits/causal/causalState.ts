import { momentLoss } from '../../data/momentLoss';
import { multiply } from '../../linalg/multiply';
import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { type Matrix, matrix } from '../../matrix';
import { isPlain } from '../../optimizer';
import { JointLayers } from '../joint/jointLayers';
import { addScaled } from './addScaled';
import type { CausalLayers } from './causalLayers';
import type { InfiniteWidthProgress, InfiniteWidthTask } from './infiniteWidthOptions';
import { couple, symmetrize } from './neuronField';
import { PlainLayers } from './plainLayers';
import { ResidualLayers } from './residualLayers';
import { weightKernels } from './weightKernels';
import { WeightLink } from './weightLink';

type TaskSizes = Pick<
  InfiniteWidthTask,
  'inputs' | 'outputs' | 'hidden' | 'steps' | 'moments' | 'optimizer' | 'branch'
>;

/** WebAssembly memory of a run. */
export function runBytes(task: TaskSizes): number {
  const { inputs, outputs, hidden, steps, moments, optimizer, branch } = task;
  const times = steps + 1;
  const n = outputs * times;
  const layers =
    branch === undefined
      ? PlainLayers.bytes(task)
      : JointLayers.bytes({ outputs, times, hidden, branch }, isPlain(optimizer));
  const data = n * n + n * inputs + 4 * outputs * inputs + (moments ? inputs * inputs : 0) + outputs * n;
  return layers + 8 * data;
}

/** A run in WebAssembly memory: predictors, errors and layers, filled time by time (see causalRun). */
export class CausalState {
  readonly layers: CausalLayers;
  readonly links: WeightLink[];
  /** E_t, rows (t, c). */
  readonly errors: WorkspaceMatrix;
  /** Z^0. */
  readonly errorGram: WorkspaceMatrix;
  readonly predictors: Matrix[] = [];
  readonly loss: number[] = [];
  /** Times whose forward images are complete. */
  settled = 0;

  private readonly coefficients: WorkspaceMatrix;
  private readonly predictor: WorkspaceMatrix;
  private readonly sxx: WorkspaceMatrix | undefined;
  /** A copy, as the caller's may change between two steps. */
  private readonly syx: WorkspaceMatrix | undefined;
  private readonly fullError: WorkspaceMatrix | undefined;

  constructor(
    ws: Workspace,
    readonly task: InfiniteWidthTask,
  ) {
    const { inputs, outputs, hidden, steps, branch, learnedBranch, widthRatios } = task;
    const times = steps + 1;
    const n = outputs * times;
    const kernels = weightKernels(task);
    // of W_0 … readout: N_1/N_L, N_{l+1}/N_l, 1
    const ratios = [...widthRatios.map((width, l) => (l === 0 ? width : width / widthRatios[l - 1])), 1];
    this.links = kernels.map((kernel, l) => new WeightLink(kernel, outputs, ratios[l]));
    this.errors = ws.matrix(n, inputs);
    this.errorGram = ws.matrix(n, n);
    this.predictor = ws.matrix(outputs, inputs);
    this.coefficients = ws.matrix(outputs, n);
    if (task.moments) {
      this.sxx = ws.matrix(inputs, inputs, 'float64', task.moments.sxx.data);
      this.syx = ws.matrix(outputs, inputs, 'float64', task.moments.syx.data);
      this.fullError = ws.matrix(outputs, inputs);
    }
    this.layers =
      branch === undefined
        ? new PlainLayers(ws, task, this.links, this.errors, this.errorGram)
        : new ResidualLayers(ws, { outputs, times, hidden, branch, learnedBranch, kernels }, this.errorGram);
  }

  /** Beta_t and, with moments, the loss, from g_1. False when they or a backward field are not finite. */
  observe(t: number): boolean {
    const { task, layers, links, predictor } = this;
    const { gamma0, inputs, outputs } = task;
    if (!layers.finiteAt(t, 'g')) return false;
    // Beta = c(t) ⟨g_1 W_0(0)⟩/(γ0 √D) + Σ_s K_0(t, s) G^1(t, s) E_s/(γ0 D); for growing sources u_1 the first term is a response
    const { correlations, response } = layers.first();
    const [{ ratio, kernel }] = links;
    const cross = response && { matrix: response };
    const coefficients = couple(this.coefficients, t, links[0], { correlations, cross }, ratio);
    const past = this.errors.block(0, 0, t * outputs, inputs);
    predictor.fill(0);
    if (t > 0) multiply(predictor, coefficients, past, { alpha: 1 / (gamma0 * inputs) });
    if (!response) {
      const factor = (ratio * kernel.variance * kernel.start[t]) / (gamma0 * Math.sqrt(inputs));
      const initial = layers.fixedInput!(t);
      for (let c = 0; c < outputs; c++) {
        addScaled(predictor.row(c), initial.row(c), factor);
      }
    }
    const beta = predictor.copy();
    const loss = this.fullBatch(beta);
    if (!beta.data.every(Number.isFinite) || !Number.isFinite(loss ?? 0)) return false;
    this.predictors.push(beta);
    if (loss !== undefined) this.loss.push(loss);
    return true;
  }

  /** E_t and its Gram matrix Z^0 with the earlier ones. */
  measure(t: number): void {
    const { task, errors, errorGram, fullError } = this;
    const { inputs, outputs } = task;
    const row = t * outputs;
    const error = errors.block(row, 0, outputs, inputs);
    if (task.error) error.set(task.error(t, copied(this.predictors[t])));
    else error.set(fullError!);
    const gram = errorGram.block(row, 0, outputs, row + outputs);
    multiply(gram, error, errors.block(0, 0, row + outputs, inputs), { transposeB: true, alpha: 1 / inputs });
    symmetrize(errorGram, t, outputs);
  }

  /** Closes time t. False when a forward image is not finite. */
  settle(t: number): boolean {
    if (!this.layers.finiteAt(t, 'z')) return false;
    this.settled = t + 1;
    return true;
  }

  progress(): InfiniteWidthProgress {
    const step = Math.max(0, this.predictors.length - 1);
    return { step, steps: this.task.steps, loss: this.loss[step] };
  }

  /** Loss ½ mean‖y − f‖² and, in `fullError`, Syx − Beta·Sxx, where there are moments. */
  private fullBatch(beta: Matrix): number | undefined {
    const { task, sxx, syx, fullError, predictor } = this;
    if (!task.moments || !sxx || !syx || !fullError) return undefined;
    fullError.set(syx);
    multiply(fullError, predictor, sxx, { transposeB: true, alpha: -1, beta: 1 });
    return momentLoss(task.moments.syy, beta.data, syx.data, fullError.data);
  }
}

function copied(m: Matrix): Matrix {
  return matrix(m.rows, m.cols, m.data.slice(), m.dtype);
}
