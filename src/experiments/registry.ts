import type { CurveExperiment, Experiment } from './experiment';
import { infiniteWidthExperiment } from './infiniteWidth';
import { residualNetsExperiment } from './residualNets';

/** What `compare` shows: nets trained on data that may be brought along, beside the curve of their limit. */
export const curveExperiments = [
  infiniteWidthExperiment,
  residualNetsExperiment,
] as unknown as readonly CurveExperiment[];

/**
 * Every experiment: simulation beside theory. `check`, the command line, the pages and the docs are views of this list. The types
 * of theory, run and observation end here: views only hand them from one function of an experiment to the next.
 */
export const experiments: readonly Experiment[] = [...curveExperiments] as unknown as Experiment[];
