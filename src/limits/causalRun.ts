import { workspace } from '../linalg/resident';
import { YIELD_MS } from '../longWork';
import { type Matrix, matrix } from '../matrix';
import { CausalHistory } from './causalHistory';
import type { FieldHistory } from './causalLayers';
import { CausalState } from './causalState';
import { criticalLearningRate, tangentConstant } from './criticalLearningRate';
import type { InfiniteWidthProgress, InfiniteWidthTask } from './infiniteWidthOptions';
import type { WeightLink } from './weightLink';

/** Everything a finished run keeps, on the JavaScript heap. Times: g and predictors 0 … last, z and errors 0 … settled − 1. */
export interface CausalRun {
  task: InfiniteWidthTask;
  /** Empty without moments. */
  loss: Float64Array;
  predictors: Matrix[];
  /** E_t, rows (t, c). */
  errors: Matrix;
  /** Times for which the forward images are known. */
  settled: number;
  /** Z^0. */
  errorGram: CausalHistory;
  /** z_1 … z_L at indices 1 … L. */
  z: FieldHistory[];
  /** g_1 … g_L at indices 1 … L. */
  g: FieldHistory[];
  /** W_0 … readout. */
  links: WeightLink[];
  diverged?: { step: number; reason: string; criticalLr?: number };
  stopped?: { step: number };
}

type Work<T> = Generator<InfiniteWidthProgress, T, boolean | undefined>;

/** Reports progress when it is time, or `now`. False when the run shall stop. */
type Pause = (now?: boolean) => Work<boolean>;

interface End {
  diverged?: string;
  stopped?: boolean;
}

/**
 * The strictly causal solution of docs/infinite-width.md (no fixed point is iterated): time by time, the backward
 * fields g_L … g_1 from earlier z, the predictor and the error moment, then the forward images z_1 … z_L from earlier g.
 */
export function* causalRun(task: InfiniteWidthTask): Work<CausalRun> {
  const ws = workspace();
  try {
    const state = new CausalState(ws, task);
    let rested = performance.now();
    const pause: Pause = function* (now = false) {
      if (!now && performance.now() - rested < YIELD_MS) return true;
      const go = yield state.progress();
      rested = performance.now();
      return go !== false && !task.signal?.aborted;
    };
    let go = true;
    for (const _ of state.layers.allocate()) go = (yield* pause()) && go;
    const end = yield* sweep(state, pause, go);
    return yield* collect(state, pause, end);
  } finally {
    ws.dispose();
  }
}

/** All times. A run that shall not `go` ends after the first, so that every result has a beginning. */
function* sweep(state: CausalState, pause: Pause, go: boolean): Work<End> {
  const { hidden, steps, error } = state.task;
  for (let t = 0; t <= steps; t++) {
    for (let l = hidden; l >= 1; l--) {
      state.layers.backward(t, l);
      if (t > 0 && !(yield* pause())) return { stopped: true };
    }
    if (!state.observe(t)) return { diverged: 'the predictor or the loss is not finite' };
    // the error moment of the last time moves nothing, and a stream of mini-batches has none
    if (t === steps && error) break;
    state.measure(t);
    for (let l = 1; l <= hidden; l++) {
      state.layers.forward(t, l);
      if (t > 0 && !(yield* pause())) return { stopped: true };
    }
    if (!state.settle(t) && t < steps) return { diverged: 'the error moment is not finite' };
    if (t === 0 && steps > 0 && !((yield* pause(true)) && go)) return { stopped: true };
  }
  return {};
}

/** Copies what is complete out of WebAssembly memory. */
function* collect(state: CausalState, pause: Pause, end: End): Work<CausalRun> {
  const { task, predictors, settled } = state;
  const { hidden, inputs, outputs } = task;
  const times = predictors.length;
  const z: FieldHistory[] = [];
  const g: FieldHistory[] = [];
  for (let l = 1; l <= hidden; l++) {
    z[l] = state.layers.keep('z', l, settled);
    yield* pause();
    g[l] = state.layers.keep('g', l, times);
    yield* pause();
  }
  return {
    task,
    loss: Float64Array.from(state.loss),
    predictors,
    errors: matrix(settled * outputs, inputs, state.errors.block(0, 0, settled * outputs, inputs).data.slice()),
    settled,
    errorGram: CausalHistory.of(state.errorGram, settled, outputs),
    z,
    g,
    links: state.links,
    diverged: end.diverged === undefined ? undefined : divergence(task, times, end.diverged),
    stopped: end.stopped ? { step: times - 1 } : undefined,
  };
}

/** What is known about a run that diverged. */
function divergence(task: InfiniteWidthTask, step: number, reason: string): CausalRun['diverged'] {
  const { moments, initialScales, layerLr, optimizer, branch, learnedBranch } = task;
  if (!moments || task.error) return { step, reason };
  const criticalLr = criticalLearningRate(
    moments.sxx,
    tangentConstant(initialScales, layerLr, branch, learnedBranch),
    optimizer,
  );
  if (!Number.isFinite(criticalLr)) return { step, reason };
  const largest = Number(criticalLr.toPrecision(3));
  return { step, reason: `${reason}; at initialization learning rates above ${largest} are unstable`, criticalLr };
}
