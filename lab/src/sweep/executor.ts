import type { Cell, CellFailure, CellValues } from './cell';

export interface CellBudget {
  /** Wall-clock seconds of one attempt. */
  seconds?: number;
  /** MiB of one attempt. */
  memory?: number;
}

/** Why an attempt gave no values. */
export class CellFailed extends Error {
  override name = 'CellFailed';
  constructor(readonly failure: CellFailure) {
    super(failure.message);
  }
}

/**
 * Where cells are computed: in this process, on all its cores, or on other machines. It knows nothing of studies, stores, retries
 * or progress; who drives it keeps at most `slots` cells running.
 */
export interface Executor {
  readonly slots: number;
  /** One attempt. Rejects with CellFailed, or with the signal's reason when it was aborted. */
  run(cell: Cell, budget: CellBudget, signal: AbortSignal): Promise<CellValues>;
  /** Ends all that it started; safe to call twice. */
  close(): Promise<void>;
}
