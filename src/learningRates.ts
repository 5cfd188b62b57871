import { ValueError } from './errors';
import { nonNegative, positive, reject, zeros64 } from './validate';

/** Learning rate of a run: a constant, or a schedule η(step) for step = 0 … steps − 1. Exactly one. */
export interface LearningRate {
  /** η > 0. The step on the loss is η r_l γ0² N (muP), so η means the same at every width. Either `lr` or `schedule` is needed. */
  lr?: number;
  /** η of each step 0 … steps − 1, ≥ 0, in place of `lr`. */
  schedule?: (step: number) => number;
}

/** η of every step, checked before any work. */
export function learningRates({ lr, schedule }: LearningRate, steps: number): Float64Array {
  if ((lr === undefined) === (schedule === undefined)) {
    throw new ValueError(`lr: expected exactly one of lr and schedule, got ${lr === undefined ? 'neither' : 'both'}`);
  }
  if (schedule === undefined) return zeros64('steps', steps).fill(positive('lr', lr));
  if (typeof schedule !== 'function') reject('schedule', 'a function of the step', schedule);
  return zeros64('steps', steps).map((_, t) => nonNegative(`schedule(${t})`, schedule(t)));
}
