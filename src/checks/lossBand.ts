import type { AdviseTask } from './adviseTask';
import type { ScaledCurves } from './scaledNets';
import { mean, studentQuantile, variance } from './statistics';

/** A band around a loss curve; entries are Infinity where some nets diverge. */
export interface LossBand {
  low: Float64Array;
  high: Float64Array;
  /** 0.9. */
  confidence: number;
  /** Relative deviation of the predicted loss from that of infinitely wide nets; empty without the latter. */
  bias: Float64Array;
  /** Nets it was made from. */
  nets: number;
  /** N_0/N by which the squared deviations of small nets were shrunk; 1 for nets of the asked width. */
  shrunk: number;
}

export const BAND_CONFIDENCE = 0.9;

/**
 * Where the loss of a further net lies: logarithms of the losses above the least possible one are close to normal over nets, so it is within mean ± t_{n−1} s √(1 + 1/n) of those
 * of n nets. Between recorded times the logarithms are interpolated.
 */
export function lossBand(
  { steps, data, unlearnt }: AdviseTask,
  curves: ScaledCurves | undefined,
): { predictedLoss: Float64Array; finiteWidthError: LossBand; limitLoss?: Float64Array } {
  const times = curves?.steps ?? [];
  const nets = curves?.nets ?? [];
  const shrunk = curves?.shrunk ?? 1;
  const rows = times.map((_, i) =>
    band(
      nets.map((curve) => curve[i]),
      data.leastLoss + unlearnt,
    ),
  );
  const whole = (pick: (i: number) => number) => interpolated(times, steps, pick);
  const predictedLoss = whole((i) => rows[i].centre);
  const limit = curves?.limit;
  const limitLoss = limit && whole((i) => limit[i]);
  return {
    predictedLoss,
    limitLoss,
    finiteWidthError: {
      low: whole((i) => rows[i].low),
      high: whole((i) => rows[i].high),
      confidence: BAND_CONFIDENCE,
      bias: limitLoss ? predictedLoss.map((value, t) => value / limitLoss[t] - 1) : new Float64Array(0),
      nets: nets.length,
      shrunk,
    },
  };
}

function band(losses: number[], leastLoss: number): { centre: number; low: number; high: number } {
  const finite = losses.filter(Number.isFinite);
  const logs = finite.map((loss) => Math.log(Math.max(loss - leastLoss, Number.MIN_VALUE)));
  const n = logs.length;
  if (n < 2) return { centre: Number.POSITIVE_INFINITY, low: 0, high: Number.POSITIVE_INFINITY };
  const centre = mean(logs);
  const half = studentQuantile(0.5 + BAND_CONFIDENCE / 2, n - 1) * Math.sqrt(variance(logs) * (1 + 1 / n));
  const lost = n < losses.length;
  return {
    centre: leastLoss + Math.exp(centre),
    low: leastLoss + Math.exp(centre - half),
    high: lost ? Number.POSITIVE_INFINITY : leastLoss + Math.exp(centre + half),
  };
}

/** Every step from some times; empty where there are none. */
function interpolated(times: readonly number[], steps: number, pick: (i: number) => number): Float64Array {
  if (times.length === 0) return new Float64Array(0);
  const out = new Float64Array(steps + 1);
  for (let i = 0; i < times.length; i++) {
    const value = pick(i);
    out[times[i]] = value;
    if (i === 0) continue;
    const from = times[i - 1];
    const start = pick(i - 1);
    for (let t = from + 1; t < times[i]; t++) {
      const share = (t - from) / (times[i] - from);
      const smooth = start > 0 && value > 0 && Number.isFinite(value);
      out[t] = smooth ? start ** (1 - share) * value ** share : value;
    }
  }
  return out;
}
