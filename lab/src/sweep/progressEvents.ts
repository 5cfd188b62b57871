import type { CellEvent } from './coordinate';
import type { Tally } from './progressTally';
import type { SweepView } from './progressView';
import type { DamagedPart } from './storeIndex';
import { storedJson } from './storeLine';

/** What `--json` prints: one JSON object a line, described in docs/sweeps.md. Numbers that JSON does not know are `{ "$": "NaN" }`. */
export type JsonEvent =
  | { event: 'sweep'; name: string; folder: string; cells: number; done: number; failed: number; workers: number }
  | ({ event: 'damaged' } & DamagedPart)
  | ({ event: 'progress' } & Tally)
  /** What a person would be told, of the queue for instance. */
  | { event: 'note'; text: string }
  | {
      event: 'finish';
      outcome: 'complete' | 'interrupted' | 'failed';
      reason?: string;
      cells: number;
      done: number;
      failed: number;
      seconds: number;
    };

export type JsonWriter = (event: JsonEvent) => void;

/** The view of a sweep for programs. */
export function eventView(write: (line: string) => void): { view: SweepView; tell: JsonWriter } {
  const print = (value: object) => write(`${storedJson(value)}\n`);
  return {
    tell: print,
    view: {
      event: (event) => print(flat(event)),
      tick: (tally) => print({ event: 'progress', ...tally }),
      say: () => {},
      stop: () => {},
    },
  };
}

function flat(event: CellEvent): object {
  if (event.event === 'end') return { event: 'end', ...event.record };
  const { cell, ...rest } = event;
  const { index, key, axes } = cell;
  return { ...rest, index, key, axes };
}
