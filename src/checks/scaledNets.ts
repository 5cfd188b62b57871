import { infiniteWidthSteps } from '../limits/infiniteWidth';
import { twoLayerAnyWidthSteps } from '../limits/twoLayerAnyWidth';
import type { Progress } from '../longWork';
import { trainEnsembleSteps } from '../train/trainEnsemble';
import type { AdviseTask } from './adviseTask';

/** How much to do. */
interface Effort {
  nets: number;
  /** One of many: only times 0 and T, smaller nets in float32. */
  trial: boolean;
}

/** What a learning rate does to nets of the asked width: losses at `steps`, Infinity where training diverged. */
export interface ScaledCurves {
  /** Times of the entries of all curves. */
  steps: number[];
  /** Loss of infinitely wide nets; undefined where the limit would take too long, or diverges. */
  limit?: Float64Array;
  /** A curve for each net. */
  nets: Float64Array[];
  /** Predictor (C×m) at the end: that of the limit, or the mean of the small nets'. */
  predictor?: Float64Array;
  /** N_0/N: by how much the squared deviations of the small nets were shrunk; 1 for nets of the asked width. */
  shrunk: number;
}

/** Width of the small nets: the asked one up to this. */
const PROXY_WIDTH = { curve: 96, trial: 64 };

/** Most multiply-adds of one run of the infinite-width limit: for a curve, and for one of many trials. */
const MOST_LIMIT_WORK = { curve: 6e9, trial: 3e8 };

/** Most predictor entries that the recorded curves of one ensemble hold. */
const MOST_RECORDED = 1.5e7;

/** Multiply-adds of the infinite-width limit, about. */
function limitWork({ data, hidden, outputs, steps, residual }: AdviseTask): number {
  const n = outputs * (steps + 1);
  return (8 / 3) * hidden * (residual ? hidden : 1) * n ** 3 + steps * outputs * data.inputs ** 2;
}

/**
 * Loss curves of nets of the asked width N without training one, to leading order in 1/N. With one hidden layer they are exact draws
 * of `twoLayerAnyWidth`. Else nets of width N_0 = min(N, 96) and the same γ0 are trained, and their predictors Beta_k moved to width N
 * around the infinite-width limit Beta_∞: with M their mean,
 *   Beta_∞ + (N_0/N)(M − Beta_∞) + √(N_0/N)(Beta_k − M),
 * because the mean deviates by O(1/N) and the fluctuation is O(N^−1/2) (docs/evidence/infinite-width.md).
 * The loss of the moved predictor is exact, so what is quadratic in the random initial function is right at any size.
 */
export function* scaledNets(
  task: AdviseTask,
  lr: number,
  { nets, trial }: Effort,
): Generator<Progress, ScaledCurves | undefined, boolean | undefined> {
  const { data, hidden, gamma0, initialScales, layerLr, optimizer, residual, steps, outputs, widths, width, seed } =
    task;
  const { moments, inputs, loss } = data;
  const shared = { moments, gamma0, lr, steps, initialScales, layerLr, ...optimizer, temperature: 0 };
  const size = outputs * inputs;
  const every = trial ? Math.max(1, steps) : Math.max(1, Math.ceil(((steps + 1) * nets * size) / MOST_RECORDED));
  const times = Array.from({ length: steps + 1 }, (_, t) => t).filter((t) => t % every === 0 || t === steps);

  let limits: Float64Array[] | undefined;
  if (limitWork(task) <= MOST_LIMIT_WORK[trial ? 'trial' : 'curve']) {
    const widthRatios = widths.map((n) => n / width);
    const limit = yield* infiniteWidthSteps({ ...shared, hidden, residual, widthRatios });
    if (limit.stopped) return undefined;
    if (!limit.diverged) limits = times.map((t) => limit.predictor(t).data as Float64Array);
  }
  const curves = { steps: times, limit: limits && Float64Array.from(limits, loss), predictor: limits?.at(-1) };

  if (hidden === 1) {
    const { temperature: _, ...options } = shared;
    const exact = yield* twoLayerAnyWidthSteps({ ...options, width, draws: nets, seed });
    if (exact.stopped) return undefined;
    const at = (curve: Float64Array) =>
      Float64Array.from(times, (t) => (curve[t] ?? Number.POSITIVE_INFINITY) + task.unlearnt);
    const predictor = exact.predictors.at(-1)!.data as Float64Array;
    return { ...curves, predictor: curves.predictor ?? predictor, nets: exact.losses.map(at), shrunk: 1 };
  }

  const shrunk = Math.min(1, PROXY_WIDTH[trial ? 'trial' : 'curve'] / Math.max(...widths));
  const { temperature: _, ...training } = shared;
  const run = yield* trainEnsembleSteps(
    {
      inputs,
      outputs,
      hidden,
      width: widths.map((n) => Math.max(1, Math.round(n * shrunk))),
      gamma0,
      residual,
      initialScales,
      dtype: trial ? 'float32' : 'float64',
    },
    {
      ...withoutGamma(training),
      seeds: Array.from({ length: nets }, (_, k) => seed + k),
      record: { every, quantities: ['predictor'] },
    },
  );
  if (run.stopped) return undefined;
  const members = run.runs.map(({ predictors, diverged }) => (diverged ? undefined : predictors));
  const losses = members.map(() => new Float64Array(times.length).fill(Number.POSITIVE_INFINITY));
  const kept = members.filter((member) => member !== undefined);
  const spread = Math.sqrt(shrunk);
  const mean = new Float64Array(size);
  const moved = new Float64Array(size);
  times.forEach((_, i) => {
    mean.fill(0);
    for (const member of kept) {
      const beta = member[i].data;
      for (let j = 0; j < size; j++) mean[j] += beta[j] / kept.length;
    }
    members.forEach((member, k) => {
      if (!member) return;
      const beta = member[i].data;
      const limit = limits?.[i] ?? mean;
      for (let j = 0; j < size; j++) moved[j] = limit[j] + shrunk * (mean[j] - limit[j]) + spread * (beta[j] - mean[j]);
      losses[k][i] = loss(moved) + task.unlearnt;
    });
  });
  const predictor = curves.predictor ?? (kept.length > 0 ? mean : undefined);
  return { ...curves, predictor, nets: losses, shrunk };
}

/** Options of training: the richness is the net's. */
function withoutGamma<T extends { gamma0: number; initialScales: unknown }>({
  gamma0: _,
  initialScales: __,
  ...rest
}: T) {
  return rest;
}
