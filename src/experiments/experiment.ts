import { type Comparison, compareDistances } from '../checks/compare';
import {
  type ComparableLimit,
  type ComparableRun,
  type ComparedQuantity,
  distanceToLimit,
  type RunDistance,
} from '../checks/comparison/distanceToLimit';
import { comparisonFinding, type Finding } from '../checks/findings/finding';
import type { Moments } from '../data/moments';
import { drain, type Progress } from '../longWork';
import { integer, MOST_COUNT, oneOf, record, reject } from '../validate';
import { lazily } from './lazily';

/** A parameter as plain data: command-line options, forms and docs are made from it. */
export interface Parameter {
  /** Its key among the values. */
  name: string;
  /** One line for a stranger. */
  doc: string;
  /** Kind of its value; 'integers' and 'numbers' are lists, of which one number is the shortest; 'choice' is one of `choices`. */
  type: 'integer' | 'number' | 'integers' | 'numbers' | 'choice';
  /** Undefined: optional, and left to the library. */
  default?: number | string | readonly number[];
  /** Smallest allowed value (`exclusive`: must be larger). */
  least?: number;
  /** Whether `least` itself is refused, of numbers. Default false. */
  exclusive?: boolean;
  /** Largest allowed value. */
  most?: number;
  /** The allowed texts of a 'choice'. */
  choices?: readonly string[];
}

export type ParameterValues = Record<string, number | string | readonly number[] | undefined>;

/** What to learn from. */
export interface ExperimentData {
  /** Second moments of the samples. */
  moments: Moments;
  /** One sentence: what the samples are. */
  description?: string;
}

type Steps<Result> = Generator<Progress, Result, boolean | undefined>;

/** A law or a net that is wrong on purpose: the check has to say `disagrees`. */
export interface WrongLaw<Theory = unknown, Run = unknown> {
  /** Name, as the option `wrong` of `check` takes it. */
  id: string;
  /** What is wrong, one line. */
  doc: string;
  /** Stands for the experiment's own where given. */
  theorySteps?(values: ParameterValues, data?: ExperimentData): Steps<Theory>;
  /** Stands for the experiment's own where given. */
  simulateSteps?(values: ParameterValues, size: number, seed: number, data?: ExperimentData): Steps<Run>;
}

/**
 * Simulation beside theory, once: `check`, the command line, pages and docs are views of it and never need to know which
 * experiment they show. `Run` is what one simulation gives, `Observation` the small part of it that the verdict needs.
 */
export interface Experiment<Theory = unknown, Run = unknown, Observation = unknown> {
  /** Name, as `check` takes it. */
  id: string;
  /** Heading: a few words. */
  title: string;
  /** What is compared with what, in one or two sentences. */
  summary: string;
  /** Where the theory is from. */
  paper: {
    /** Surnames. */
    authors: string;
    /** Title of the paper. */
    title: string;
    /** Year of publication. */
    year: number;
    /** Where to read it. */
    url: string;
  };
  /** Page of the documentation about it, such as 'limits/lazy.md'. */
  page: string;
  /** Among them the axis, `seeds` (simulations a size) and `seed` (the first of them). */
  parameters: readonly Parameter[];
  /** Name of the parameter that lists the sizes to simulate; `simulate` takes one of them. */
  axis: string;
  /** Parameters of the smallest check that gives a verdict, where the defaults are for more than that. */
  powered?: ParameterValues;
  /** What the theory says should happen, and the rule that decides whether it did. */
  expected: {
    /** What should happen, in one sentence. */
    law: string;
    /** The finding of all observations, for the values of the parameters. */
    verdict(observations: readonly Observation[], values: ParameterValues): Finding;
  };
  /** At least one. */
  wrong: readonly WrongLaw<Theory, Run>[];
  /** A function that measures simulations against the theory. */
  observe(theory: Theory, values: ParameterValues, data?: ExperimentData): (run: Run, size: number) => Observation;
  /** The limit theory's prediction. */
  theory(values: ParameterValues, data?: ExperimentData): Theory;
  /** `theory` as a generator that yields about every 20 ms. */
  theorySteps(values: ParameterValues, data?: ExperimentData): Steps<Theory>;
  /** One simulation of the given size and seed: a net, or a batch of draws. */
  simulate(values: ParameterValues, size: number, seed: number, data?: ExperimentData): Run;
  /** `simulate` as a generator that yields about every 20 ms. */
  simulateSteps(values: ParameterValues, size: number, seed: number, data?: ExperimentData): Steps<Run>;
}

/** An experiment whose nets are trained and compared with the curve of a limit, on data that may be brought along. */
export interface CurveExperiment<
  Theory extends ComparableLimit = ComparableLimit,
  Run extends ComparableRun = ComparableRun,
> extends Experiment<Theory, Run, RunDistance> {
  /** What can be compared; the first is the default. */
  quantities: readonly {
    /** As `compare` takes it. */
    id: ComparedQuantity;
    /** In words. */
    title: string;
  }[];
  /** As of every experiment, with the exponent and the comparison behind the verdict. */
  expected: Experiment<Theory, Run, RunDistance>['expected'] & {
    /** Exponent of the distance in the width. */
    slope: number;
    /** `compareDistances` with that exponent. */
    compare(distances: readonly RunDistance[]): Comparison;
  };
  /** `observe` with the quantity to compare. */
  distance(theory: Theory, data?: ExperimentData, quantity?: ComparedQuantity): (run: Run) => RunDistance;
  /** A small task for those who bring no data: what every `data` stands for when it is missing. */
  ownData(): ExperimentData;
}

/** What an entry writes down. */
export type Definition<Theory, Run, Observation> = Omit<Experiment<Theory, Run, Observation>, 'theory' | 'simulate'>;

/**
 * Completes an experiment written with generators by the plain functions that drain them. The definition is a function: it runs
 * when the experiment is first looked at, and bundlers can leave out the experiments of those who import something else.
 */
export function defineExperiment<Theory, Run, Observation>(
  define: () => Definition<Theory, Run, Observation>,
): Experiment<Theory, Run, Observation> {
  return lazily(() => completed(define()));
}

function completed<Theory, Run, Observation>(
  definition: Definition<Theory, Run, Observation>,
): Experiment<Theory, Run, Observation> {
  return {
    ...definition,
    theory: (values, data) => drain(definition.theorySteps(values, data)),
    simulate: (values, size, seed, data) => drain(definition.simulateSteps(values, size, seed, data)),
  };
}

/** An experiment on curves: quantities, observations and verdict follow from what it compares. */
export function defineCurveExperiment<Theory extends ComparableLimit, Run extends ComparableRun>(
  define: () => CurveDefinition<Theory, Run>,
): CurveExperiment<Theory, Run> {
  return lazily(() => completedCurve(define()));
}

type CurveDefinition<Theory extends ComparableLimit, Run extends ComparableRun> = Omit<
  CurveExperiment<Theory, Run>,
  'theory' | 'simulate' | 'observe' | 'expected' | 'quantities' | 'distance'
> & {
  expected: { law: string; slope: number; margin?: number };
};

function completedCurve<Theory extends ComparableLimit, Run extends ComparableRun>(
  definition: CurveDefinition<Theory, Run>,
): CurveExperiment<Theory, Run> {
  const { law, slope, margin } = definition.expected;
  const compare = (distances: readonly RunDistance[]) => compareDistances(distances, { expectedSlope: slope, margin });
  const distance: CurveExperiment<Theory, Run>['distance'] = (
    theory,
    data = definition.ownData(),
    quantity = 'outputs',
  ) => distanceToLimit(theory, { quantity, moments: data.moments });
  const expected = {
    law,
    slope,
    compare,
    verdict: (distances: readonly RunDistance[]) => comparisonFinding(compare(distances)),
  };
  return {
    ...completed({
      ...definition,
      expected,
      observe: (theory: Theory, _: ParameterValues, data?: ExperimentData) => distance(theory, data),
    }),
    ownData: definition.ownData,
    expected,
    distance,
    quantities: [
      { id: 'outputs', title: 'outputs on the training data' },
      { id: 'predictor', title: 'end-to-end predictor' },
      { id: 'loss', title: 'training loss' },
    ],
  };
}

/** A generator of a result that is there at once. */
// biome-ignore lint/correctness/useYield: nothing to wait for
export function* atOnce<Result>(compute: () => Result): Steps<Result> {
  return compute();
}

/**
 * Checks values against an experiment's parameters and fills in defaults.
 * @throws ValueError naming the parameter, the value and what was expected.
 */
export function resolveParameters(parameters: readonly Parameter[], values: ParameterValues): ParameterValues {
  const isParameter = ({ name, type, least, most, choices = [] }: Record<string, unknown>) =>
    Array.isArray(choices) &&
    choices.length <= MOST_PARAMETERS &&
    typeof name === 'string' &&
    name.length <= MOST_LETTERS &&
    typeof type === 'string' &&
    [least, most].every((v) => v === undefined || typeof v === 'number');
  const isList =
    Array.isArray(parameters) &&
    parameters.length < MOST_PARAMETERS &&
    parameters.every((one) => isParameter(record('parameters', one)));
  if (!isList) reject('parameters', 'the parameters of an experiment', parameters);
  record('values', values, 'values by the names of parameters');
  const known = parameters.map((parameter) => parameter.name);
  for (const name of Object.keys(values))
    if (!known.includes(name)) reject('parameter', `one of ${known.join(', ')}`, name);
  return Object.fromEntries(
    parameters.map((parameter) => {
      const { name } = parameter;
      // every object has a `__proto__` and a `constructor`
      const given = name in Object.prototype && !Object.hasOwn(values, name) ? undefined : values[name];
      return [name, resolve(parameter, given)];
    }),
  );
}

/** An array of length 2^32 without entries takes half a minute to walk. */
const MOST_PARAMETERS = 10_000;
/** Of a parameter's name, which messages begin with. */
const MOST_LETTERS = 200;

/**
 * What is counted ends with what a computer can do; keys are any numbers. Apart from `resolveParameters`, so that a program with bounds of
 * its own says those.
 */
export function boundCounts(parameters: readonly Parameter[], values: ParameterValues): void {
  for (const { name, type, least } of parameters) {
    if (!type.startsWith('integer') || name === 'seed') continue;
    for (const value of [values[name] ?? []].flat())
      integer(name, value, least ?? Number.NEGATIVE_INFINITY, MOST_COUNT);
  }
}

function resolve(parameter: Parameter, given: unknown): number | string | readonly number[] | undefined {
  const value = given ?? parameter.default;
  if (value === undefined) return undefined;
  const { name, type } = parameter;
  if (type === 'choice') return oneOf(name, value, parameter.choices ?? []);
  if (type === 'integer' || type === 'number') return resolveNumber(name, parameter, value);
  const list = typeof value === 'number' ? [value] : value;
  if (!Array.isArray(list) || list.length === 0) return reject(name, 'a list of numbers', value);
  // map would pass over the holes
  return Array.from(list, (entry) => resolveNumber(name, parameter, entry));
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
