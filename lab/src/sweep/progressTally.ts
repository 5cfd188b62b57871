import type { CellRecord } from './cell';
import type { CellEvent } from './coordinate';

/**
 * The least value so far of a cell's first observable that is a number, or of the end of a curve; of equal ones that of the cell which
 * comes first in the study. Where cells differ in what is there (a run that diverged has no final loss), it is of the observable that
 * the study names first. So it depends on the results alone, not on the order in which they came.
 */
export interface Best {
  observable: string;
  value: number;
  index: number;
  axes: CellRecord['axes'];
}

/** How far a sweep is: what bars, lines and events show. */
export interface Tally {
  cells: number;
  done: number;
  failed: number;
  running: number;
  /** Attempts that failed and are made again. */
  retries: number;
  /** Cells a second over the last ones; absent before the first. */
  rate?: number;
  /** Seconds left at that rate. */
  left?: number;
  best?: Best;
}

/** Cells over which the rate is taken. */
const WINDOW = 200;

/** What a store counts. */
interface Counts {
  readonly cells: number;
  readonly done: number;
  readonly failed: number;
}

/** Keeps what a store does not: rate, what runs, the best. */
export class ProgressTally {
  private readonly started = performance.now();
  private readonly ends: number[] = [];
  private running = 0;
  private retries = 0;
  /** By observable, of the cells in which it comes first. */
  private readonly bests = new Map<string, { best: Best; first: number }>();

  /** @param order names of values in the study's order; those that are not among them come last. */
  constructor(private readonly order: readonly string[] = []) {}

  /** A result, also of an earlier run: it may be the best. */
  remember(record: CellRecord): void {
    const found = 'values' in record ? firstNumber(record) : undefined;
    if (!found) return;
    const known = this.bests.get(found.observable);
    this.bests.set(found.observable, {
      best: known && !isBefore(found, known.best) ? known.best : found,
      first: Math.min(known?.first ?? found.index, found.index),
    });
  }

  private best(): Best | undefined {
    const place = (name: string) => (this.order.includes(name) ? this.order.indexOf(name) : this.order.length);
    const named = [...this.bests.values()].sort(
      (a, b) => place(a.best.observable) - place(b.best.observable) || a.first - b.first,
    );
    return named[0]?.best;
  }

  count(event: CellEvent): void {
    if (event.event === 'start') {
      this.running++;
      return;
    }
    this.running = Math.max(0, this.running - 1);
    if (event.event === 'retry') {
      this.retries++;
      return;
    }
    this.remember(event.record);
    this.ends.push(performance.now());
    if (this.ends.length > WINDOW) this.ends.shift();
  }

  now({ cells, done, failed }: Counts): Tally {
    const { running, retries, ends } = this;
    const full = ends.length === WINDOW;
    const seconds = (performance.now() - (full ? ends[0] : this.started)) / 1000;
    const rate = ends.length > 0 ? (full ? WINDOW - 1 : ends.length) / seconds : undefined;
    return {
      cells,
      done,
      failed,
      running,
      retries,
      rate,
      left: rate && (cells - done - failed) / rate,
      best: this.best(),
    };
  }
}

function isBefore(a: Best, b: Best): boolean {
  return a.value < b.value || (a.value === b.value && a.index < b.index);
}

function firstNumber({ values, index, axes }: CellRecord & { values: object }): Best | undefined {
  for (const [observable, given] of Object.entries(values)) {
    const value = Array.isArray(given) ? given.at(-1) : given;
    if (typeof value === 'number') return Number.isFinite(value) ? { observable, value, index, axes } : undefined;
  }
}
