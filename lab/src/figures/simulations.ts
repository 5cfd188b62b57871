import type { Progress } from 'deeplinear';

/** Work that yields its progress. */
export type Work<Result> = Generator<Progress, Result, boolean | undefined>;

/** What the driver of a figure said while one of its parts was at work: it stops, and nothing comes of it. */
export class FigureStopped extends Error {
  override name = 'FigureStopped';
}

/**
 * Does a piece of work for every item, one after the other, and yields the progress of the whole.
 * @throws FigureStopped when the driver answers with false.
 */
export function* inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Work<Result> | Result,
): Work<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    const piece = work(item, index);
    results.push(isWork(piece) ? yield* part(piece, index, items.length) : piece);
    yield* goOn({ step: index + 1, steps: items.length });
  }
  return results;
}

/** Half lengths of error bars are standard errors of the mean. */
export interface MeanWithError {
  mean: Float64Array;
  error: Float64Array;
}

/** Mean over curves and its standard error, entry by entry; at least two curves of one length. */
export function meanOf(curves: readonly ArrayLike<number>[]): MeanWithError {
  const n = curves.length;
  const mean = Float64Array.from({ length: curves[0].length }, (_, t) => {
    return curves.reduce((sum, curve) => sum + curve[t], 0) / n;
  });
  const error = mean.map((centre, t) => {
    return Math.sqrt(curves.reduce((sum, curve) => sum + (curve[t] - centre) ** 2, 0) / (n - 1) / n);
  });
  return { mean, error };
}

/**
 * Median and half the interval that order statistics give it at one standard error: for values of which a few are huge or infinite,
 * as losses near the edge of stability are.
 */
export function medianOf(values: readonly number[]): { median: number; error: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  const at = (place: number) => {
    const low = Math.floor(Math.min(last, Math.max(0, place)));
    const share = Math.min(last, Math.max(0, place)) - low;
    return share === 0 ? sorted[low] : (1 - share) * sorted[low] + share * sorted[low + 1];
  };
  const reach = Math.sqrt(sorted.length) / 2;
  return { median: at(last / 2), error: (at(last / 2 + reach) - at(last / 2 - reach)) / 2 };
}

/** 0, 1 … count − 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** `count` numbers from `from` to `to`, equally spaced in the logarithm. */
export function logSpaced(from: number, to: number, count: number): number[] {
  return upTo(count).map((i) => from * (to / from) ** (i / (count - 1)));
}

function isWork<Result>(piece: Work<Result> | Result): piece is Work<Result> {
  return typeof (piece as Work<Result> | undefined)?.next === 'function';
}

function* part<Result>(work: Work<Result>, index: number, parts: number): Work<Result> {
  try {
    let turn = work.next();
    while (!turn.done) {
      const { step, steps } = turn.value;
      yield* goOn({ step: index + step / Math.max(1, steps), steps: parts });
      turn = work.next(true);
    }
    return turn.value;
  } finally {
    work.return(undefined as never);
  }
}

function* goOn(progress: Progress): Work<void> {
  if ((yield progress) === false) throw new FigureStopped('stopped');
}
