import { Command } from 'commander';
import { type CurveExperiment, DeepLinearError, type MatrixLike, moments, type Progress } from 'deeplinear';
import { checkDataOptions, type DataOptions, readDataset } from '../data/readDataset';
import { InputError } from '../inputError';
import type { LimitEntry, LimitInput } from '../limits/limitEntry';
import { givenFlags, limitInput, limitOptions } from '../limits/limitOptions';
import { plainData } from '../limits/plainData';
import { readInput } from '../limits/readInput';
import { jsonText } from '../report/jsonText';
import { drive } from '../run/drive';
import { killable } from '../run/killable';
import { limitText } from '../view/limitText';
import { progressView } from '../view/progress';
import { dataOptions } from './dataOptions';
import { flagged } from './flagged';

interface Asked extends DataOptions {
  input?: string;
  json?: boolean;
  [parameter: string]: unknown;
}

const EXAMPLES = `
Examples:
  $ deeplinear limit --list
  $ deeplinear limit infinite-width --help
  $ deeplinear limit infinite-width --data mnist --hidden 3 --steps 40
  $ deeplinear limit joint-limit --width-per-input 0.5 --noise-std 0.3 --json > limit.json
  $ deeplinear limit joint-limit --input options.json --steps 100

--input takes a JSON object with the options of the library's function, '-' reads it from standard input; flags win over it.
Matrices are lists of rows or { "rows", "cols", "data" }; "Infinity" stands for the number. Bad input ends with exit code 2.`;

/** `deeplinear limit NAME`: every limit of the library's registry as a command of its own. */
export function limitCommand(limits: readonly LimitEntry[], experiment: CurveExperiment, signal: AbortSignal): Command {
  const command = new Command('limit')
    .summary('compute what a limit theory predicts')
    .description(
      'Computes a limit theory without simulating a net. One command a limit; each mirrors a function of the library.',
    )
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .usage('<name> [options]')
    .option('--list', 'list the limits')
    .option('--json', 'the list as JSON, with the parameters of each')
    .addHelpText('after', EXAMPLES)
    .argument('[name]', 'one of the limits below')
    .action((name: string | undefined, { list, json }: { list?: boolean; json?: boolean }) => {
      if (name !== undefined) {
        throw new InputError(`limit: expected one of ${limits.map((entry) => entry.name).join(', ')}, got "${name}"`);
      }
      if (list || json) process.stdout.write(json ? jsonText(plainData(limits)) : `${listText(limits)}\n`);
      else command.help({ error: true });
    });
  for (const entry of limits) command.addCommand(entryCommand(entry, experiment, signal));
  return command;
}

function listText(limits: readonly LimitEntry[]): string {
  const width = Math.max(...limits.map(({ name }) => name.length));
  return limits.map(({ name, statement }) => `${name.padEnd(width)}  ${statement}`).join('\n');
}

function entryCommand(entry: LimitEntry, experiment: CurveExperiment, signal: AbortSignal): Command {
  const { name, statement, paper, page, functions, parameters } = entry;
  const command = new Command(name)
    .summary(statement)
    .description(`${statement}\n\nFunction: ${functions[0]}\nPaper: ${paper}\nDocs: docs/${page}`)
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `\nWithout --input this runs, under the flags given:\n  ${exampleText(entry)}`);
  command.optionsGroup('Input and output:');
  command
    .option('--input <file>', "JSON file with the function's options; '-' is standard input")
    .option('--json', 'print every number as JSON instead of a summary');
  if (entry.moments) {
    for (const option of dataOptions("'synthetic' (a small teacher; what is used without data)")) {
      command.addOption(option);
    }
  }
  command.optionsGroup('Options of the function:');
  for (const option of limitOptions(parameters)) command.addOption(option);
  return command.action(async () => {
    // `--json` before the name of the limit is the parent's
    const asked = command.optsWithGlobals() as Asked;
    const flags = givenFlags(parameters, command.opts());
    const { result, times } = await computeLimit(entry, flags, asked, experiment, signal);
    process.stdout.write(asked.json ? jsonText(result) : `${limitText(result, times)}\n`);
  });
}

function exampleText({ example }: LimitEntry): string {
  return JSON.stringify(typeof example === 'function' ? example({}) : example);
}

/**
 * Runs a limit on its example, or on the file of `asked.input`, under the flags; the result as plain data, and the times that the
 * input asks for.
 */
export async function computeLimit(
  entry: LimitEntry,
  flags: LimitInput,
  asked: Partial<Asked>,
  experiment: CurveExperiment,
  signal: AbortSignal,
): Promise<{ result: unknown; times?: ArrayLike<number> }> {
  const file = asked.input === undefined ? undefined : readInput(asked.input);
  const input = limitInput(entry, flags, file);
  const progress = progressView(process.stderr, true);
  try {
    if (entry.moments && (input.moments === undefined || asked.data !== undefined)) {
      const takesSamples = !entry.parameters.some(({ name }) => name === 'x');
      if (asked.data === undefined && takesSamples && (input.x !== undefined || input.y !== undefined)) {
        const { x, y } = input as Record<'x' | 'y', MatrixLike>;
        input.moments = moments(x, y);
        delete input.x;
        delete input.y;
      } else {
        const data = { data: 'synthetic', ...asked } as DataOptions;
        checkDataOptions(data);
        input.moments = (await readDataset(data, experiment, undefined, progress, signal)).moments;
      }
    }
    const work = killable(() => entry.run(input));
    const made = isGenerator(work) ? await drive(work, signal, () => {}) : work;
    const result = killable(() => plainData(entry.plain ? entry.plain(made as never, input) : made));
    return { result, times: input.times as ArrayLike<number> | undefined };
  } catch (error) {
    if (!(error instanceof DeepLinearError)) throw error;
    throw new InputError(named(error.message, entry, flags, file && asked.input));
  }
}

function isGenerator(work: unknown): work is Generator<Progress, unknown, boolean | undefined> {
  return typeof (work as Generator | undefined)?.next === 'function';
}

/** The library names options; the person typed flags, or wrote a file. */
function named(message: string, { parameters }: LimitEntry, flags: LimitInput, file: string | undefined): string {
  const typed = parameters.filter(({ name }) => file === undefined || flags[name] !== undefined);
  const shown = flagged(message, typed);
  if (shown !== message) return shown;
  return file === undefined ? message : `${file === '-' ? 'standard input' : file}: ${message}`;
}
