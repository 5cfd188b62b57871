import { DeepLinearError, type Experiment, experiments, type ParameterValues, resolveParameters } from 'deeplinear';
import * as v from 'valibot';
import type { CellConfig, Plain } from '../cell';
import { checkValues } from '../observables/checkValues';
import { sorted } from './canonicalJson';
import { documented, word } from './numbers';
import { noSuchKey, type Problem, problemsBy, unknownName } from './problem';

const names = checkValues.map(({ name }) => name);

export const checkObservablesSchema = documented(
  'what is kept of every check',
  v.pipe(v.array(word(...names), 'a list of observables'), v.minLength(1, 'a list of observables')),
);

/** The parts of a study that sweeps a check of the registry. Its parameters are checked by the experiment itself. */
export const checkCellSchema = v.strictObject({
  experiment: v.pipe(
    v.string('the id of an experiment'),
    v.description('what is checked: `deeplinear check --list` names all'),
  ),
  parameters: v.optional(
    documented("the experiment's own", v.record(v.string(), v.unknown(), 'a mapping of parameters')),
    {},
  ),
  wrong: v.optional(
    documented('a wrong law in place of the right one, to see it rejected', v.string('the id of a wrong law')),
  ),
  observables: v.optional(checkObservablesSchema, ['value', 'interval', 'verdict']),
});

/** The configuration of a cell with a check: checked, with every parameter filled in. */
export function completeCheckCell(parts: Plain): { config: CellConfig } | { problems: Problem[] } {
  const parsed = v.safeParse(checkCellSchema, parts);
  if (!parsed.success) return { problems: problemsBy(checkCellSchema, parts) };
  const { experiment: id, parameters, wrong, observables } = parsed.output;
  const ids = experiments.map((one) => one.id);
  const experiment = experiments.find((one) => one.id === id);
  if (!experiment) return { problems: [{ path: ['experiment'], text: unknownName(id, ids) }] };
  const laws = experiment.wrong.map((law) => law.id);
  if (wrong !== undefined && !laws.includes(wrong)) {
    return { problems: [{ path: ['wrong'], text: unknownName(wrong, laws) }] };
  }
  const twice = observables.findIndex((name, i) => observables.indexOf(name) !== i);
  if (twice >= 0) {
    const text = `expected every observable once, got ${observables[twice]} twice`;
    return { problems: [{ path: ['observables', twice], text }] };
  }
  const resolved = resolve(experiment, parameters as ParameterValues);
  if ('problems' in resolved) return resolved;
  const values = resolved.values as unknown as Plain;
  const config = { experiment: id, parameters: values, ...(wrong === undefined ? {} : { wrong }), observables };
  return { config: sorted(config as unknown as Plain) as CellConfig };
}

/** The experiment's own check names the parameter; here it gets its place. */
function resolve(
  { parameters, powered }: Experiment,
  given: ParameterValues,
): { values: ParameterValues } | { problems: Problem[] } {
  const known = parameters.map(({ name }) => name);
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange !== undefined) {
    return { problems: [{ path: ['parameters', strange], text: noSuchKey(strange, known), key: true }] };
  }
  try {
    return { values: resolveParameters(parameters, { ...powered, ...given }) };
  } catch (error) {
    if (!(error instanceof DeepLinearError)) throw error;
    const [, name = '', text = error.message] = /^(\w+)(?:\[\d+\])?: ([\s\S]*)$/.exec(error.message) ?? [];
    return { problems: [{ path: known.includes(name) ? ['parameters', name] : ['parameters'], text }] };
  }
}
