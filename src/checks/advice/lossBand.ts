import type { Progress } from '../../longWork';
import { normalQuantile } from '../statistics/normalQuantile';
import type { AdviseTask } from './adviseTask';
import { affordable, type Effort, exactDraws, limitPredictors, proxyPredictors } from './proxyNets';
import { atWidth, type LogLosses, logLosses, NARROWER } from './widthScaling';

/** A band around a loss curve; its upper end is Infinity where some nets diverge. */
export interface LossBand {
  /** Lower end, steps + 1 entries: the loss of one net in 20 lies below it. */
  low: Float64Array;
  /** Upper end, steps + 1 entries: the loss of one net in 20 lies above it. */
  high: Float64Array;
  /** 0.9; 0 of an advice that was stopped before there was a band. */
  confidence: number;
  /** Relative deviation of the predicted loss from that of infinitely wide nets; empty without the latter. */
  bias: Float64Array;
  /** Nets, or exact draws with one hidden layer, that it was made from; as many again of a fourth of `proxyWidth`. */
  nets: number;
  /** Width of those nets in their widest layer, where they are narrower than the asked ones; else undefined. */
  proxyWidth?: number;
}

/** What a learning rate leads to. Curves have steps + 1 entries. */
export interface PredictedCurves {
  predictedLoss: Float64Array;
  finiteWidthError: LossBand;
  limitLoss?: Float64Array;
  /** Predictor (C×m) at the end: that of the limit, or that of a trained net. */
  predictor?: Float64Array;
}

const CONFIDENCE = 0.9;
/**
 * Numbers of nets n: a further net lies between the (n + 1)/20-th from below and from above with a chance of 90 %, whatever the law. Of the
 * asked width where that can be had.
 */
const EFFORT: Effort = {
  pairs: [
    { nets: 79, width: Number.POSITIVE_INFINITY },
    { nets: 39, width: Number.POSITIVE_INFINITY },
    { nets: 79, width: 256 },
    { nets: 39, width: 256 },
    { nets: 79, width: 128 },
    { nets: 39, width: 128 },
    { nets: 19, width: 128 },
  ],
  mostWork: 1e10,
};
/** Seeds between the nets on which rates are tried and those of the band: the best rate suits the former a little too well. */
const FRESH = 2 ** 20;
/** Most predictor entries that are recorded. */
const MOST_RECORDED = 1.5e7;
/** At one time: logarithms of the losses above the least possible one, and the ends of the band beside their mean. */
interface Logs {
  all: LogLosses;
  below: number;
  above: number;
}

/**
 * Loss curve of nets of the asked width N and where 90 % of them lie, at one learning rate. One hidden layer: exact draws
 * (`twoLayerAnyWidth`). Else nets of width N_0 ≤ N, and where that is less than N as many of N_0/4, from which `atWidth`
 * continues mean and spread of y = log(loss − least loss) to N. The band ends at order statistics of y, moved and scaled alike, 90 %
 * of a further draw whatever the law of y; what continuing the mean adds to its error is added to its width.
 */
export function* lossBand(
  task: AdviseTask,
  lr: number,
): Generator<Progress, PredictedCurves | undefined, boolean | undefined> {
  const { steps, data, unlearnt, hidden, widths, outputs } = task;
  const seed = task.seed + FRESH;
  const { nets: count, ratio } = affordable(task, EFFORT);
  const least = data.leastLoss + unlearnt;
  const limits = yield* limitPredictors(task, lr, 'curve');
  if (!limits) return undefined;
  const limitLoss = limits.length > 0 ? Float64Array.from(limits, data.loss) : undefined;
  // a predictor that rounding makes exact is one to rounding
  const rounding = Math.max(Number.EPSILON ** 2 * data.initialLoss, Number.MIN_VALUE);
  const log = (loss: number) => Math.log(Math.max(loss + unlearnt - least, rounding));
  const wide = (t: number) => limitLoss && log(limitLoss[t]);
  const every = Math.max(1, Math.ceil(((steps + 1) * count * outputs * data.inputs) / MOST_RECORDED));
  const times = Array.from({ length: steps + 1 }, (_, t) => t).filter((t) => t % every === 0 || t === steps);
  let predictor = limits.at(-1);
  /** At `times`, of nets of ratio·N. */
  function* samples(of: number): Generator<Progress, Logs[] | undefined, boolean | undefined> {
    if (hidden === 1) {
      const draws = yield* exactDraws(task, lr, { draws: count, seed });
      return draws && times.map((t) => logsOf(draws.map((curve) => log(curve[t]))));
    }
    const nets = yield* proxyPredictors(task, lr, { seed, ratio: of, nets: count, every, dtype: 'float64' });
    // predictors end where training diverges
    predictor ??= nets?.find((net) => net.length === times.length)?.at(-1);
    const at = (i: number) => nets!.map((net) => (i < net.length ? log(data.loss(net[i])) : Number.POSITIVE_INFINITY));
    return nets && times.map((_, i) => logsOf(at(i)));
  }
  const near = yield* samples(ratio);
  if (!near) return undefined;
  const far = ratio < 1 ? yield* samples(ratio / NARROWER) : near;
  if (!far) return undefined;
  const rows = times.map((t, i) => {
    const { all, below, above } = near[i];
    const { mean, deviation, continued = 0 } = atWidth(all, far[i].all, ratio, wide(t));
    const scale = all.deviation > 0 ? deviation / all.deviation : 1;
    const more = normalQuantile(0.5 + CONFIDENCE / 2) * continued;
    return {
      centre: least + Math.exp(mean),
      low: all.lost < 1 ? least + Math.exp(mean - Math.hypot(scale * below, more)) : least,
      high: all.lost < 1 ? least + Math.exp(mean + Math.hypot(scale * above, more)) : Number.POSITIVE_INFINITY,
    };
  });
  const whole = (end: 'centre' | 'low' | 'high') =>
    interpolated(
      times,
      rows.map((row) => row[end]),
    );
  const predictedLoss = whole('centre');
  return {
    predictedLoss,
    limitLoss,
    predictor,
    finiteWidthError: {
      low: whole('low'),
      high: whole('high'),
      confidence: CONFIDENCE,
      bias: limitLoss ? predictedLoss.map((value, t) => value / (limitLoss[t] + unlearnt) - 1) : new Float64Array(0),
      nets: count,
      ...(ratio < 1 && { proxyWidth: Math.round(ratio * Math.max(...widths)) }),
    },
  };
}

function logsOf(logs: number[]): Logs {
  const all = logLosses(logs);
  if (all.lost === 1) return { all, below: Number.POSITIVE_INFINITY, above: Number.POSITIVE_INFINITY };
  const sorted = Float64Array.from(logs).sort();
  const place = (logs.length + 1) / 20;
  return {
    all,
    below: Math.max(0, all.mean - sorted[place - 1]),
    above: Math.max(0, sorted[logs.length - place] - all.mean),
  };
}

/** Every step from some times; logarithms are interpolated. */
function interpolated(times: readonly number[], values: readonly number[]): Float64Array {
  const out = new Float64Array(times[times.length - 1] + 1);
  times.forEach((time, i) => {
    out[time] = values[i];
    if (i === 0) return;
    const from = times[i - 1];
    for (let t = from + 1; t < time; t++) {
      const share = (t - from) / (time - from);
      const smooth = Number.isFinite(values[i]) && values[i - 1] > 0 && values[i] > 0;
      out[t] = smooth ? values[i - 1] ** (1 - share) * values[i] ** share : values[i];
    }
  });
  return out;
}
