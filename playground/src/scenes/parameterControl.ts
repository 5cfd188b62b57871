import { experiments, resolveParameters } from 'deeplinear';
import type { Control } from './control';

export interface ParameterControlOptions {
  label: string;
  values: readonly (number | string)[];
  /** Default: the experiment's. */
  default?: number | string;
  /** Default: the experiment's. */
  doc?: string;
}

/**
 * The control of a parameter that an experiment has: documentation and default are the experiment's, every value is one that it allows.
 * @throws Error at build time, for an unknown parameter, or a default that is not among the values.
 */
export function parameterControl(experiment: string, name: string, options: ParameterControlOptions): Control {
  const parameters = experiments.find(({ id }) => id === experiment)?.parameters ?? [];
  const parameter = parameters.find((candidate) => candidate.name === name);
  if (!parameter) throw new Error(`${experiment}: expected a parameter of the experiment, got ${name}`);
  for (const value of options.values) resolveParameters([parameter], { [name]: value });
  const { label, values, doc = parameter.doc } = options;
  const preset = options.default ?? (parameter.default as number | string);
  if (!values.includes(preset))
    throw new Error(`${experiment}: ${name}: expected a default among the values, got ${preset}`);
  return { name, label, doc, values, default: preset };
}
