import type { CellRecord } from './cell';
import type { CellEvent } from './coordinate';

/** The least value so far of the first observable that is a number, or of the end of a curve. */
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
  private best: Best | undefined;

  /** A result, also of an earlier run: it may be the best. */
  remember(record: CellRecord): void {
    const found = 'values' in record ? firstNumber(record) : undefined;
    if (found && !(found.value >= (this.best?.value ?? Number.POSITIVE_INFINITY))) this.best = found;
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
    const { running, retries, best, ends } = this;
    const full = ends.length === WINDOW;
    const seconds = (performance.now() - (full ? ends[0] : this.started)) / 1000;
    const rate = ends.length > 0 ? (full ? WINDOW - 1 : ends.length) / seconds : undefined;
    return { cells, done, failed, running, retries, rate, left: rate && (cells - done - failed) / rate, best };
  }
}

function firstNumber({ values, index, axes }: CellRecord & { values: object }): Best | undefined {
  for (const [observable, given] of Object.entries(values)) {
    const value = Array.isArray(given) ? given.at(-1) : given;
    if (typeof value === 'number') return Number.isFinite(value) ? { observable, value, index, axes } : undefined;
  }
}
