import { FigureStopped, type Work } from '../simulations';

/** Milliseconds between reports of progress. */
const YIELD = 50;

/**
 * What `draw` gives for the seeds 1 … count, yielding in between.
 * @throws FigureStopped when the driver answers with false.
 */
export function* draws<Result>(count: number, draw: (seed: number) => Result): Work<Result[]> {
  const results: Result[] = [];
  let last = performance.now();
  for (let seed = 1; seed <= count; seed++) {
    results.push(draw(seed));
    if (performance.now() - last < YIELD) continue;
    if ((yield { step: seed, steps: count }) === false) throw new FigureStopped('stopped');
    last = performance.now();
  }
  return results;
}
