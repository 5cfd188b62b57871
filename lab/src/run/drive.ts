import { setImmediate } from 'node:timers/promises';
import type { Progress } from 'deeplinear';

/** Ctrl-C: the work stops, exit code 130. The message says what became of it: `interrupted` is nothing. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/**
 * Runs a generator of the library to its end, giving the event loop a turn at every report of progress.
 * @throws Interrupted when `signal` was aborted; the generator's memory is freed.
 */
export async function drive<R>(
  work: Generator<Progress, R, boolean | undefined>,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<R> {
  try {
    for (let turn = work.next(); ; turn = work.next(true)) {
      if (turn.done) return turn.value;
      onProgress(turn.value.steps > 0 ? turn.value.step / turn.value.steps : 1);
      await breathe(signal);
    }
  } finally {
    work.return(undefined as never);
  }
}

/** Lets waiting signals and output through. @throws Interrupted when `signal` was aborted. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new Interrupted('interrupted');
}
