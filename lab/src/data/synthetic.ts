import type { CurveExperiment } from 'deeplinear';
import type { Dataset } from './dataset';

/** The small task that an experiment brings along. */
export function synthetic(experiment: CurveExperiment): Dataset {
  const { moments, description = 'the small task of the experiment' } = experiment.ownData();
  const outputs = moments.syx.rows;
  return {
    name: 'synthetic',
    description,
    inputs: moments.sxx.rows,
    outputs,
    moments,
    outputNames: Array.from({ length: outputs }, (_, i) => `output ${i + 1}`),
  };
}
