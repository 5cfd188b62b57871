import type { Experiment } from './experiment';
import { infiniteWidthExperiment } from './infiniteWidth';

/** Every experiment: simulation beside theory. The command line, the pages and the docs are views of this list. */
export const experiments: readonly Experiment[] = [infiniteWidthExperiment as unknown as Experiment];
