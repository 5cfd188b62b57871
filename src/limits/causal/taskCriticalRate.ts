import { criticalLearningRate, tangentConstant } from './criticalLearningRate';
import type { InfiniteWidthTask } from './infiniteWidthOptions';

/** Learning rate above which a full-batch run is unstable from the start; undefined where nothing is known of it. */
export function taskCriticalRate(task: InfiniteWidthTask): number | undefined {
  const { moments, error, initialScales, layerLr, optimizer, branch, learnedBranch } = task;
  if (!moments || error) return undefined;
  const rate = criticalLearningRate(
    moments.sxx,
    tangentConstant(initialScales, layerLr, branch, learnedBranch),
    optimizer,
  );
  return Number.isFinite(rate) ? rate : undefined;
}
