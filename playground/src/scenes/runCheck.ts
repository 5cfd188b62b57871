import type { Experiment, Finding, ParameterValues } from 'deeplinear';
import { follow } from './follow';
import type { Reading, Snippet, Update } from './scene';

/** One simulation of a check, and what the check reads of it. */
export interface Simulated<Run, Observation> {
  run: Run;
  size: number;
  seed: number;
  observation: Observation;
}

export interface CheckView<Theory, Run, Observation> {
  experiment: Experiment<Theory, Run, Observation>;
  /** Every parameter of the experiment that is not optional. */
  parameters: ParameterValues;
  /** What a size is, in a word. */
  sizeName: string;
  /** Training steps, or draws, of one simulation. */
  stepsOf(size: number): number;
  /** Simulations between two drawings. Default 1. */
  every?: number;
  /** Shows the theory. */
  theory(theory: Theory): Iterable<Update>;
  /** Keeps what `draw` needs of a simulation. */
  add(simulated: Simulated<Run, Observation>): void;
  /** Shows the simulations so far. */
  draw(): Iterable<Update>;
}

/**
 * A check of the registry as a scene: theory, simulations of every size and seed in the order of `check`, and the finding that `check`
 * gives for the same parameters.
 */
export function* runCheck<Theory, Run, Observation>(
  view: CheckView<Theory, Run, Observation>,
): Generator<Update, void, void> {
  const { experiment, parameters, sizeName, every = 1 } = view;
  const sizes = parameters[experiment.axis] as readonly number[];
  const [seeds, first] = [parameters.seeds as number, parameters.seed as number];
  const theory = yield* follow(experiment.theorySteps(parameters), () => ({
    summary: 'The theory is being computed.',
  }));
  yield* view.theory(theory);
  const observe = experiment.observe(theory, parameters);
  const observations: Observation[] = [];
  const total = sizes.length * seeds;
  let steps = 0;
  for (const size of sizes) {
    for (let seed = first; seed < first + seeds; seed++) {
      const run = yield* follow(experiment.simulateSteps(parameters, size, seed));
      const observation = observe(run, size);
      observations.push(observation);
      view.add({ run, size, seed, observation });
      steps += view.stepsOf(size);
      const done = observations.length;
      if (done % every > 0 && done < total) {
        yield {};
        continue;
      }
      yield* view.draw();
      yield { steps, done: done / total, summary: `${done} of ${total} simulations, the last of ${sizeName} ${size}.` };
      steps = 0;
    }
  }
  const finding = experiment.expected.verdict(observations, parameters);
  yield { readings: readingsOf(finding, sizeName), summary: finding.explain(), done: 1 };
}

function readingsOf({ statistic, value, rows }: Finding, sizeName: string): Reading[] {
  const one = (label: string, number: number): Reading => ({ label, kind: 'simulation', value: number });
  const all = [one(statistic, value), ...rows.map((row) => one(`measured at ${sizeName} ${row.size}`, row.value))];
  // too few samples for a statistic: there is none
  return all.filter((reading) => Number.isFinite(reading.value));
}

/** Library code and command of the same check. */
export function checkSnippet(id: string, parameters: ParameterValues): Snippet {
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const lines = entries.map(
    ([name, value]) => `    ${name}: ${JSON.stringify(value).replaceAll(',', ', ').replaceAll('"', "'")},`,
  );
  const code = `import { check } from 'deeplinear';

const found = check('${id}', {
  parameters: {
${lines.join('\n')}
  },
});
console.log(found.explain());
console.log(found.statistic, found.value);
for (const { size, value, samples } of found.rows) console.log(size, value, samples);
`;
  const flags = entries.map(([name, value]) => `--${kebab(name)} ${String(value)}`);
  return { code, command: `npx deeplinear check ${id} ${flags.join(' ')} --json` };
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
