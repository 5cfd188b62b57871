/** Experiments: a theory and its simulation with their parameters, and the verdict on whether they agree. */
export { type CheckOptions, type CheckResult, check, checkSteps } from './check';
export {
  type CurveExperiment,
  type Experiment,
  type ExperimentData,
  type Parameter,
  type ParameterValues,
  resolveParameters,
  type WrongLaw,
} from './experiment';
export { curveExperiments, experiments } from './registry';
