/**
 * Long computations are generators that yield their progress about every 20 ms: a user interface or a server drives
 * them and stays responsive; the plain functions drain them here.
 */
export const YIELD_MS = 20;

export interface Progress {
  /** Steps done. */
  step: number;
  /** Steps in all. */
  steps: number;
}

/**
 * Runs a generator to its end. A progress callback that returns false stops it: the generator is told by `next(false)`.
 * When the callback throws, the generator frees what it holds.
 */
export function drain<P, R>(work: Generator<P, R, boolean | undefined>, onProgress?: (progress: P) => unknown): R {
  try {
    let turn = work.next();
    while (!turn.done) turn = work.next(onProgress?.(turn.value) !== false);
    return turn.value;
  } finally {
    work.return(undefined as never);
  }
}
