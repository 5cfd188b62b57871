import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/checks/compare';
import { check } from '../../src/experiments/check';
import { experiments } from '../../src/experiments/registry';

export type Tally = Record<Verdict, number>;

/** Verdicts of one check, repeated with fresh seeds. */
export interface Repeated {
  id: string;
  /** Of the law as it is. */
  right: Tally;
  /** By id of the wrong law. */
  wrong: Record<string, Tally>;
  /** CPU time of all repetitions. */
  seconds: number;
}

export interface StudyOptions {
  /** Default: every check of the registry. */
  ids?: readonly string[];
  /** Repetitions of each right law. Default: 600 pooled over the whole registry. */
  repetitions?: number;
  /** Repetitions of each wrong law. Default 60. */
  wrongRepetitions?: number;
  /** When to stop; what is there by then counts. Default: never. */
  minutes?: number;
  /** Folder that keeps verdicts between runs, a file a check, so that a study goes on where it stopped. Default: none. */
  folder?: string;
}

/** Of true hypotheses at this level. */
const LEVEL = 0.05;

export const total = (tally: Tally): number => tally.agrees + tally.underpowered + tally.disagrees;

/** Most alarms among `n` that chance gives in 999 of 1000 studies: 48 of 600. */
export function mostAlarms(n: number): number {
  let term = (1 - LEVEL) ** n;
  let below = term;
  let k = 0;
  while (below < 0.999) {
    term *= ((n - k) / (k + 1)) * (LEVEL / (1 - LEVEL));
    below += term;
    k++;
  }
  return k;
}

/** First seed of a repetition: far from those of the tests, and from each other. */
const seedOf = (repetition: number) => 10_000_000 + 10_000 * repetition;

const none = (): Tally => ({ agrees: 0, underpowered: 0, disagrees: 0 });

/** Repeats every check and each of its wrong laws with fresh seeds, a round of all checks at a time. */
export function studyChecks(options: StudyOptions = {}): Repeated[] {
  const chosen = experiments.filter(({ id }) => options.ids?.includes(id) ?? true);
  const most = options.repetitions ?? Math.ceil(600 / experiments.length);
  const mostWrong = options.wrongRepetitions ?? 60;
  const end = options.minutes === undefined ? Number.POSITIVE_INFINITY : performance.now() + 60_000 * options.minutes;
  const results = chosen.map(({ id, wrong }): Repeated => {
    const known = options.folder === undefined ? undefined : read(options.folder, id);
    return {
      id,
      right: known?.right ?? none(),
      wrong: Object.fromEntries(wrong.map((law) => [law.id, known?.wrong[law.id] ?? none()])),
      seconds: known?.seconds ?? 0,
    };
  });
  const rounds = Math.max(most, mostWrong);
  for (let round = 1; round <= rounds; round++) {
    // Right and wrong laws come to their ends together, so that a study cut short has a share of both.
    const due = (repetitions: number) => Math.ceil((repetitions * round) / rounds);
    for (const result of results) {
      const { id, right, wrong } = result;
      while (total(right) < due(most)) repeat(result, right);
      for (const [law, tally] of Object.entries(wrong)) {
        while (total(tally) < due(mostWrong)) repeat(result, tally, law);
      }
      if (options.folder !== undefined) write(options.folder, id, result);
      if (performance.now() > end) return results;
    }
  }
  return results;
}

function repeat(result: Repeated, tally: Tally, wrong?: string): void {
  const before = process.cpuUsage();
  const { verdict } = check(result.id, { wrong, parameters: { seed: seedOf(total(tally)) } });
  const { user, system } = process.cpuUsage(before);
  tally[verdict]++;
  result.seconds += (user + system) / 1e6;
}

function read(folder: string, id: string): Repeated | undefined {
  const file = join(folder, `${id}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Repeated) : undefined;
}

function write(folder: string, id: string, result: Repeated): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${id}.json`), JSON.stringify(result));
}

/** CPU seconds of one repetition, right or wrong. */
const secondsEach = ({ right, wrong, seconds }: Repeated) =>
  seconds / Math.max(1, total(right) + Object.values(wrong).reduce((sum, tally) => sum + total(tally), 0));

/** Tables of a study in Markdown. */
export function studyTable(results: readonly Repeated[]): string {
  const done = results.filter(({ right }) => total(right) > 0);
  const rows = done.map((result) => {
    const { id, right, wrong } = result;
    const laws = Object.entries(wrong).map(([law, tally]) => `${law} ${tally.disagrees}/${total(tally)}`);
    return `| ${id} | ${total(right)} | ${right.agrees} / ${right.underpowered} / ${right.disagrees} | ${laws.join('<br>')} | ${secondsEach(result).toFixed(1)} |`;
  });
  const all = done.reduce((sum, { right }) => sum + total(right), 0);
  const alarms = done.reduce((sum, { right }) => sum + right.disagrees, 0);
  const laws = done.flatMap(({ wrong }) => Object.values(wrong)).filter((tally) => total(tally) > 0);
  const refused = laws.reduce((sum, tally) => sum + tally.disagrees, 0);
  const tried = laws.reduce((sum, tally) => sum + total(tally), 0);
  const weak = laws.filter((tally) => tally.disagrees < 0.95 * total(tally)).length;
  return [
    `In all: ${alarms} false alarms in ${all} repetitions of the right laws (at most ${mostAlarms(all)} at a level of 5 %, 99.9 % binomial bound); ${refused} of ${tried} repetitions of ${laws.length} wrong laws refused, ${weak} of the laws in fewer than 95 %.`,
    '',
    '| check | repetitions | agrees / underpowered / disagrees | wrong laws refused | CPU seconds a check |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
