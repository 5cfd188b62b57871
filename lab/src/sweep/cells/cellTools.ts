/** What a cell is run with. */
export interface CellTools {
  /** Aborted: the cell ends with Interrupted at its next report of progress. */
  signal: AbortSignal;
  /** Called about every 20 ms with the fraction of 1 that is done. */
  onProgress(fraction: number): void;
  /** Told when a part ends: how long it took and, where it did not come to its end, which fraction of it was done. */
  onPart?(part: CellPart, seconds: number, fraction: number): void;
}

/** `limit` is left out where the process has it from an earlier cell; `net` is all the rest but the data. */
export type CellPart = 'limit' | 'net';

/** Runs one part of a cell and tells how long it took. */
export async function timedPart<Result>(
  tools: CellTools,
  part: CellPart,
  work: (onProgress: (fraction: number) => void) => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  let done = 0;
  try {
    const result = await work((fraction) => {
      done = fraction;
    });
    done = 1;
    return result;
  } finally {
    tools.onPart?.(part, (performance.now() - started) / 1000, done);
  }
}
