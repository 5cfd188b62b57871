import { YIELD_MS } from '../longWork';
import type { Matrix } from '../matrix';
import { type Net, weightsOf } from '../nets/net';
import { ownNet } from '../nets/netFromWeights';
import { currentBuild } from '../wasm/load';
import { workspace } from '../wasm/workspace';
import { fingerprints } from './fingerprints';
import { dataWork, type TrainPlan } from './plan';
import { isRecorded, type Recorded, recordsBefore } from './record';
import { assertSameSettings, type RunState, settingsOf } from './runState';
import type { TrainOptions, TrainProgress, TrainRun } from './train';
import { Trainer } from './trainer';

/** A run that kept its state. */
type ResumableRun = TrainRun & { state: RunState };

/** A run from its checked options; with `past`, from where that run stopped (its net is `net`). */
export function* runSteps(
  net: Net,
  plan: TrainPlan,
  { signal, keepState = false }: Pick<TrainOptions, 'signal' | 'keepState'>,
  past?: ResumableRun,
): Generator<TrainProgress, TrainRun, boolean | undefined> {
  const { steps, record } = plan;
  let stopped = signal?.aborted ?? false;
  const reading = { step: past?.steps ?? 0, steps, loss: Number.NaN };
  const whole = stopped && plan.pending ? undefined : yield* dataWork(plan, reading, signal);
  const prints = whole && (keepState || past) ? yield* fingerprints(whole, reading, signal) : {};
  if (!whole || !prints) return past ? { ...past, stopped: { step: past.steps } } : unmeasured(net, plan);
  if (past) assertSameSettings(past.state.settings, prints, 'data');
  const ws = workspace();
  try {
    const trainer = new Trainer(ws, net.spec, whole);
    trainer.net.load(weightsOf(net));
    if (past) trainer.goOn({ ...past, velocities: past.state.velocities });
    const weights = past?.recorded.weights?.slice(0, recordsBefore(record, past.steps)) ?? [];
    const recordWeights = (total: number) => {
      if (record.weights && isRecorded(record, trainer.at, total)) weights.push(trainer.net.save());
    };
    // A run that goes on to where it was has only its end to measure.
    const atEnd = stopped || (trainer.at > 0 && trainer.at === steps);
    recordWeights(stopped ? trainer.at : steps);
    // A first call that takes a fraction of YIELD_MS anywhere; after it the speed is known.
    let perMs = 1e6;
    let yielded = performance.now();
    let ok = !atEnd || trainer.finishHere();
    while (ok && trainer.measured <= steps && !stopped) {
      const budget = Math.max(1, Math.floor((YIELD_MS * perMs) / trainer.work));
      const boundary = record.weights ? record.every - (trainer.at % record.every) : budget;
      const from = trainer.at;
      const before = performance.now();
      ok = trainer.advance(Math.min(budget, boundary));
      if (!ok) break;
      recordWeights(steps);
      const now = performance.now();
      perMs = Math.max(1e4, ((trainer.at - from) * trainer.work) / Math.max(now - before, 0.01));
      const finished = trainer.measured > steps;
      if (!finished && now - yielded < YIELD_MS) continue;
      const go = yield { step: trainer.at, steps, loss: trainer.loss[trainer.measured - 1] };
      yielded = performance.now();
      stopped = !finished && (go === false || (signal?.aborted ?? false));
      if (!stopped) continue;
      if (trainer.at % Math.max(1, record.every) !== 0) recordWeights(trainer.at);
      ok = trainer.finishHere();
    }
    const ended = finish(net, trainer, weights, { ok, stopped, past });
    return keepState ? { ...ended, state: stateOf(trainer, ended.steps, prints) } : ended;
  } finally {
    ws.dispose();
  }
}

function stateOf(trainer: Trainer, steps: number, prints: Record<string, string>): RunState {
  const velocities = trainer.velocities();
  const { plan } = trainer;
  return {
    ...(velocities && { velocities }),
    rates: plan.rates.slice(0, steps),
    settings: settingsOf(plan, prints),
  };
}

/** A run that was stopped before the moments of its samples were known. */
function unmeasured(net: Net, { record, testMoments }: TrainPlan): TrainRun {
  return {
    loss: new Float64Array(0),
    steps: 0,
    ...(testMoments && { testLoss: new Float64Array(0) }),
    ...(record.predictor && { predictors: [] }),
    recorded: { steps: [], ...(record.weights && { weights: [] }) },
    net: ownNet(net.spec, net.weights()),
    stopped: { step: 0 },
    build: currentBuild(),
    dtype: net.spec.dtype,
  };
}

function finish(
  net: Net,
  trainer: Trainer,
  weights: Matrix[][],
  { ok, stopped, past }: { ok: boolean; stopped: boolean; past?: ResumableRun },
): TrainRun {
  const { plan, measured } = trainer;
  // The next batch has no finite loss where the last one had: the run ends where it was taken up.
  if (past && measured <= past.steps) return { ...past, diverged: { step: measured, reason: trainer.divergence() } };
  const steps = Math.max(0, measured - 1);
  if (!ok) {
    trainer.net.load(weightsOf(net));
    trainer.replay(steps);
  }
  const end = ok ? steps : plan.steps;
  const recordedSteps: number[] = [];
  for (let t = 0; t < measured; t++) if (isRecorded(plan.record, t, end)) recordedSteps.push(t);
  const recorded: Recorded = { steps: recordedSteps };
  if (plan.record.weights) recorded.weights = weights.slice(0, recordedSteps.length);
  return {
    loss: trainer.loss.slice(0, measured),
    steps,
    ...(trainer.testLoss && { testLoss: trainer.testLoss.slice(0, measured) }),
    ...(plan.record.predictor && { predictors: trainer.predictors }),
    recorded,
    net: ownNet(net.spec, trainer.net.save()),
    ...(!ok && { diverged: { step: measured, reason: trainer.divergence() } }),
    ...(ok && stopped && { stopped: { step: steps } }),
    build: currentBuild(),
    dtype: net.spec.dtype,
  };
}
