import { drain, type Progress, YIELD_MS } from '../longWork';
import { type NetOptions, type NetSpec, netSpec } from '../nets/netSpec';
import { checkWatchers, integer, isNumberList, reject, seedValue } from '../validate';
import { currentBuild } from '../wasm/load';
import { workspace } from '../wasm/workspace';
import { checkNames, dataWork, type TrainPlanOptions, trainPlan } from './plan';
import { isRecorded, type RecordOptions } from './record';
import type { TrainRun } from './train';
import { Trainer } from './trainer';

export interface EnsembleOptions extends TrainPlanOptions {
  /** Seeds of the nets, or how many: 0 … count − 1. Mini-batches come in the same order for every net. */
  seeds: number | ArrayLike<number>;
  /** Which steps to keep, and whether with the end-to-end predictors. */
  record?: Omit<RecordOptions, 'quantities'> & {
    /** Of those of `train` the predictor alone: Beta (C×D, float64). */
    quantities: readonly 'predictor'[];
  };
  /** Stops the nets that are not done at the next report of progress. */
  signal?: AbortSignal;
  /** Called about every 20 ms; returning false stops after the nets that are done. `step` counts steps of all nets. */
  onProgress?: (progress: Progress) => unknown;
}

/** One net of an ensemble: a TrainRun without the trained weights. */
export type EnsembleMember = Pick<
  TrainRun,
  'loss' | 'steps' | 'testLoss' | 'predictors' | 'recorded' | 'diverged' | 'build' | 'dtype'
> & {
  /** What `compare` reads of a net. */
  net: {
    /** Its options with every default filled in. */
    spec: NetSpec;
    /** N_L. */
    width: number;
  };
};

/** A curve over the steps: mean over the nets and its standard error. */
export interface MeanCurve {
  /** Mean over the nets at every step. */
  mean: Float64Array;
  /** Standard error of the mean; NaN for one net. */
  standardError: Float64Array;
}

export interface EnsembleRun {
  /** One per seed, in order; `compare` takes them. */
  runs: EnsembleMember[];
  /** Over the nets that did not diverge. */
  loss: MeanCurve;
  /** Loss on testMoments, over the same nets. */
  testLoss?: MeanCurve;
  /** How many nets diverged. */
  diverged: number;
  /** How many of the seeds were done, when onProgress or the signal stopped the rest. */
  stopped?: {
    /** Number of seeds. */
    seeds: number;
  };
}

/**
 * Trains one net per seed, `createNet({ ...net, seed })` and `train`, bit for bit, without leaving WebAssembly memory:
 * thousands of small nets a second.
 * @throws ValueError or ShapeError, before any work, for options outside their range or unknown
 */
export function trainEnsemble(net: Omit<NetOptions, 'seed'>, options: EnsembleOptions): EnsembleRun {
  return drain(trainEnsembleSteps(net, options), options.onProgress);
}

/** The same as a generator that yields about every 20 ms. Options are checked at once. */
export function trainEnsembleSteps(
  net: Omit<NetOptions, 'seed'>,
  options: EnsembleOptions,
): Generator<Progress, EnsembleRun, boolean | undefined> {
  checkNames('trainEnsemble', options, ['record', 'seeds', 'signal', 'onProgress']);
  checkWatchers(options);
  if (typeof net !== 'object' || net === null) reject('net', 'the options of createNet without seed', net);
  const seeds = readSeeds(options.seeds);
  if ((net as NetOptions).seed !== undefined) reject('seed', 'none (the ensemble has seeds)', (net as NetOptions).seed);
  const spec = netSpec({ ...net, seed: seeds[0] }, 'trainEnsemble');
  if ((options.record?.quantities as string[] | undefined)?.includes('weights')) {
    reject('record.quantities', "['predictor'] in an ensemble", options.record?.quantities);
  }
  return run(spec, seeds, options);
}

const MOST_SEEDS = 1e7;

function readSeeds(seeds: unknown): number[] {
  if (typeof seeds === 'number') return Array.from({ length: integer('seeds', seeds, 1, MOST_SEEDS) }, (_, k) => k);
  if (!isNumberList(seeds) || seeds.length === 0) reject('seeds', 'a number of seeds or a list of them', seeds);
  return Array.from(seeds, (seed, k) => seedValue(`seeds[${k}]`, seed));
}

function run(spec: NetSpec, seeds: number[], options: EnsembleOptions) {
  const plan = trainPlan(spec, options, seeds.length);
  const { signal } = options;
  return (function* (): Generator<Progress, EnsembleRun, boolean | undefined> {
    const runs: EnsembleMember[] = [];
    const steps = seeds.length * plan.steps;
    const whole = signal?.aborted ? undefined : yield* dataWork(plan, { step: 0, steps }, signal);
    if (!whole) return summary(runs, { stopped: { seeds: 0 } });
    const ws = workspace();
    try {
      const trainer = new Trainer(ws, spec, whole);
      // As in train: short calls until the speed is known.
      let perMs = 1e6;
      let last = performance.now();
      for (const seed of seeds) {
        trainer.restart(seed);
        trainer.net.draw(seed);
        for (let ok = true; ok && trainer.measured <= plan.steps; ) {
          const from = trainer.at;
          const before = performance.now();
          ok = trainer.advance(Math.max(1, Math.floor((YIELD_MS * perMs) / trainer.work)));
          const now = performance.now();
          if (now > before + 0.1) perMs = Math.max(1e4, ((trainer.at - from) * trainer.work) / (now - before));
          if (now - last < YIELD_MS) continue;
          const go = yield { step: runs.length * plan.steps + trainer.at, steps };
          if (go === false || signal?.aborted) return summary(runs, { stopped: { seeds: runs.length } });
          last = performance.now();
        }
        runs.push(member(trainer, seed));
      }
      return summary(runs, {});
    } finally {
      ws.dispose();
    }
  })();
}

function member(trainer: Trainer, seed: number): EnsembleMember {
  const { plan, measured } = trainer;
  const spec = Object.freeze({ ...trainer.spec, seed });
  const steps: number[] = [];
  if (plan.record.every) {
    for (let t = 0; t < measured; t++) if (isRecorded(plan.record, t, plan.steps)) steps.push(t);
  }
  return {
    loss: trainer.loss.slice(0, measured),
    steps: Math.max(0, measured - 1),
    ...(trainer.testLoss && { testLoss: trainer.testLoss.slice(0, measured) }),
    ...(plan.record.predictor && { predictors: trainer.predictors }),
    recorded: { steps },
    ...(measured <= plan.steps && { diverged: { step: measured, reason: trainer.divergence() } }),
    build: currentBuild(),
    dtype: spec.dtype,
    net: { spec, width: spec.widths[spec.hidden - 1] },
  };
}

function summary(runs: EnsembleMember[], rest: Pick<EnsembleRun, 'stopped'>): EnsembleRun {
  const whole = runs.filter((run) => !run.diverged);
  const tests = whole.flatMap((run) => run.testLoss ?? []);
  return {
    runs,
    loss: meanCurve(whole.map((run) => run.loss)),
    ...(tests.length > 0 && { testLoss: meanCurve(tests) }),
    diverged: runs.length - whole.length,
    ...rest,
  };
}

/** Mean and standard error in two passes, for accuracy. */
function meanCurve(curves: Float64Array[]): MeanCurve {
  const n = curves.length;
  const length = n === 0 ? 0 : curves[0].length;
  const mean = new Float64Array(length);
  const standardError = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    let sum = 0;
    for (const curve of curves) sum += curve[t];
    mean[t] = sum / n;
    let squares = 0;
    for (const curve of curves) squares += (curve[t] - mean[t]) * (curve[t] - mean[t]);
    standardError[t] = n > 1 ? Math.sqrt(squares / (n - 1) / n) : Number.NaN;
  }
  return { mean, standardError };
}
