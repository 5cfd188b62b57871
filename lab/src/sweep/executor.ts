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

/** A cell that was withdrawn before anything began with it. */
export class NotBegun extends Error {
  override name = 'NotBegun';
}

/** What who runs an attempt is told of it. */
export interface Told {
  /** `fraction` of 1 is done. */
  progress?(fraction: number): void;
  /** Seconds that the attempt took where it ran, when they are not those between call and answer. */
  took?(seconds: number): void;
}

/**
 * Where cells are computed: in this process, on all its cores, or on other machines. It knows nothing of studies, stores, retries
 * or progress; who drives it keeps at most `slots` cells running.
 */
export interface Executor {
  /** May change from cell to cell, as machines come and go. */
  readonly slots: number;
  /** Cells run in other processes: no cell is to blame when this one dies. Default false. */
  readonly elsewhere?: boolean;
  /** One attempt. Rejects with CellFailed, with NotBegun, or with the signal's reason when it was aborted. */
  run(cell: Cell, budget: CellBudget, signal: AbortSignal, told?: Told): Promise<CellValues>;
  /** Takes back the cells that have not begun: their runs reject with NotBegun. */
  withdraw?(): void;
  /** Ends all that it started; safe to call twice. */
  close(): Promise<void>;
}
