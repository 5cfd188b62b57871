import { assertFits } from '../linalg/resident';
import { bytesPer, type Matrix } from '../matrix';
import type { NetSpec } from '../nets/netSpec';
import { netBytes, ResidentNet, sizesOf } from '../nets/residentNet';
import { core } from '../wasm/load';
import type { Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { batchSource } from './batches';
import { type OptimizerBlock, writeOptimizer } from './optimizerBlock';
import type { TrainPlan } from './plan';
import { isRecorded, recordsBefore } from './record';
import { momentSource, type Source, testFields } from './source';

/** Longest call, so that the arrays over its steps stay small; and the most bytes of predictors one call may record. */
const MOST_STEPS = 4096;
const PREDICTOR_BYTES = 2 ** 22;
/** A normal takes as long as about this many operations of a step. */
const NOISE_WORK = 100;

/** A place to begin at: steps behind it, and v there (none: at rest). */
interface TrainerStart {
  steps: number;
  velocities?: readonly Matrix[];
}

/** What training does to a net in WebAssembly memory, a few steps at a time. Used again for many nets of one spec. */
export class Trainer {
  readonly net: ResidentNet;
  /** Steps done. */
  at = 0;
  /** Losses at steps 0 … at (the last one only when measured); allocated for the whole run. */
  readonly loss: Float64Array;
  readonly testLoss?: Float64Array;
  /** How many entries of `loss` are measured. */
  measured = 0;
  predictors: Matrix[] = [];
  /** Floating-point operations of one step. */
  readonly work: number;
  readonly #source: Source;
  readonly #rates: number;
  readonly #losses: number;
  readonly #testLosses: number;
  readonly #predictors: number = 0;
  readonly #most: number;
  readonly #optimizer?: OptimizerBlock;
  /** v of the layers, where there is momentum. */
  readonly #velocities: WorkspaceMatrix[] = [];
  /** Where the run begins, when it goes on with another one. */
  #start: TrainerStart = { steps: 0 };

  constructor(
    ws: Workspace,
    readonly spec: NetSpec,
    readonly plan: TrainPlan,
  ) {
    const square = plan.moments ? 8 * spec.inputs * spec.inputs * (plan.testMoments ? 2 : 1) : 0;
    const by = plan.optimizer;
    const moving = by && by.momentum > 0;
    const needed = netBytes(spec) * (moving ? 2 : 1) + square;
    assertFits('width', `the weights of ${sizesOf(spec)}${moving ? ', their velocities' : ''} and their data`, needed);
    this.net = new ResidentNet(ws, spec);
    this.net.setRates(plan.layerLr);
    if (by) {
      if (moving) this.#velocities = this.net.zeros(ws);
      this.#optimizer = writeOptimizer(ws, spec, by, {
        rule: moving && by.nesterov ? 'nesterov' : 'heavyBall',
        velocities: moving ? this.#velocities.map(({ pointer }) => pointer) : undefined,
      });
      this.net.prepare({ optimizer: this.#optimizer.pointer });
    }
    this.restart(spec.seed);
    this.#source = plan.moments
      ? momentSource(ws, plan.moments)
      : batchSource(ws, plan.samples!, plan.batch!, plan.steps);
    const predictorBytes = spec.outputs * spec.inputs * bytesPer.float64;
    const records = Math.max(2, Math.floor(PREDICTOR_BYTES / predictorBytes));
    const { every, predictor } = plan.record;
    this.#most = Math.min(MOST_STEPS, this.#source.most, predictor ? (records - 1) * every : MOST_STEPS);
    const longest = Math.min(this.#most, plan.steps) + 1;
    this.#rates = ws.bytes(8 * longest);
    this.#losses = ws.bytes(8 * longest);
    this.#testLosses = ws.bytes(8 * longest);
    if (predictor) {
      this.#predictors = ws.bytes(Math.min(records, Math.ceil(longest / every) + 1) * predictorBytes);
    }
    this.loss = new Float64Array(plan.steps + 1);
    if (plan.testMoments) {
      this.testLoss = new Float64Array(plan.steps + 1);
      this.net.prepare(testFields(ws, plan.testMoments));
    }
    const layers = this.net.scalings.reduce((sum, { fanIn, fanOut }) => sum + fanIn * fanOut, 0);
    const besides = by ? (by.temperature > 0 ? NOISE_WORK : 0) + (moving ? 8 : 2) : 0;
    this.work = (6 * spec.outputs + besides) * layers + this.#source.work * (plan.testMoments ? 2 : 1);
  }

  /** Forgets the past, for a net with this seed; its weights are the caller's business. */
  restart(netSeed: number): void {
    this.measured = 0;
    this.predictors = [];
    this.#start = { steps: 0 };
    this.#rest();
    const { optimizer: by } = this.plan;
    if (by && by.temperature > 0) this.#optimizer!.key(by.noiseSeed, netSeed);
  }

  /** Takes up a run of the same plan where it stopped; its weights are the caller's business. */
  goOn(past: TrainerStart & { loss: Float64Array; testLoss?: Float64Array; predictors?: Matrix[] }): void {
    const { steps, velocities, loss, testLoss, predictors = [] } = past;
    this.#start = { steps, velocities };
    this.#rest();
    this.measured = steps;
    this.loss.set(loss.subarray(0, steps));
    if (testLoss) this.testLoss?.set(testLoss.subarray(0, steps));
    this.predictors = predictors.slice(0, recordsBefore(this.plan.record, steps));
  }

  #rest(): void {
    this.at = this.#start.steps;
    if (this.#start.velocities) this.net.load(this.#start.velocities, this.#velocities);
    else for (const v of this.#velocities) v.fill(0);
  }

  /** v of the layers, sized as the weights; undefined without momentum. */
  velocities(): Matrix[] | undefined {
    return this.#velocities.length > 0 ? this.net.save(this.#velocities) : undefined;
  }

  /**
   * Does up to `count` of the remaining steps and, when they are the last, measures the end.
   * @returns false when a loss was not finite: `measured` losses are, and the weights are of no use
   */
  advance(count: number): boolean {
    const steps = Math.min(count, this.#most, this.plan.steps - this.at);
    return this.#call(steps, this.plan.steps, this.#source.stage(this.at, Math.max(steps, 1)));
  }

  /** Measures where the run stands and records it as its end. */
  finishHere(): boolean {
    return this.#call(0, this.at, this.#source.stage(Math.max(this.at - 1, 0), 1));
  }

  /** Repeats the steps up to number `steps` from the loaded weights of the start without measuring anything new. */
  replay(steps: number): void {
    this.#rest();
    while (this.at < steps) {
      const count = Math.min(this.#most, steps - this.at);
      this.#invoke(count, -1, this.#source.stage(this.at, count), 0);
      this.at += count;
    }
  }

  /** Why the run ended, in words, after `advance` returned false. */
  divergence(): string {
    const last = this.measured - 1;
    if (last < 0) return 'the loss of the initial net is not finite';
    return `the loss was ${this.loss[last].toPrecision(3)} at step ${last} and is not finite at step ${last + 1}; the step size is too large for this net`;
  }

  #invoke(steps: number, total: number, source: object, every: number): number {
    const { buffer } = core().memory;
    new Float64Array(buffer, this.#rates, steps).set(this.plan.rates.subarray(this.at, this.at + steps));
    return this.net.run({
      ...source,
      rates: this.#rates,
      losses: this.#losses,
      testLosses: this.#testLosses,
      predictors: this.#predictors,
      every,
      start: this.at,
      steps,
      total,
    });
  }

  #call(steps: number, total: number, source: object): boolean {
    const { record } = this.plan;
    const finite = this.#invoke(steps, total, source, record.predictor ? record.every : 0);
    const { buffer } = core().memory;
    this.loss.set(new Float64Array(buffer, this.#losses, finite), this.at);
    this.testLoss?.set(new Float64Array(buffer, this.#testLosses, finite), this.at);
    if (record.predictor) this.#keepPredictors(buffer, finite, total);
    this.measured = this.at + finite;
    const expected = this.at + steps === total ? steps + 1 : steps;
    this.at += steps;
    return finite === expected;
  }

  #keepPredictors(buffer: ArrayBufferLike, finite: number, total: number): void {
    const { outputs: rows, inputs: cols } = this.spec;
    const size = rows * cols;
    let count = 0;
    for (let k = 0; k < finite; k++) if (isRecorded(this.plan.record, this.at + k, total)) count++;
    const all = new Float64Array(buffer as ArrayBuffer, this.#predictors, count * size).slice();
    for (let k = 0; k < count; k++) {
      this.predictors.push({ rows, cols, dtype: 'float64', data: all.subarray(k * size, (k + 1) * size) });
    }
  }
}
