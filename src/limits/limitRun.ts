import type { CausalRun } from './causalRun';

const runs = new WeakMap<object, CausalRun>();

/** Says which run a limit was read from, for what is computed from limits later; returns the limit. */
export function holdRun<T extends object>(limit: T, run: CausalRun): T {
  runs.set(limit, run);
  return limit;
}

/** The run behind a limit of discrete steps; undefined for anything else. */
export function runOf(limit: unknown): CausalRun | undefined {
  return typeof limit === 'object' && limit !== null ? runs.get(limit) : undefined;
}
