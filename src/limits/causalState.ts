import { multiply } from '../linalg/multiply';
import type { Workspace, WorkspaceMatrix } from '../linalg/resident';
import { type Matrix, matrix } from '../matrix';
import { isPlain } from '../optimizer';
import { addScaled } from './addScaled';
import type { InfiniteWidthProgress, InfiniteWidthTask } from './infiniteWidthOptions';
import { couple, NeuronField, type Scratch, symmetrize, type Upstream } from './neuronField';
import { SourceCovariance } from './sourceCovariance';
import { weightKernels } from './weightKernels';
import { WeightLink } from './weightLink';

type TaskSizes = Pick<InfiniteWidthTask, 'inputs' | 'outputs' | 'steps' | 'optimizer'>;

/**
 * Gaussians of u_1 and r_L in their fixed form; undefined: the growing form. Fixed u_1 costs 2·n²·D multiply-adds in all,
 * growing u_1, whose rows are triangular, 4/3·n³ (n = outputs·times). With noise new Gaussians enter at every step.
 */
export function fixedSizes({ inputs, outputs, steps, optimizer }: TaskSizes): { input?: number; readout?: number } {
  if (optimizer.temperature > 0) return {};
  const n = outputs * (steps + 1);
  return { input: 3 * inputs < 2 * n ? inputs : undefined, readout: outputs };
}

/** WebAssembly memory of a run. */
export function runBytes(task: TaskSizes & Pick<InfiniteWidthTask, 'hidden' | 'moments'>): number {
  const { inputs, outputs, hidden, steps, moments, optimizer } = task;
  const n = outputs * (steps + 1);
  const { input, readout } = fixedSizes(task);
  const rows = 2 * n * ((input ?? n) + (readout ?? n)) + 4 * n * n * (hidden - 1);
  const correlations = 2 * n * n * hidden;
  const growing = 2 * (hidden - 1) + +(input === undefined) + +(readout === undefined);
  const covariances = isPlain(optimizer) ? 0 : n * n * growing;
  const data = n * inputs + 4 * outputs * inputs + (moments ? inputs * inputs : 0);
  return 8 * (rows + correlations + covariances + data + 2 * outputs * n);
}

/** The fields of all layers in WebAssembly memory, filled time by time (see causalRun). */
export class CausalState {
  readonly z: NeuronField[] = [];
  readonly g: NeuronField[] = [];
  readonly links: WeightLink[];
  /** E_t, rows (t, c). */
  readonly errors: WorkspaceMatrix;
  /** Z^0. */
  readonly errorGram: WorkspaceMatrix;
  readonly predictors: Matrix[] = [];
  readonly loss: number[] = [];
  /** Times whose forward images are complete. */
  settled = 0;

  private readonly scratch: Scratch;
  private readonly predictor: WorkspaceMatrix;
  private readonly sxx: WorkspaceMatrix | undefined;
  private readonly fullError: WorkspaceMatrix | undefined;
  private readonly base: { input?: WorkspaceMatrix; readout?: WorkspaceMatrix };

  constructor(
    ws: Workspace,
    readonly task: InfiniteWidthTask,
  ) {
    const { inputs, outputs, steps } = task;
    const n = outputs * (steps + 1);
    this.links = weightKernels(task).map((kernel, l) => new WeightLink(kernel, outputs, task.ratios[l]));
    this.errors = ws.matrix(n, inputs);
    this.errorGram = ws.matrix(n, n);
    this.predictor = ws.matrix(outputs, inputs);
    this.scratch = { coefficients: ws.matrix(outputs, n), product: ws.matrix(outputs, n) };
    if (task.moments) {
      this.sxx = ws.matrix(inputs, inputs, 'float64', task.moments.sxx.data);
      this.fullError = ws.matrix(outputs, inputs);
    }

    const { input, readout } = fixedSizes(task);
    this.base = {
      readout: readout === undefined ? undefined : ws.matrix(outputs, outputs),
      input: input === undefined ? undefined : ws.matrix(outputs, inputs),
    };
    for (let c = 0; c < (readout ?? 0); c++) this.base.readout!.row(c)[c] = 1;
  }

  /** Makes the fields, one a turn: clearing the memory of large ones takes a while. */
  *allocate(ws: Workspace): Generator<void> {
    const { outputs, hidden, steps } = this.task;
    const { input, readout } = fixedSizes(this.task);
    const times = steps + 1;
    const first = (l: number) => (l === 1 ? input : undefined);
    const last = (l: number) => (l === hidden ? readout : undefined);
    const covariance = (link: WeightLink, ratio: number, of: WorkspaceMatrix | undefined, fixed: number | undefined) =>
      new SourceCovariance(ws, link, ratio, outputs, of, fixed !== undefined);
    for (let l = 1; l <= hidden; l++) {
      const of = l > 1 ? this.z[l - 1].correlations : this.errorGram;
      const sizes = { own: first(l), cross: last(l) };
      const own = covariance(this.links[l - 1], 1, of, first(l));
      this.z[l] = new NeuronField(ws, outputs, times, sizes, own, { correlated: l < hidden });
      yield;
    }
    for (let l = hidden; l >= 1; l--) {
      const link = this.links[l];
      const own = covariance(link, link.ratio, this.g[l + 1]?.correlations, last(l));
      this.g[l] = new NeuronField(ws, outputs, times, { own: last(l), cross: first(l) }, own);
      yield;
    }
  }

  /** g_l(t). */
  backward(t: number, l: number): void {
    const { g, z, links, scratch } = this;
    const link = links[l];
    const coefficients = couple(scratch.coefficients, t, link, g[l + 1], link.ratio);
    const base = l === this.task.hidden ? this.base.readout : undefined;
    g[l].advance(t, z[l], coefficients, base, link.kernel.start[t]);
    g[l].correlate(t, z[l], scratch);
  }

  /** Beta_t and, with moments, the loss, from g_1. False when they or a backward field are not finite. */
  observe(t: number): boolean {
    const { task, g, links, predictor, scratch } = this;
    const { gamma0, hidden, inputs, outputs } = task;
    for (let l = 1; l <= hidden; l++) if (!g[l].finiteAt(t)) return false;
    const growing = this.base.input === undefined;
    // Beta = c(t) ⟨g_1 W_0(0)⟩/(γ0 √D) + Σ_s K_0(t, s) G^1(t, s) E_s/(γ0 D); for growing sources u_1 the first term is a response
    const upstream: Upstream = growing ? g[1] : { correlations: g[1].correlations };
    const [{ ratio, kernel }] = links;
    const coefficients = couple(scratch.coefficients, t, links[0], upstream, ratio);
    const past = this.errors.block(0, 0, t * outputs, inputs);
    predictor.fill(0);
    if (t > 0) multiply(predictor, coefficients, past, { alpha: 1 / (gamma0 * inputs) });
    if (!growing) {
      const factor = (ratio * kernel.variance * kernel.start[t]) / (gamma0 * Math.sqrt(inputs));
      const response = g[1].cross.at(t, false);
      for (let c = 0; c < outputs; c++) {
        addScaled(predictor.row(c), response.row(c), factor);
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

  /** z_l(t). */
  forward(t: number, l: number): void {
    const { g, z, links, scratch, task } = this;
    const upstream = l === 1 ? { correlations: this.errorGram } : z[l - 1];
    const coefficients = couple(scratch.coefficients, t, links[l - 1], upstream);
    z[l].advance(t, g[l], coefficients, l === 1 ? this.inputBase(t) : undefined, links[l - 1].kernel.start[t]);
    if (l < task.hidden) z[l].correlate(t, g[l], scratch);
  }

  /** Closes time t. False when a forward image is not finite. */
  settle(t: number): boolean {
    for (let l = 1; l <= this.task.hidden; l++) if (!this.z[l].finiteAt(t)) return false;
    this.settled = t + 1;
    return true;
  }

  progress(): InfiniteWidthProgress {
    const step = Math.max(0, this.predictors.length - 1);
    return { step, steps: this.task.steps, loss: this.loss[step] };
  }

  /** E_t/√D: how the entries of a row of W_0 enter z_1. */
  private inputBase(t: number): WorkspaceMatrix | undefined {
    const { input } = this.base;
    if (!input) return undefined;
    const { inputs, outputs } = this.task;
    const scale = 1 / Math.sqrt(inputs);
    for (let c = 0; c < outputs; c++) {
      const from = this.errors.row(t * outputs + c);
      const to = input.row(c);
      for (let d = 0; d < inputs; d++) to[d] = scale * from[d];
    }
    return input;
  }

  /** Loss ½ mean‖y − f‖² and, in `fullError`, Syx − Beta·Sxx, where there are moments. */
  private fullBatch(beta: Matrix): number | undefined {
    const { task, sxx, fullError, predictor } = this;
    if (!task.moments || !sxx || !fullError) return undefined;
    const { syx, syy } = task.moments;
    fullError.set(syx);
    multiply(fullError, predictor, sxx, { transposeB: true, alpha: -1, beta: 1 });
    const error = fullError.data;
    let explained = 0;
    for (let i = 0; i < error.length; i++) explained += beta.data[i] * (syx.data[i] + error[i]);
    return 0.5 * (syy - explained);
  }
}

function copied(m: Matrix): Matrix {
  return matrix(m.rows, m.cols, m.data.slice(), m.dtype);
}
