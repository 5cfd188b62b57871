import { ValueError } from '../errors';
import { drain } from '../longWork';
import { resumable } from './checkRun';
import { assertSameRates, assertSameSettings, settingsOf } from './runState';
import { runSteps } from './runSteps';
import { checkedOptions, type TrainOptions, type TrainProgress, type TrainRun } from './train';

/**
 * Goes on with a run that kept its state (`keepState: true`), from its last step to step number `steps`, counted from
 * initialization. The result is that of `train` without the stop, bit for bit: weights, curves and records, whatever the
 * optimizer, batches and noise. Hence the options must be those of the run: `steps` may be larger, and a schedule may do as it
 * likes from here on. A run that decodeRun has read is as good as one that is still there.
 * @throws ValueError or ShapeError, before any step, for a run without state and for an option (data by their fingerprints)
 * that is not that of the run, naming it
 */
export function resume(run: TrainRun, options: TrainOptions): TrainRun {
  return drain(resumeSteps(run, options), options.onProgress);
}

/** The same as a generator that yields about every 20 ms, as `trainSteps`. Options are checked at once, data when it begins. */
export function resumeSteps(
  run: TrainRun,
  options: TrainOptions,
): Generator<TrainProgress, TrainRun, boolean | undefined> {
  const past = resumable(run);
  const plan = checkedOptions('resume', past.net, options);
  if (plan.steps < past.steps) {
    throw new ValueError(`steps: expected at least the ${past.steps} steps of the run before, got ${plan.steps}`);
  }
  assertSameSettings(past.state.settings, settingsOf(plan, {}), 'options');
  assertSameRates(past.state.rates, plan.rates, options.lr === undefined ? 'schedule' : 'lr');
  return runSteps(past.net, plan, options, past);
}
