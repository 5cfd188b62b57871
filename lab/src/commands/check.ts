import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import {
  type CurveExperiment,
  DeepLinearError,
  type Experiment,
  type Parameter,
  type ParameterValues,
  resolveParameters,
  runtime,
} from 'deeplinear';
import { checkDataOptions, type DataOptions, readDataset } from '../data/readDataset';
import { environment } from '../environment';
import { InputError } from '../inputError';
import { jsonText } from '../report/jsonText';
import { type ReportFolder, reportFolder } from '../report/reportFolder';
import type { CheckRecord, CheckReport } from '../run/checkReport';
import { breathe } from '../run/drive';
import { runCheck } from '../run/runCheck';
import { runChecks } from '../run/runChecks';
import { settledLimit } from '../run/settledLimit';
import { checkSummary } from '../view/checkSummary';
import { checkTableText } from '../view/checkTable';
import { checkText } from '../view/checkText';
import { count, secondsText, typed } from '../view/format';
import { progressView } from '../view/progress';
import { wrap } from '../view/wrap';
import { dataOptions } from './dataOptions';
import { distinctSizes } from './distinctSizes';
import { flagged } from './flagged';
import { parameterOptions, parameterValues, toNumber } from './parameterOptions';
import { reproduction } from './reproduction';

type OnExit = (cleanUp: () => void) => void;

interface Output {
  json?: boolean;
  quiet?: boolean;
  report?: string | true;
}

interface SeveralOptions extends Output {
  list?: boolean;
  all?: boolean;
  only?: string;
  seed?: number;
  workers?: number;
}

type SingleOptions = Output & Partial<DataOptions> & { wrong?: string };

/** What one check may simulate: every simulation leaves a few numbers in memory. */
const MOST_SIMULATIONS = 1_000_000;

const examples = ([{ id, wrong }]: readonly Experiment[]) => `
Examples:
  $ deeplinear check --list
  $ deeplinear check --all
  $ deeplinear check --all --seed 1000 --report
  $ deeplinear check ${id} --help
  $ deeplinear check ${id} --seeds 100 --report my-report
  $ deeplinear check ${id} --wrong ${wrong[0].id}

A check simulates finite nets (or draws) of several sizes and compares them with what a limit theory says: one statistic with its
interval, and a verdict. 'agrees' means that the interval lies within the margin, 'disagrees' that it lies outside, 'underpowered'
that there are too few samples to tell. --wrong puts a law that is wrong on purpose in place of the right one, to see it refused.
Exit codes: 0, 1 when a check disagrees or cannot be computed, 2 for bad input, 130 for Ctrl-C.`;

/** `deeplinear check NAME`: every experiment of the library's registry as a command of its own; `--all` runs all of them. */
export function checkCommand(experiments: readonly Experiment[], signal: AbortSignal, onExit: OnExit): Command {
  const names = experiments.map(({ id }) => id);
  const command = new Command('check')
    .summary('simulate, compare with a limit theory, and give a verdict')
    .description(
      'Does a limit theory describe finite nets? Simulates nets (or draws) of several sizes and says so, with a statistic.',
    )
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .usage('<name> [options]')
    .addHelpText('after', examples(experiments))
    .argument('[name]', 'one of the checks below')
    .option('--list', 'list the checks')
    .option('--all', 'run every check and print one table')
    .option('--only <names>', 'run these checks (names with commas between) and print one table')
    .addOption(numberOption('--seed <number>', "with --all: first seed of every check (default: each check's own)"))
    .addOption(
      numberOption(
        '--workers <number>',
        'with --all: threads at once; the numbers do not depend on it (default: one a core)',
      ),
    );
  addOutputOptions(command);
  command.action(async (name: string | undefined, options: SeveralOptions) => {
    if (name !== undefined) throw new InputError(`check: expected one of ${names.join(', ')}, got "${name}"`);
    if (options.list) return list(experiments, options.json);
    if (!options.all && options.only === undefined) return command.help({ error: true });
    await severalChecks(selected(experiments, options.only), options, signal, onExit);
  });
  for (const experiment of experiments) command.addCommand(singleCommand(experiment, signal, onExit));
  return command;
}

function numberOption(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.argParser((text: string) => toNumber(option.long!, text));
}

function addOutputOptions(command: Command): void {
  command
    .option('--report [folder]', 'also write a page with table and figures (default folder: deeplinear-check)')
    .option('--json', 'print every number as JSON instead of text')
    .option('--quiet', 'print nothing but errors (and what --json asks for)');
}

function list(experiments: readonly Experiment[], json = false): void {
  const width = Math.max(...experiments.map(({ id }) => id.length));
  const plain = experiments.map(({ id, title, summary, page, parameters, axis, powered, wrong }) => ({
    name: id,
    title,
    summary,
    page,
    axis,
    parameters: poweredParameters({ parameters, powered }),
    wrong: wrong.map((law) => ({ id: law.id, doc: law.doc })),
  }));
  process.stdout.write(
    json ? jsonText(plain) : plain.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join(''),
  );
}

/** Parameters with the defaults of a check. */
function poweredParameters({ parameters, powered }: Pick<Experiment, 'parameters' | 'powered'>): Parameter[] {
  return parameters.map((parameter) => ({ ...parameter, default: powered?.[parameter.name] ?? parameter.default }));
}

function selected(experiments: readonly Experiment[], only: string | undefined): readonly Experiment[] {
  if (only === undefined) return experiments;
  const names = only.split(',').map((name) => name.trim());
  const known = experiments.map(({ id }) => id);
  for (const name of names) {
    if (!known.includes(name)) throw new InputError(`--only: expected names among ${known.join(', ')}, got "${name}"`);
  }
  return experiments.filter(({ id }) => names.includes(id));
}

function singleCommand(experiment: Experiment, signal: AbortSignal, onExit: OnExit): Command {
  const { id, title, summary, expected, paper, page, wrong } = experiment;
  const parameters = poweredParameters(experiment);
  const width = Math.max(...wrong.map((law) => law.id.length));
  const laws = wrong.map((law) => `  ${law.id.padEnd(width)}  ${law.doc}`);
  const command = new Command(id)
    .summary(title)
    .description(
      `${title}.\n\n${summary}\n\nLaw: ${expected.law}\nPaper: ${paper.authors} ${paper.year}, ${paper.title}, ${paper.url}\nDocs: docs/${page}`,
    )
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `\nWrong laws for --wrong:\n${laws.join('\n')}`);
  command.optionsGroup('Output:');
  addOutputOptions(command);
  command.optionsGroup('The check:');
  command.option('--wrong <law>', 'put a wrong law (below) in place of the right one, to see it refused');
  if (takesData(experiment)) {
    for (const option of dataOptions("'synthetic' (a small teacher; the default)")) command.addOption(option);
  }
  for (const option of parameterOptions(parameters)) command.addOption(option);
  return command.action(async () => {
    const { list: listed, all, only, workers, seed, ...output } = command.parent!.opts() as SeveralOptions;
    const stray = Object.entries({
      '--list': listed,
      '--all': all,
      '--only': only,
      '--workers': workers,
      '--seed': seed,
    });
    const misplaced = stray.find(([, value]) => value !== undefined);
    if (misplaced) throw new InputError(`${misplaced[0]}: expected no name of a check after it, got "${id}"`);
    const options = { ...output, ...command.opts() } as SingleOptions;
    await singleCheck(experiment, options, parameterValues(parameters, command.opts()), signal, onExit);
  });
}

function takesData(experiment: Experiment): boolean {
  return 'ownData' in experiment;
}

/** Refuses what the library refuses later, and what cannot be meant; the parameters in full. */
function checked(experiment: Experiment, given: ParameterValues): ParameterValues {
  const values = resolveParameters(experiment.parameters, { ...experiment.powered, ...given });
  const simulations = distinctSizes(experiment, values).length * Number(values.seeds);
  if (simulations > MOST_SIMULATIONS) {
    throw new InputError(
      `--seeds: expected at most ${count(MOST_SIMULATIONS)} simulations in all, got ${count(simulations)}`,
    );
  }
  return values;
}

async function singleCheck(
  experiment: Experiment,
  options: SingleOptions,
  given: ParameterValues,
  signal: AbortSignal,
  onExit: OnExit,
): Promise<void> {
  const started = performance.now();
  const { wrong, quiet } = options;
  const progress = progressView(process.stderr, quiet === true);
  let folder: ReportFolder | undefined;
  try {
    let parameters = checked(experiment, given);
    const source = { data: 'synthetic', ...options } as DataOptions;
    if (takesData(experiment)) checkDataOptions(source);
    folder = openFolder(options, onExit);
    const notes: string[] = [];
    const curve = experiment as unknown as CurveExperiment;
    const data =
      source.data === 'synthetic'
        ? undefined
        : await readDataset({ ...source, test: 0 }, curve, undefined, progress, signal);
    if (data) {
      notes.push(...(data.notes ?? []));
      const rate = parameters.lr;
      const settled = await settledLimit(
        curve,
        parameters,
        data,
        given.lr !== undefined || rate === undefined,
        signal,
        () => {},
      );
      parameters = settled.parameters;
      if (parameters.lr !== rate)
        notes.push(
          `The learning rate ${typed(Number(parameters.lr))} was chosen by the theory; choose another with --lr.`,
        );
    }
    const command = reproduction(
      ['check', experiment.id, ...(wrong === undefined ? [] : ['--wrong', wrong])],
      experiment.parameters,
      parameters,
      data && source,
    );
    const record = await runCheck(
      { experiment, parameters, wrong, data, signal, onProgress: (done) => progress.update(done, experiment.id) },
      { command, notes },
    );
    progress.stop();
    await finish([record], command, started, options, folder, signal);
  } catch (error) {
    if (!(error instanceof DeepLinearError)) throw error;
    throw new InputError(flagged(error.message, [...experiment.parameters, { name: 'wrong' }], experiment.axis));
  } finally {
    progress.stop();
    folder?.discard();
  }
}

async function severalChecks(
  experiments: readonly Experiment[],
  options: SeveralOptions,
  signal: AbortSignal,
  onExit: OnExit,
): Promise<void> {
  const started = performance.now();
  const { seed, only } = options;
  const workers = options.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1) {
    throw new InputError(`--workers: expected an integer of at least 1, got ${workers}`);
  }
  const checks = experiments.map((experiment) => {
    try {
      const parameters = checked(experiment, { seed });
      const command = reproduction(['check', experiment.id], experiment.parameters, parameters);
      return { experiment, task: { id: experiment.id, parameters, asked: { command, notes: [] } } };
    } catch (error) {
      if (!(error instanceof DeepLinearError)) throw error;
      throw new InputError(flagged(error.message, experiment.parameters, experiment.axis));
    }
  });
  const folder = openFolder(options, onExit);
  const progress = progressView(process.stderr, options.quiet === true);
  try {
    const onProgress = (done: number, running: string[]) => progress.update(done, namesText(running));
    const records = await runChecks({ checks, workers, signal, onProgress });
    progress.stop();
    const words = only === undefined ? ['check', '--all'] : ['check', '--only', only];
    const command = reproduction([...words, ...(seed === undefined ? [] : ['--seed', String(seed)])], [], {});
    await finish(records, command, started, options, folder, signal);
  } finally {
    progress.stop();
    folder?.discard();
  }
}

function openFolder({ report }: Output, onExit: OnExit): ReportFolder | undefined {
  if (report === undefined) return undefined;
  const folder = reportFolder(report === true ? 'deeplinear-check' : report, '--report');
  onExit(folder.discard);
  return folder;
}

function namesText(names: string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  return shown.join(' and ');
}

/** Writes the report, prints, and sets the exit code. */
async function finish(
  checks: CheckRecord[],
  command: string,
  started: number,
  { json, quiet }: Output,
  folder: ReportFolder | undefined,
  signal: AbortSignal,
): Promise<void> {
  const report: CheckReport = {
    format: 'deeplinear-check/1',
    created: new Date().toISOString(),
    command,
    checks,
    summary: checkSummary(checks),
    seconds: (performance.now() - started) / 1000,
    environment: environment(runtime().build),
  };
  if (folder) {
    // The plot library takes longer to load than --help may take, and is needed only now.
    const { writeCheckReport } = await import('../report/writeCheckReport');
    writeCheckReport(folder, report);
    await breathe(signal);
    folder.publish();
  }
  if (json) process.stdout.write(jsonText(report));
  else if (!quiet)
    process.stdout.write(
      `${text(report, process.stdout.columns)}\n${folder ? `Report: ${folder.path}/report.html\n` : ''}`,
    );
  if (checks.some(({ found }) => found === undefined || found.verdict === 'disagrees')) process.exitCode = 1;
}

function text({ checks, summary, seconds }: CheckReport, columns: number | undefined): string {
  if (checks.length === 1) return checkText(checks[0], summary, columns);
  return [
    '',
    checkTableText(checks, columns),
    '',
    ...summary.map((line) => wrap(line, columns ?? Number.POSITIVE_INFINITY)),
    '',
    `${count(checks.length, 'check')} in ${secondsText(seconds)}.`,
  ].join('\n');
}
