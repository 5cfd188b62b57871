import { Command, Option } from 'commander';
import type { Experiment, Parameter } from 'deeplinear';
import { InputError } from '../inputError';
import { jsonText } from '../report/jsonText';
import type { OnExit } from './checkOutput';
import { dataOptions } from './dataOptions';
import { parameterOptions, parameterValues, toNumber } from './parameterOptions';
import { type SeveralOptions, severalChecks } from './severalChecks';
import { type SingleOptions, singleCheck, takesData } from './singleCheck';

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
    .option('--png', 'with --report: its figures as files of their own, SVG and PNG')
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
