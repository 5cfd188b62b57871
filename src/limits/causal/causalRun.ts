import { workspace } from '../../linalg/resident';
import { YIELD_MS } from '../../longWork';
import { type Matrix, matrix } from '../../matrix';
import { CausalHistory } from './causalHistory';
import type { FieldHistory } from './causalLayers';
import { CausalState } from './causalState';
import type { InfiniteWidthProgress, InfiniteWidthTask } from './infiniteWidthOptions';
import { taskCriticalRate } from './taskCriticalRate';
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
}

/** Runs of one limit that go side by side. */
export interface CausalRuns {
  runs: CausalRun[];
  /** Times that every run has reached, in strides. */
  times: number;
  diverged?: { step: number; reason: string; criticalLr?: number };
  stopped?: { step: number };
}

/** One of them; `stride` of its steps are a step of the limit. */
export interface Runner {
  task: InfiniteWidthTask;
  stride: number;
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
export function* causalRuns(runners: readonly Runner[]): Work<CausalRuns> {
  const ws = workspace();
  try {
    const states = runners.map(({ task }) => new CausalState(ws, task));
    const [{ task, stride }] = runners;
    let rested = performance.now();
    const pause: Pause = function* (now = false) {
      if (!now && performance.now() - rested < YIELD_MS) return true;
      const { step, loss } = states[states.length - 1].progress();
      const { length } = runners;
      const go = yield { step: Math.floor(step / runners[length - 1].stride), steps: task.steps / stride, loss };
      rested = performance.now();
      return go !== false && !task.signal?.aborted;
    };
    let go = true;
    for (const { layers } of states) for (const _ of layers.allocate()) go = (yield* pause()) && go;
    const end = yield* sweep(states, runners, pause, go);
    const times = Math.min(
      ...states.map(({ predictors }, i) => 1 + Math.floor((predictors.length - 1) / runners[i].stride)),
    );
    const runs: CausalRun[] = [];
    for (const state of states) runs.push(yield* collect(state, pause));
    return {
      runs,
      times,
      diverged: end.diverged === undefined ? undefined : divergence(task, times, end.diverged),
      stopped: end.stopped ? { step: times - 1 } : undefined,
    };
  } finally {
    ws.dispose();
  }
}

/** All times, side by side. Runs that shall not `go` end after the first, so that every result has a beginning. */
function* sweep(states: CausalState[], runners: readonly Runner[], pause: Pause, go: boolean): Work<End> {
  const [{ task, stride }] = runners;
  const steps = task.steps / stride;
  for (let t = 0; t <= steps; t++) {
    for (const [i, state] of states.entries()) {
      const { stride } = runners[i];
      for (let at = t === 0 ? 0 : (t - 1) * stride + 1; at <= t * stride; at++) {
        const end = yield* advance(state, at, pause);
        if (end) return end;
      }
    }
    if (t === 0 && steps > 0 && !((yield* pause(true)) && go)) return { stopped: true };
  }
  return {};
}

/** One time of one run; what ends it, if anything. */
function* advance(state: CausalState, t: number, pause: Pause): Work<End | undefined> {
  const { hidden, steps, error } = state.task;
  for (let l = hidden; l >= 1; l--) {
    state.layers.backward(t, l);
    if (t > 0 && !(yield* pause())) return { stopped: true };
  }
  if (!state.observe(t)) return { diverged: 'the predictor or the loss is not finite' };
  // the error moment of the last time moves nothing, and a stream of mini-batches has none
  if (t === steps && error) return undefined;
  state.measure(t);
  for (let l = 1; l <= hidden; l++) {
    state.layers.forward(t, l);
    if (t > 0 && !(yield* pause())) return { stopped: true };
  }
  return state.settle(t) || t === steps ? undefined : { diverged: 'the error moment is not finite' };
}

/** Copies what is complete out of WebAssembly memory. */
function* collect(state: CausalState, pause: Pause): Work<CausalRun> {
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
  };
}

/** What is known about a run that diverged. */
function divergence(task: InfiniteWidthTask, step: number, reason: string): CausalRuns['diverged'] {
  const criticalLr = taskCriticalRate(task);
  if (criticalLr === undefined) return { step, reason };
  const largest = Number(criticalLr.toPrecision(3));
  return { step, reason: `${reason}; at initialization learning rates above ${largest} are unstable`, criticalLr };
}
