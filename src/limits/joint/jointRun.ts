import { type WorkspaceMatrix, workspace } from '../../linalg/resident';
import { YIELD_MS } from '../../longWork';
import { CausalHistory } from '../causal/causalHistory';
import { JointLayers } from './jointLayers';
import type { JointLimitProgress, JointPlan } from './jointLimitOptions';
import { JointSites } from './jointSites';

/** Two-time matrices of one kind: symmetric correlations and causal responses; an absent response is zero, or the identity where that is said. */
export interface TwoTime {
  correlations: CausalHistory;
  responses?: CausalHistory;
  identity?: boolean;
}

/** What a finished run at one depth keeps, on the JavaScript heap. */
export interface JointHistory {
  hidden: number;
  /** g_1 … g_L at indices 1 … L: G^l and ∂g_l/∂u_l. */
  gradient: TwoTime[];
  /** e at index 0, z_1 … z_L: C_e and A^0, Z^l and ∂z_l/∂r_l. */
  error: TwoTime[];
  /** C_v, R_v. */
  predictorError: TwoTime;
  /** C_Δ, R_Δ. */
  residual: TwoTime;
}

export interface JointRun {
  /** Times 0 … times − 1. */
  times: number;
  /** One per depth of the plan. */
  histories: JointHistory[];
  diverged?: { step: number; reason: string; criticalLrHat?: number };
  stopped?: { step: number };
}

type Work<T> = Generator<JointLimitProgress, T, boolean | undefined>;

/** Reports progress when it is time, or `now`. False when the run shall stop. */
type Pause = (now?: boolean) => Work<boolean>;

interface State {
  sites: JointSites;
  layers: JointLayers;
}

/**
 * The causal solution of docs/limits/joint-limit.md: time by time g_L … g_1, then v, Δ and e, then z_1 … z_L. Depths that are
 * extrapolated go along side by side.
 */
export function* jointRun({ tasks, steps, outputs, criticalLrHat, signal }: JointPlan): Work<JointRun> {
  const ws = workspace();
  try {
    const states = tasks.map(
      (task): State => ({
        sites: new JointSites(ws, task.sites),
        layers: new JointLayers(ws, task.layers),
      }),
    );
    const deepest = states[states.length - 1];
    let rested = performance.now();
    let times = 0;
    const pause: Pause = function* (now = false) {
      if (!now && performance.now() - rested < YIELD_MS) return true;
      const step = Math.max(0, times - 1);
      const test = times > 0 ? halfTrace(deepest.sites.predictorError, step, outputs) : Number.NaN;
      const go = yield { step, steps, test };
      rested = performance.now();
      return go !== false && !signal?.aborted;
    };
    let go = true;
    for (const { layers, sites } of states) for (const _ of layers.allocate(sites.error)) go = (yield* pause()) && go;
    let finite = true;
    // a run that shall not go ends after the first time, so that every result has a beginning
    while (times <= steps && (go || times === 0)) {
      for (const state of states) go = (yield* advance(times, state, pause)) && go;
      if (times > 0 && !go) break;
      finite = states.every((state) => allFiniteAt(times, state, outputs));
      if (!finite) break;
      times++;
      if (times === 1 && steps > 0) go = (yield* pause(true)) && go;
    }
    const histories: JointHistory[] = [];
    for (const state of states) histories.push(yield* collect(times, state, outputs, pause));
    return {
      times,
      histories,
      diverged: finite ? undefined : divergence(times, criticalLrHat),
      stopped: finite && times <= steps ? { step: times - 1 } : undefined,
    };
  } finally {
    ws.dispose();
  }
}

function divergence(step: number, criticalLrHat: number): JointRun['diverged'] {
  const reason = 'the loss or a field is not finite';
  if (!Number.isFinite(criticalLrHat)) return { step, reason };
  const largest = Number(criticalLrHat.toPrecision(3));
  return {
    step,
    reason: `${reason}; at initialization lrHat above ${largest} is unstable at any width`,
    criticalLrHat,
  };
}

/** Time t. False when stopped in between. */
function* advance(t: number, { layers, sites }: State, pause: Pause): Work<boolean> {
  const { g } = layers;
  const hidden = g.length - 1;
  for (let l = hidden; l >= 1; l--) {
    layers.backward(t, l);
    if (t > 0 && !(yield* pause())) return false;
  }
  sites.advance(t, { correlations: g[1].correlations, response: layers.gradientResponse(1) });
  const below = { correlations: sites.error, response: sites.errorResponse };
  for (let l = 1; l <= hidden; l++) {
    layers.forward(t, l, below);
    if (t > 0 && !(yield* pause())) return false;
  }
  return true;
}

function allFiniteAt(t: number, { layers, sites }: State, outputs: number): boolean {
  const all = [sites.predictorError, sites.residual, sites.error];
  for (let l = 1; l < layers.g.length; l++) all.push(layers.g[l].correlations, layers.z[l].correlations);
  return all.every((correlations) => finiteAt(correlations, t, outputs));
}

function finiteAt(correlations: WorkspaceMatrix, t: number, outputs: number): boolean {
  for (let i = t * outputs; i < (t + 1) * outputs; i++) {
    const row = correlations.row(i);
    for (let j = 0; j < (t + 1) * outputs; j++) if (!Number.isFinite(row[j])) return false;
  }
  return true;
}

/** ½ trace of the block (t, t). */
function halfTrace(correlations: WorkspaceMatrix, t: number, outputs: number): number {
  let sum = 0;
  for (let i = t * outputs; i < (t + 1) * outputs; i++) sum += correlations.row(i)[i];
  return sum / 2;
}

/** Copies what is complete out of WebAssembly memory. */
function* collect(times: number, { layers, sites }: State, outputs: number, pause: Pause): Work<JointHistory> {
  const keep = (correlations: WorkspaceMatrix, responses?: WorkspaceMatrix): TwoTime => ({
    correlations: CausalHistory.of(correlations, times, outputs),
    responses: responses && CausalHistory.of(responses, times, outputs),
  });
  const hidden = layers.g.length - 1;
  const gradient: TwoTime[] = [];
  const error = [keep(sites.error, sites.errorResponse)];
  for (let l = 1; l <= hidden; l++) {
    gradient[l] = keep(layers.g[l].correlations, layers.gradientResponse(l));
    yield* pause();
    error[l] = keep(layers.z[l].correlations, l < hidden ? layers.errorResponse(l) : undefined);
    yield* pause();
  }
  return {
    hidden,
    gradient,
    error,
    predictorError: keep(sites.predictorError, sites.predictorResponse),
    residual: { ...keep(sites.residual, sites.residualResponse), identity: sites.residualResponse === undefined },
  };
}
