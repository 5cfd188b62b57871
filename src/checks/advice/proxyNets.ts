import { infiniteWidthSteps } from '../../limits/infiniteWidth';
import { twoLayerAnyWidthSteps } from '../../limits/twoLayerAnyWidth';
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

/** What limit, exact draws and small nets are trained with alike. */
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
  const { width, steps } = task;
  const exact = yield* twoLayerAnyWidthSteps({ ...training(task, lr), width, draws, seed });
  if (exact.stopped) return undefined;
  return exact.losses.map((curve) => {
    const whole = new Float64Array(steps + 1).fill(Number.POSITIVE_INFINITY);
    whole.set(curve);
    return whole;
  });
}

/** Floating-point operations of training nets of width N_0, about. */
export function proxyWork({ data, outputs, hidden, steps }: AdviseTask, width: number, nets: number): number {
  const { inputs } = data;
  return 2 * nets * steps * outputs * (inputs ** 2 + 2 * inputs * width + 3 * hidden * width ** 2);
}

/** Small nets to train. */
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

/** Trains small nets of the same γ0, depth and data: their predictors, undefined where training diverged. */
export function* proxyPredictors(
  task: AdviseTask,
  lr: number,
  { seed, ratio, nets, every, dtype }: Proxies,
): Steps<(Float64Array[] | undefined)[]> {
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
  return runs.map(({ predictors, diverged }) =>
    diverged ? undefined : predictors!.map((beta) => beta.data as Float64Array),
  );
}
