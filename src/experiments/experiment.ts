import type { Comparison } from '../checks/compare';
import type { ComparableLimit, ComparableRun, ComparedQuantity, RunDistance } from '../checks/distanceToLimit';
import type { Moments } from '../data/moments';
import { drain, type Progress } from '../longWork';
import { integer, oneOf, reject } from '../validate';

/** A parameter as plain data: command-line options, forms and docs are made from it. */
export interface Parameter {
  name: string;
  /** One line for a stranger. */
  doc: string;
  type: 'integer' | 'number' | 'integers' | 'numbers' | 'choice';
  /** Undefined: optional, and left to the library. */
  default?: number | string | readonly number[];
  /** Smallest allowed value (`exclusive`: must be larger). */
  least?: number;
  exclusive?: boolean;
  most?: number;
  choices?: readonly string[];
}

export type ParameterValues = Record<string, number | string | readonly number[] | undefined>;

/** What to learn from. */
export interface ExperimentData {
  moments: Moments;
  /** One sentence: what the samples are. */
  description?: string;
}

/** One simulated net. */
export type SimulatedRun = ComparableRun;

/** What a view (command line, page, docs) needs to know of an experiment; it never needs to know which one. */
export interface Experiment<Theory extends ComparableLimit = ComparableLimit, Run extends SimulatedRun = SimulatedRun> {
  id: string;
  title: string;
  /** What is compared with what, in one or two sentences. */
  summary: string;
  paper: { authors: string; title: string; year: number; url: string };
  parameters: readonly Parameter[];
  /** Name of the parameter that lists the sizes to simulate; `simulate` takes one of them. */
  axis: string;
  /** What can be compared; the first is the default. */
  quantities: readonly { id: ComparedQuantity; title: string }[];
  /** What the theory says should happen to the distance, and the rule that decides whether it did. */
  expected: { slope: number; law: string; verdict(distances: readonly RunDistance[]): Comparison };
  /** A function that measures nets against the theory. */
  distance(theory: Theory, data?: ExperimentData, quantity?: ComparedQuantity): (run: Run) => RunDistance;
  /** A small task for those who bring no data: what every `data` below stands for when it is missing. */
  ownData(): ExperimentData;
  /** The limit theory's prediction. */
  theory(values: ParameterValues, data?: ExperimentData): Theory;
  theorySteps(values: ParameterValues, data?: ExperimentData): Generator<Progress, Theory, boolean | undefined>;
  /** One finite net of the given size and seed. */
  simulate(values: ParameterValues, size: number, seed: number, data?: ExperimentData): Run;
  simulateSteps(
    values: ParameterValues,
    size: number,
    seed: number,
    data?: ExperimentData,
  ): Generator<Progress, Run, boolean | undefined>;
}

/** Completes an experiment written with generators by the plain functions that drain them. */
export function defineExperiment<Theory extends ComparableLimit, Run extends SimulatedRun>(
  definition: Omit<Experiment<Theory, Run>, 'theory' | 'simulate'>,
): Experiment<Theory, Run> {
  return {
    ...definition,
    theory: (values, data) => drain(definition.theorySteps(values, data)),
    simulate: (values, size, seed, data) => drain(definition.simulateSteps(values, size, seed, data)),
  };
}

/**
 * Checks values against an experiment's parameters and fills in defaults.
 * @throws ValueError naming the parameter, the value and what was expected.
 */
export function resolveParameters(parameters: readonly Parameter[], values: ParameterValues): ParameterValues {
  const known = parameters.map((parameter) => parameter.name);
  for (const name of Object.keys(values))
    if (!known.includes(name)) reject('parameter', `one of ${known.join(', ')}`, name);
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.name, resolve(parameter, values[parameter.name])]),
  );
}

function resolve(parameter: Parameter, given: unknown): number | string | readonly number[] | undefined {
  const value = given ?? parameter.default;
  if (value === undefined) return undefined;
  const { name, type } = parameter;
  if (type === 'choice') return oneOf(name, value, parameter.choices ?? []);
  if (type === 'integer' || type === 'number') return resolveNumber(name, parameter, value);
  const list = typeof value === 'number' ? [value] : value;
  if (!Array.isArray(list) || list.length === 0) return reject(name, 'a list of numbers', value);
  return list.map((entry) => resolveNumber(name, parameter, entry));
}

function resolveNumber(name: string, { type, least, exclusive, most }: Parameter, value: unknown): number {
  const from = least ?? Number.NEGATIVE_INFINITY;
  if (type.startsWith('integer')) return integer(name, value, from, most);
  const bounds = [
    least === undefined ? '' : exclusive ? ` above ${least}` : ` of at least ${least}`,
    most === undefined ? '' : ` up to ${most}`,
  ];
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (exclusive ? value > from : value >= from) &&
    (most === undefined || value <= most);
  return fits ? (value as number) : reject(name, `a finite number${bounds.join('')}`, value);
}
