import type { InfiniteWidthLimit } from '../infiniteWidth';
import type { CausalRun } from './causalRun';

const runs = new WeakMap<object, CausalRun>();
const parts = new WeakMap<object, readonly LimitPart[]>();

/** One of the limits of discrete steps that a flow is extrapolated from. */
export interface LimitPart {
  limit: InfiniteWidthLimit;
  /** Steps that are one step of the flow's curve. */
  stride: number;
  /** All weights add up to 1. */
  weight: number;
}

/** Says which run a limit was read from, for what is computed from limits later; returns the limit. */
export function holdRun<T extends object>(limit: T, run: CausalRun): T {
  runs.set(limit, run);
  return limit;
}

/** The run behind a limit of discrete steps; undefined for anything else. */
export function runOf(limit: unknown): CausalRun | undefined {
  return typeof limit === 'object' && limit !== null ? runs.get(limit) : undefined;
}

/** Says which limits one was extrapolated from; returns it. */
export function holdParts<T extends object>(limit: T, of: readonly LimitPart[]): T {
  parts.set(limit, of);
  return limit;
}

/** The limits of discrete steps behind a flow; undefined for anything else. */
export function partsOf(limit: unknown): readonly LimitPart[] | undefined {
  return typeof limit === 'object' && limit !== null ? parts.get(limit) : undefined;
}
