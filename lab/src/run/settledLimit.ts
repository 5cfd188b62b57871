import type { ComparableLimit, CurveExperiment, ParameterValues } from 'deeplinear';
import type { Dataset } from '../data/dataset';
import { drive } from './drive';

export interface SettledLimit {
  limit: ComparableLimit & { diverged?: { step: number; reason: string } };
  /** With the learning rate that was used. */
  parameters: ParameterValues;
  /** False where the limit was stable at none of the rates tried. */
  settled: boolean;
}

const MOST_HALVINGS = 30;

/**
 * The limit; where nobody asked for a learning rate, the default is halved until the limit's loss falls at every step.
 * Theory is cheap, so it tells what a good rate is before any net is trained.
 */
export async function settledLimit(
  experiment: CurveExperiment,
  parameters: ParameterValues,
  dataset: Dataset,
  keepLr: boolean,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<SettledLimit> {
  let current = parameters;
  for (let halvings = 0; ; halvings++) {
    const limit: SettledLimit['limit'] = await drive(experiment.theorySteps(current, dataset), signal, onProgress);
    const falls = !limit.diverged && firstRise(limit.loss) < 0;
    if (keepLr || falls || halvings === MOST_HALVINGS) return { limit, parameters: current, settled: keepLr || falls };
    current = { ...current, lr: (current.lr as number) / 2 };
  }
}

/** The first step at which a loss is larger than before, rounding aside; −1 if it never is. */
export function firstRise(loss: ArrayLike<number>): number {
  for (let step = 1; step < loss.length; step++) {
    if (loss[step] > loss[step - 1] * (1 + 1e-9) + 1e-12 * loss[0]) return step;
  }
  return -1;
}
