import { type Experiment, experiments } from 'deeplinear';

/** The experiment that a scene is a view of; its types of theory and run are the scene's to know. */
export function experimentOf<Theory, Run, Observation>(id: string): Experiment<Theory, Run, Observation> {
  const found = experiments.find((experiment) => experiment.id === id);
  if (!found) throw new Error(`experiment: expected one of the library's, got ${id}`);
  return found as unknown as Experiment<Theory, Run, Observation>;
}
