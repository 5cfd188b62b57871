import type { Finding } from '../checks/findings/finding';
import { checkedMoments } from '../data/checkedMoments';
import { ValueError } from '../errors';
import { drain, type Progress, YIELD_MS } from '../longWork';
import { checkWatchers, knownOptions, oneOf, reject, seedValue } from '../validate';
import {
  boundCounts,
  type Experiment,
  type ExperimentData,
  type ParameterValues,
  resolveParameters,
} from './experiment';
import { experiments } from './registry';

export interface CheckOptions {
  /** Of the experiment; the rest as in the smallest check that gives a verdict. */
  parameters?: ParameterValues;
  /** For experiments that take data (those with `ownData`). Default: their own. */
  data?: ExperimentData;
  /** Id of one of the experiment's wrong laws to put in place of the right one, to see it rejected. */
  wrong?: string;
  /** Stops the check; the finding is that of the simulations done. */
  signal?: AbortSignal;
  /** Called about every 20 ms with simulations done; return false to stop. */
  onProgress?(progress: Progress): unknown;
}

export interface CheckResult extends Finding {
  /** Id of the experiment. */
  id: string;
  /** Title of the experiment. */
  title: string;
  /** Those used, with defaults. */
  parameters: ParameterValues;
  /** Id of the wrong law that was put in place of the right one, if one was. */
  wrong?: string;
  /** What the theory says should happen. */
  law: string;
  /** Time it took. */
  seconds: number;
  /** Simulations done, where it was stopped; the finding is that of those. */
  stopped?: {
    /** How many. */
    step: number;
  };
}

/**
 * Does a limit theory describe finite nets? Computes the theory, simulates nets (or draws) of several sizes and seeds, and gives
 * one statistic with its interval, a verdict and a sentence. `experiments` lists what can be checked.
 * @param name id of an experiment, or an experiment of your own.
 * @param options parameters and data of the experiment, and what watches the work.
 * @throws ValueError for an unknown name, parameters or data the experiment does not take, or a check stopped before any
 * simulation; ShapeError for moments whose sizes do not fit together.
 */
export function check(name: string | Experiment, options: CheckOptions = {}): CheckResult {
  return drain(checkSteps(name, options), options.onProgress);
}

/** The generator behind it: yields about every 20 ms, counting simulations. Options are checked at once. */
export function checkSteps(
  name: string | Experiment,
  options: CheckOptions = {},
): Generator<Progress, CheckResult, boolean | undefined> {
  knownOptions('check', options, ['parameters', 'data', 'wrong', 'signal', 'onProgress']);
  checkWatchers(options);
  const experiment = typeof name === 'object' && Array.isArray(name?.parameters) ? name : named(name as string);
  const { signal } = options;
  const data = options.data === undefined ? undefined : checkedData(experiment, options.data);
  const values = resolveParameters(experiment.parameters, { ...experiment.powered, ...options.parameters });
  boundCounts(experiment.parameters, values);
  const wrong = options.wrong === undefined ? undefined : wrongLaw(experiment, options.wrong);
  const { theorySteps, simulateSteps } = { ...experiment, ...defined(wrong) };
  const sizes = values[experiment.axis] as readonly number[];
  const first = seedValue('seed', values.seed as number);
  const runs = sizes.flatMap((size) =>
    Array.from({ length: values.seeds as number }, (_, k) => ({ size, seed: first + k })),
  );
  return run();

  function* run(): Generator<Progress, CheckResult, boolean | undefined> {
    const started = performance.now();
    const steps = runs.length;
    /** Runs a part to its end, or to undefined when told to stop. */
    const part = function* <Result>(
      work: Generator<Progress, Result, boolean | undefined>,
      step: number,
    ): Generator<Progress, Result | undefined, boolean | undefined> {
      try {
        for (;;) {
          const turn = work.next();
          if (turn.done) return turn.value;
          if (signal?.aborted || (yield { step, steps }) === false) return undefined;
        }
      } finally {
        work.return(undefined as never);
      }
    };
    const observations: unknown[] = [];
    const theory = yield* part(theorySteps(values, data), 0);
    const observe = theory === undefined ? undefined : experiment.observe(theory, values, data);
    let last = performance.now();
    let stopped = observe === undefined;
    for (const { size, seed } of runs) {
      if (stopped || signal?.aborted) break;
      const simulated = yield* part(simulateSteps(values, size, seed, data), observations.length);
      if (simulated === undefined) break;
      observations.push(observe!(simulated, size));
      if (performance.now() - last < YIELD_MS) continue;
      stopped = (yield { step: observations.length, steps }) === false;
      last = performance.now();
    }
    if (observations.length === 0)
      throw new ValueError('check: expected at least one simulation, got a stop before it');
    return {
      ...experiment.expected.verdict(observations, values),
      id: experiment.id,
      title: experiment.title,
      parameters: values,
      wrong: wrong?.id,
      law: experiment.expected.law,
      seconds: (performance.now() - started) / 1000,
      stopped: observations.length < steps ? { step: observations.length } : undefined,
    };
  }
}

function named(id: string): Experiment {
  return experiments.find(
    (experiment) =>
      experiment.id ===
      oneOf(
        'check',
        id,
        experiments.map((e) => e.id),
      ),
  )!;
}

/** An experiment of one's own may look at data in its own way; the registered ones with `ownData` take moments. */
function checkedData(experiment: Experiment, data: ExperimentData): ExperimentData {
  if (!('ownData' in experiment)) {
    return experiments.includes(experiment)
      ? reject('data', `nothing for ${experiment.id}, which takes none`, data)
      : data;
  }
  if (typeof data !== 'object' || data === null) return reject('data', 'an object with moments', data);
  return { ...data, moments: { ...data.moments, ...checkedMoments('data.moments', data.moments) } };
}

function wrongLaw({ wrong }: Experiment, id: string) {
  return wrong.find(
    (law) =>
      law.id ===
      oneOf(
        'wrong',
        id,
        wrong.map((w) => w.id),
      ),
  )!;
}

/** What a wrong law puts in place of the experiment's own. */
function defined(law: Partial<Experiment> | object | undefined) {
  return Object.fromEntries(Object.entries(law ?? {}).filter(([, value]) => typeof value === 'function'));
}
