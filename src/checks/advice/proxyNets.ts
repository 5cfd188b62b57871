import { infiniteWidthSteps } from '../../limits/infiniteWidth';
import { twoLayerLosses } from '../../limits/twoLayerAnyWidth';
import type { Progress } from '../../longWork';
import { trainEnsembleSteps } from '../../train/trainEnsemble';
import type { AdviseTask } from './adviseTask';

type Steps<R> = Generator<Progress, R | undefined, boolean | undefined>;

/** Most multiply-adds of a run of the infinite-width limit for one of many trials of rates, and for one curve. */
const MOST_WORK = { trial: 3e8, curve: 6e9 };

/** Multiply-adds of the infinite-width limit, about. */
function limitWork({ data, hidden, outputs, steps, residual }: AdviseTask): number {
  const n = outputs * (steps + 1);
  return (8 / 3) * hidden * (residual ? hidden : 1) * n ** 3 + steps * outputs * data.inputs ** 2;
}

/** What limit, exact draws and nets are trained with alike. */
function training({ data, gamma0, initialScales, layerLr, optimizer, steps }: AdviseTask, lr: number) {
  const { temperature: _, ...rule } = optimizer;
  return { moments: data.moments, gamma0, initialScales, layerLr, lr, steps, ...rule };
}

/** Predictors (C×m) of infinitely wide nets; none where the limit takes too long or diverges. Undefined: stopped. */
export function* limitPredictors(task: AdviseTask, lr: number, effort: keyof typeof MOST_WORK): Steps<Float64Array[]> {
  if (limitWork(task) > MOST_WORK[effort]) return [];
  const { hidden, residual, widths, width } = task;
  const widthRatios = widths.map((n) => n / width);
  const limit = yield* infiniteWidthSteps({ ...training(task, lr), hidden, residual, widthRatios });
  if (limit.stopped) return undefined;
  return limit.diverged ? [] : limit.predictors.map(({ data }) => data as Float64Array);
}

/** Loss curves of exact draws of nets with one hidden layer of the asked width; Infinity after the first divergence. */
export function* exactDraws(
  task: AdviseTask,
  lr: number,
  { draws, seed }: { draws: number; seed: number },
): Steps<Float64Array[]> {
  return yield* twoLayerLosses({ ...training(task, lr), width: task.width, draws, seed });
}

/** Operations in the time of drawing one weight. */
const DRAWING = 200;

/** Floating-point operations in the time of drawing and training nets of width N_0, about. */
function proxyWork({ data, outputs, hidden, steps }: AdviseTask, width: number, nets: number): number {
  const { inputs } = data;
  const step = 2 * outputs * (inputs ** 2 + 2 * inputs * width + 3 * hidden * width ** 2);
  return nets * (steps * step + DRAWING * width * (inputs + (hidden - 1) * width));
}

/** How many nets of which width N_0 to train at most for one question. */
export interface Effort {
  /** Tried in order; Infinity: of the asked width. */
  pairs: readonly { nets: number; width: number }[];
  /** The first pair that takes at most so many operations is taken, or the last. */
  mostWork: number;
}

/** Number of nets to train, and N_0/N; with one hidden layer the width costs nothing. */
export function affordable(task: AdviseTask, { pairs, mostWork }: Effort): { nets: number; ratio: number } {
  const widest = Math.max(...task.widths);
  if (task.hidden === 1) return { nets: pairs[0].nets, ratio: 1 };
  const fits = ({ nets, width }: (typeof pairs)[number]) => proxyWork(task, Math.min(width, widest), nets) <= mostWork;
  const { nets, width } = pairs.find(fits) ?? pairs[pairs.length - 1];
  return { nets, ratio: Math.min(1, width / widest) };
}

/** Nets to train. */
interface Proxies {
  /** Seed of the first. */
  seed: number;
  /** N_0/N of every layer, up to rounding. */
  ratio: number;
  nets: number;
  /** Predictors are wanted at multiples of this step and at the last. */
  every: number;
  dtype: 'float64' | 'float32';
}

/** Trains nets of the same γ0, depth and data: their predictors, as long as training did not diverge. */
export function* proxyPredictors(
  task: AdviseTask,
  lr: number,
  { seed, ratio, nets, every, dtype }: Proxies,
): Steps<Float64Array[][]> {
  const { data, outputs, hidden, widths, residual } = task;
  const { gamma0, initialScales, ...options } = training(task, lr);
  const width = widths.map((n) => Math.max(1, Math.round(n * ratio)));
  const { runs, stopped } = yield* trainEnsembleSteps(
    { inputs: data.inputs, outputs, hidden, width, gamma0, residual, initialScales, dtype },
    {
      ...options,
      seeds: Array.from({ length: nets }, (_, k) => seed + k),
      record: { every, quantities: ['predictor'] },
    },
  );
  if (stopped) return undefined;
  return runs.map(({ predictors }) => predictors!.map((beta) => beta.data as Float64Array));
}
