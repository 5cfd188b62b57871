import type { Workspace } from '../../linalg/resident';
import type { CausalRun } from './causalRun';
import type { Covariance } from './sourceCovariance';

/**
 * Covariance of a source of a finished run, u_1 … u_L, r_1 … r_L at indices 0 … 2L − 1, at the first `times` times, in
 * WebAssembly memory.
 */
export function heldCovariance(ws: Workspace, run: CausalRun, source: number, times: number): Covariance {
  const { task, links, z, g, errorGram } = run;
  const forward = source < task.hidden;
  const l = 1 + (source % task.hidden);
  const link = links[forward ? l - 1 : l];
  const ratio = forward ? 1 : link.ratio;
  const { plain, variance } = link.kernel;
  if (z[l].rows[source]!.columns !== undefined) return { scale: ratio * variance };
  const upstream = forward ? (l === 1 ? errorGram : z[l - 1].correlations) : g[l + 1]?.correlations;
  if (plain && upstream) return { scale: ratio * variance, of: upstream.loadSymmetric(ws, times) };
  const weight = (t: number) => link.at(t).variance;
  if (upstream) return { scale: ratio, of: upstream.loadSymmetric(ws, times, weight) };

  const { outputs } = task;
  const of = ws.matrix(times * outputs, times * outputs);
  for (let i = 0; i < of.rows; i++) {
    const row = weight(Math.floor(i / outputs));
    for (let j = i % outputs; j <= i; j += outputs) of.row(i)[j] = of.row(j)[i] = row[j];
  }
  return { scale: ratio, of };
}
