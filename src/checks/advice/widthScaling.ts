import { mean, variance } from '../statistics/index';

/** Logarithms of the losses of nets of one width, at one time. */
export interface LogLosses {
  mean: number;
  deviation: number;
  /** Standard error of the mean. */
  error: number;
  /** Standard error that continuing the mean to another width adds. */
  continued?: number;
  /** Share of the nets that are missing because they diverged. */
  lost: number;
}

/** How much narrower the second kind of small nets is. */
export const NARROWER = 4;
/** Standard errors from which on a deviation is one. */
const SIGNIFICANT = 2.5;
/** Squared standard error of an exponent of the spread between two widths that twenty nets of each give: 1/19/(log 4)². */
const EXPONENT_NOISE = 0.027;

/** Of logarithms, Infinity where a net diverged. */
export function logLosses(logs: readonly number[]): LogLosses {
  const finite = logs.filter((value) => value < Number.POSITIVE_INFINITY);
  const n = finite.length;
  const lost = 1 - n / logs.length;
  if (n < 2) return { mean: Number.POSITIVE_INFINITY, deviation: Number.POSITIVE_INFINITY, error: 0, lost: 1 };
  const deviation = Math.sqrt(variance(finite));
  return { mean: mean(finite), deviation, error: deviation / Math.sqrt(n), lost };
}

/**
 * What nets of width N give, from those of ratio·N (`near`), those of a fourth of that (`far`), and infinitely wide ones (`limit`, where known):
 * the mean of log losses approaches the limit as N^−p and their spread falls as N^−q. p = 1 and q = ½ to leading order, and less where
 * losses fall to what the width leaves of them; both are measured between the two widths where they can be told from these, within 0 … 1.
 */
export function atWidth(near: LogLosses, far: LogLosses, ratio: number, limit: number | undefined): LogLosses {
  if (ratio === 1 || near.deviation === 0 || !Number.isFinite(near.mean)) return near;
  const known = Number.isFinite(far.mean) && far.deviation > 0;
  const growth = known ? Math.log(far.deviation / near.deviation) / Math.log(NARROWER) - 0.5 : 0;
  const q = clamp(0.5 + growth ** 3 / (growth ** 2 + EXPONENT_NOISE));
  const deviation = near.deviation * ratio ** q;
  const clear = (value: number, error: number) => Math.abs(value) > SIGNIFICANT * error;
  if (limit === undefined) {
    const drift = known && clear(far.mean - near.mean, Math.hypot(far.error, near.error)) ? far.mean - near.mean : 0;
    return { ...near, mean: near.mean - (drift / (NARROWER - 1)) * (1 - ratio), deviation };
  }
  const [there, here] = [far.mean - limit, near.mean - limit];
  const seen = known && there * here > 0 && clear(there, far.error) && clear(here, near.error);
  const p = seen ? clamp(Math.log(there / here) / Math.log(NARROWER)) : 1;
  const left = here * ratio ** p;
  const exponentError = seen ? Math.hypot(far.error / there, near.error / here) / Math.log(NARROWER) : 0;
  return {
    ...near,
    mean: limit + left,
    deviation,
    error: near.error * ratio ** p,
    continued: Math.abs(left * Math.log(ratio)) * exponentError,
  };
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
