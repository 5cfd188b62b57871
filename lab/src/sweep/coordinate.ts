import type { Cell, CellFailure, CellRecord } from './cell';
import { type CellBudget, CellFailed, type Executor, NotBegun } from './executor';
import type { Store } from './store';
import type { StoreSuspects, Suspicion } from './storeSuspects';

export interface CoordinateInput {
  cells: Iterable<Cell>;
  store: Store;
  executor: Executor;
  budget?: CellBudget & {
    /** Attempts after the first, of cells that ran out of time or memory or were lost. Default 2. */
    retries?: number;
  };
  /** Seconds before the second attempt; they double with each, up to a minute. Default 0.5. */
  backOff?: number;
  /** Computes cells again that failed in an earlier run. Default false. */
  retryFailed?: boolean;
  /** Aborted: nothing new is begun, and what runs is finished. */
  signal: AbortSignal;
  onEvent?(event: CellEvent): void;
}

export type CellEvent =
  | { event: 'start'; cell: Cell; attempt: number }
  | { event: 'end'; record: CellRecord }
  | { event: 'retry'; cell: Cell; attempt: number; failure: CellFailure; seconds: number };

/** The process may die so often while a cell runs before that cell runs alone, and so often alone before it is given up. */
const deathsBeforeAlone = 3;
const deathsAlone = 3;

const nobody: Pick<StoreSuspects, 'of' | 'started' | 'ended'> = {
  of: () => ({ deaths: 0, alone: 0 }),
  started() {},
  ended() {},
};

interface Attempt {
  cell: Cell;
  attempt: number;
  /** Milliseconds of performance.now(). */
  due: number;
}

/**
 * Computes the cells that the store does not have, and stores each result as it comes. Cells that were running when the process
 * died come last, so that one which kills it cannot keep the others from being computed.
 * @throws InputError when the store cannot be written: running cells are ended, and what was stored before is safe.
 */
export async function coordinate(input: CoordinateInput): Promise<void> {
  const { cells, store, executor, budget = {}, backOff = 0.5, signal, onEvent = () => {} } = input;
  const suspects = executor.elsewhere ? nobody : store.suspects;
  const pending = pendingCells(cells, store, suspects, input.retryFailed ?? false);
  const waiting: Attempt[] = [];
  const stop = new AbortController();
  let running = 0;
  let alone = false;
  let next = pending.next();
  let broken: unknown;
  // one promise at a time: a race over those that run would hold on to every one that ever ran beside a long cell
  let wake = () => {};
  const onAbort = () => {
    executor.withdraw?.();
    wake();
  };
  signal.addEventListener('abort', onAbort);

  const finish = (record: CellRecord) => {
    store.append(record);
    onEvent({ event: 'end', record });
  };
  const fail = (cell: Cell, attempt: number, seconds: number, failure: CellFailure) => {
    const { index, key, axes } = cell;
    if (failure.reason === 'threw' || attempt > (budget.retries ?? 2)) {
      finish({ key, index, axes, seconds, attempts: attempt, failure });
      return;
    }
    const pause = Math.min(60, backOff * 2 ** (attempt - 1));
    waiting.push({ cell, attempt: attempt + 1, due: performance.now() + 1000 * pause });
    waiting.sort((a, b) => a.due - b.due);
    onEvent({ event: 'retry', cell, attempt, failure, seconds: pause });
  };
  const launch = async ({ cell, attempt }: Attempt) => {
    const { index, key, axes } = cell;
    running++;
    const started = performance.now();
    let there: number | undefined;
    const seconds = () => there ?? (performance.now() - started) / 1000;
    const took = (seconds: number) => {
      there = seconds;
    };
    try {
      suspects.started(key);
      onEvent({ event: 'start', cell, attempt });
      const values = await executor.run(cell, budget, stop.signal, { took });
      finish({ key, index, axes, seconds: seconds(), attempts: attempt, values });
    } catch (error) {
      try {
        if (error instanceof CellFailed) fail(cell, attempt, seconds(), error.failure);
        else if (!(error instanceof NotBegun || stop.signal.aborted)) throw error;
      } catch (reason) {
        broken ??= reason;
        stop.abort(reason);
      }
    } finally {
      suspects.ended(key);
      running--;
      wake();
    }
  };
  /** The next attempt that is due, unless a cell has to be alone. */
  const take = (): Attempt | undefined => {
    if (alone && running > 0) return;
    alone = false;
    if (waiting.length > 0 && waiting[0].due <= performance.now()) return waiting.shift();
    if (next.done) return;
    const { cell, suspicion } = next.value;
    if (suspicion.alone >= deathsAlone) {
      next = pending.next();
      const message = `the process died ${suspicion.deaths} times while it ran, ${suspicion.alone} times while nothing else did`;
      const { index, key, axes } = cell;
      finish({ key, index, axes, seconds: 0, attempts: suspicion.deaths, failure: { reason: 'lost', message } });
      return take();
    }
    if (suspicion.deaths >= deathsBeforeAlone) {
      if (running > 0) return;
      alone = true;
    }
    next = pending.next();
    return { cell, attempt: 1, due: 0 };
  };

  try {
    while (!signal.aborted && broken === undefined) {
      const attempt = running < executor.slots ? take() : undefined;
      if (attempt) {
        void launch(attempt);
        continue;
      }
      if (running === 0 && waiting.length === 0 && next.done) break;
      await pause(waiting[0]?.due);
    }
    while (running > 0) await pause();
  } finally {
    signal.removeEventListener('abort', onAbort);
    stop.abort();
  }
  if (broken !== undefined) throw broken;

  /** Until something ends, or until `due`. */
  function pause(due?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = due === undefined ? undefined : setTimeout(resolve, Math.max(0, due - performance.now()));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Cells without a result in their order; those that ran when the process died after the others, the least suspect first. */
function* pendingCells(
  cells: Iterable<Cell>,
  store: Store,
  known: Pick<StoreSuspects, 'of'>,
  retryFailed: boolean,
): Generator<{ cell: Cell; suspicion: Suspicion }> {
  const suspects: { cell: Cell; suspicion: Suspicion }[] = [];
  for (const cell of cells) {
    const state = store.state(cell);
    if (state === 'done' || (state === 'failed' && !retryFailed)) continue;
    const suspicion = known.of(cell.key);
    if (suspicion.deaths > 0) suspects.push({ cell, suspicion });
    else yield { cell, suspicion };
  }
  yield* suspects.sort((a, b) => a.suspicion.deaths - b.suspicion.deaths);
}
