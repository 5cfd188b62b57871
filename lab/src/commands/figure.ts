import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Experiment } from 'deeplinear';
import { paperText } from '../figures/captionText';
import type { FigureDefinition } from '../figures/definition';
import { figureValues } from '../figures/figureValues';
import { runFigure } from '../figures/runFigure';
import { InputError } from '../inputError';
import { jsonText } from '../report/jsonText';
import { breathe } from '../run/drive';
import { progressView } from '../view/progress';
import { wrap } from '../view/wrap';

interface Asked {
  list?: boolean;
  all?: boolean;
  quick?: boolean;
  json?: boolean;
  quiet?: boolean;
  dark?: boolean;
  out: string;
  set: string[];
  format: string[];
}

const FORMATS = ['svg', 'png', 'html', 'json'];
const DEFAULT_FORMATS = ['svg', 'png', 'json'];

const EXAMPLES = `
Examples:
  $ deeplinear figure --list
  $ deeplinear figure catapult --quick
  $ deeplinear figure catapult --set width=256 --out my-figures --format svg,json
  $ deeplinear figure --all --quick --out gallery

A figure shows a theory and simulations of it on the same axes. ID.json holds every number of it, with the settings and the command
that makes it again; the same command gives the same bytes. --quick uses smaller settings (seconds instead of minutes).
Exit codes: 0, 1 when a figure cannot be computed, 2 for bad input, 130 for Ctrl-C.`;

/** `deeplinear figure ID`: the named figures. */
export function figureCommand(experiments: readonly Experiment[], signal: AbortSignal): Command {
  const split = (text: string) => text.split(',').map((part) => part.trim());
  const collect = (text: string, before: string[]) => [...before, text];
  return new Command('figure')
    .summary('draw a figure: theory and simulation on the same axes')
    .description(
      'Draws the named figures: each shows what a theory predicts and what finite nets do, on the same axes.',
    )
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .usage('<id> [options]')
    .argument('[id]', 'name of a figure; --list shows them')
    .option('--list', 'list the figures')
    .option('--all', 'make every figure, and a page of all')
    .option('--quick', 'smaller settings: seconds a figure')
    .option('--out <folder>', 'where the files go', 'deeplinear-figures')
    .addOption(
      new Option('--set <name=value>', 'another value of a setting; can be repeated')
        .argParser(collect)
        .default([], 'none'),
    )
    .addOption(
      new Option('--format <names>', `files to write, among ${FORMATS.join(', ')}`)
        .argParser(split)
        .default(DEFAULT_FORMATS, DEFAULT_FORMATS.join(',')),
    )
    .option('--dark', 'light curves on a dark ground')
    .option('--json', 'with --list: as JSON')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, asked: Asked, command: Command) => {
      const wrong = asked.format.find((name) => !FORMATS.includes(name));
      if (wrong !== undefined)
        throw new InputError(`--format: expected names among ${FORMATS.join(', ')}, got "${wrong}"`);
      const { figures } = await import('../figures/registry');
      if (asked.list) return list(figures, experiments, asked.json);
      if (id === undefined) return command.help({ error: true });
      const definition = figures.find((one) => one.id === id);
      if (!definition)
        throw new InputError(`figure: expected one of ${figures.map((one) => one.id).join(', ')}, got "${id}"`);
      await one(definition, asked, signal);
    });
}

function list(figures: readonly FigureDefinition[], experiments: readonly Experiment[], json = false): void {
  const rows = figures.map(({ id, title, experiment, after, settings }) => {
    return {
      id,
      title,
      paper: paperText(
        experiments.find((other) => other.id === experiment),
        after,
      ),
      experiment,
      settings,
    };
  });
  if (json) {
    process.stdout.write(jsonText(rows));
    return;
  }
  const width = Math.max(0, ...rows.map(({ id }) => id.length));
  for (const { id, title, paper } of rows)
    process.stdout.write(`${id.padEnd(width)}  ${title}\n${' '.repeat(width)}  ${paper}\n`);
}

async function one(definition: FigureDefinition, asked: Asked, signal: AbortSignal): Promise<void> {
  const { quick, quiet = false, out, format, dark } = asked;
  const values = figureValues(definition, asked);
  const progress = progressView(process.stderr, quiet);
  try {
    const record = await runFigure({ definition, values, quick }, signal, (done) =>
      progress.update(done, definition.id),
    );
    progress.stop();
    await breathe(signal);
    // The plot library takes longer to load than --help may take, and is needed only now.
    const { figureFiles } = await import('../figures/figureFiles');
    mkdirSync(out, { recursive: true });
    const written = figureFiles(record, format, dark).map(({ name, content }) => {
      writeFileSync(join(out, name), content);
      return join(out, name);
    });
    const { text, paper, settings, command } = record.caption;
    const lines = [
      definition.title,
      text,
      `${paper}.`,
      `Settings: ${settings}.`,
      `Again: ${command}`,
      `Files: ${written.join(', ')}`,
    ];
    if (!quiet)
      process.stdout.write(
        `${lines.map((line) => wrap(line, process.stdout.columns ?? Number.POSITIVE_INFINITY)).join('\n')}\n`,
      );
  } finally {
    progress.stop();
  }
}
