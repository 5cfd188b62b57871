import type { CheckedMoments } from '../data/checkedMoments';
import { assertFits } from '../linalg/resident';
import type { Matrix } from '../matrix';
import type { NetSpec } from '../nets/netSpec';
import { netBytes, ResidentNet, sizesOf } from '../nets/residentNet';
import { core } from '../wasm/load';
import type { Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { differences, stages } from './dormandPrince';
import { writeOptimizer } from './optimizerBlock';
import { momentSource } from './source';

const STAGES = differences.length;
/** Norm of weights below which they are 0 to the flow, as decay makes them: their error is counted against this, not against themselves. */
const VANISHED = 1e-290;

interface FlowLayer {
  /** Row 0: the weights at the start of the step; rows 1 … 7: their derivatives at the stages. */
  stack: WorkspaceMatrix;
  /** Where the derivative is taken. */
  weights: number;
  size: number;
  /** √min(fanIn, fanOut): times the size of an error over that of the weights, its size in terms of a singular value. */
  rank: number;
}

/**
 * Weights in motion along dW_l/dt = r_l ρ_l (−∂loss/∂W_l) − λ_l W_l, in WebAssembly memory and in float64 whatever the
 * net's dtype. The derivative is a training step that moves velocities only.
 */
export class FlowField {
  /** Loss and predictor (C×D) where the derivative was last taken. */
  loss = 0;
  readonly #net: ResidentNet;
  readonly #layers: FlowLayer[];
  readonly #blocks: number[];
  readonly #coefficients: number;
  readonly #error: number;
  readonly #losses: number;
  readonly #predictor: WorkspaceMatrix;

  constructor(
    ws: Workspace,
    spec: NetSpec,
    moments: CheckedMoments,
    { layerLr, weightDecay }: { layerLr: number[]; weightDecay: number[] },
  ) {
    const wide: NetSpec = { ...spec, dtype: 'float64' };
    assertFits('width', `${STAGES + 2} copies of the weights of ${sizesOf(wide)}`, (STAGES + 2) * netBytes(wide));
    const net = new ResidentNet(ws, wide);
    net.setRates(layerLr);
    this.#net = net;
    this.#layers = net.resident.map((weights, l) => {
      const size = weights.rows * weights.cols;
      const { fanIn, fanOut } = net.scalings[l];
      const rank = Math.sqrt(Math.min(fanIn, fanOut));
      return { stack: ws.matrix(STAGES + 1, size), weights: weights.pointer, size, rank };
    });
    const none = weightDecay.map(() => 0);
    const rule = { momentum: 0, nesterov: false, weightDecay, decoupledDecay: none, temperature: 0 };
    this.#blocks = differences.map((_, stage) => {
      const velocities = this.#layers.map(({ stack, size }) => stack.pointer + 8 * (stage + 1) * size);
      return writeOptimizer(ws, wide, rule, { rule: 'velocity', velocities }).pointer;
    });
    this.#coefficients = ws.bytes(8 * (STAGES + 1));
    this.#error = ws.bytes(8 * Math.max(...this.#layers.map(({ size }) => size)));
    this.#predictor = ws.matrix(spec.outputs, spec.inputs);
    const rates = ws.matrix(1, 1, 'float64', [1]).pointer;
    this.#losses = ws.bytes(8);
    // The first of two steps: a run measures its end after the last one.
    const one = { rates, losses: this.#losses, every: 1, start: 0, steps: 1, total: 2 };
    net.prepare({ ...momentSource(ws, moments).stage(0, 1), ...one });
  }

  /** Puts the flow at these weights. @returns false when their loss is not finite */
  load(weights: readonly Matrix[]): boolean {
    this.#net.load(weights);
    this.#keep();
    return this.#derivative(0);
  }

  /** The weights where the derivative was last taken. */
  save(): Matrix[] {
    return this.#net.save();
  }

  predictor(): Matrix {
    return this.#predictor.copy();
  }

  /** A first step size: one in which no matrix changes by more than a hundredth. */
  firstStep(): number {
    const { nrm2F64 } = core().kernels;
    let fastest = 0;
    for (const { stack, size } of this.#layers) {
      const weights = nrm2F64(size, stack.pointer);
      if (weights > 0) fastest = Math.max(fastest, nrm2F64(size, stack.pointer + 8 * size) / weights);
    }
    return 0.01 / fastest;
  }

  /**
   * Tries a step of size h. Its error is that of the worst matrix: the norm of the error over the root mean square of the
   * matrix's singular values, which means the same at every width. @returns undefined when the step left the finite numbers
   */
  attempt(h: number): number | undefined {
    let finite = true;
    for (let stage = 1; finite && stage < STAGES; stage++) {
      this.#combine(stages[stage - 1], h);
      finite = this.#derivative(stage);
    }
    const error = finite ? this.#distance(h) : Number.NaN;
    if (Number.isFinite(error)) return error;
    // A derivative adds to 0 times what was there, which must be finite.
    for (const { stack } of this.#layers) for (let stage = 1; stage < STAGES; stage++) stack.row(stage + 1).fill(0);
    return undefined;
  }

  /** Makes the end of the last attempt the start of the next: its derivative is there already. */
  accept(): void {
    this.#keep();
    for (const { stack } of this.#layers) stack.row(1).set(stack.row(STAGES));
  }

  #keep(): void {
    this.#layers.forEach(({ stack }, l) => {
      stack.row(0).set(this.#net.resident[l].data);
    });
  }

  #derivative(stage: number): boolean {
    const finite = this.#net.run({ optimizer: this.#blocks[stage], predictors: this.#predictor.pointer });
    this.loss = new Float64Array(core().memory.buffer, this.#losses, 1)[0];
    return finite === 1;
  }

  /** Weights = start of the step + h Σ coefficients · derivatives. */
  #combine(coefficients: readonly number[], h: number): void {
    const pointer = this.#coefficients;
    const into = new Float64Array(core().memory.buffer, pointer, coefficients.length + 1);
    into[0] = 1;
    for (let j = 0; j < coefficients.length; j++) into[j + 1] = h * coefficients[j];
    const { kernels } = core();
    for (const { stack, size, weights } of this.#layers) {
      kernels.gemvF64(1, coefficients.length + 1, size, 1, stack.pointer, size, pointer, 0, weights);
    }
  }

  /** The error of an attempted step, whose end the weights are. */
  #distance(h: number): number {
    const { kernels, memory } = core();
    new Float64Array(memory.buffer, this.#coefficients, STAGES).set(differences);
    let worst = 0;
    for (const { stack, size, weights, rank } of this.#layers) {
      const first = stack.pointer + 8 * size;
      kernels.gemvF64(1, STAGES, size, h, first, size, this.#coefficients, 0, this.#error);
      const error = kernels.nrm2F64(size, this.#error);
      const scale = Math.max(kernels.nrm2F64(size, stack.pointer), kernels.nrm2F64(size, weights), VANISHED);
      // A matrix of zeros that stays so has no error.
      if (error !== 0) worst = Math.max(worst, (error * rank) / scale);
    }
    return worst;
  }
}
