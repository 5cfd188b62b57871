import { type Experiment, type ParameterValues, resolveParameters } from 'deeplinear';
import { InputError } from '../inputError';
import { count } from '../view/format';
import { distinctSizes } from './distinctSizes';

/** What one check may simulate: every simulation leaves a few numbers in memory. */
const MOST_SIMULATIONS = 1_000_000;

/** Refuses what the library refuses later, and what cannot be meant; the parameters in full. */
export function checkedValues(experiment: Experiment, given: ParameterValues): ParameterValues {
  const values = resolveParameters(experiment.parameters, { ...experiment.powered, ...given });
  const simulations = distinctSizes(experiment, values).length * Number(values.seeds);
  if (simulations > MOST_SIMULATIONS) {
    throw new InputError(
      `--seeds: expected at most ${count(MOST_SIMULATIONS)} simulations in all, got ${count(simulations)}`,
    );
  }
  return values;
}
