import { Command } from 'commander';
import type { Experiment } from 'deeplinear';
import { paperText } from '../figures/captionText';
import type { FigureDefinition } from '../figures/definition';
import { InputError } from '../inputError';
import { jsonText } from '../report/jsonText';
import { type FigureOptions, figureOptions } from './figureOptions';
import { severalFigures } from './severalFigures';
import { singleFigure } from './singleFigure';

const EXAMPLES = `
Examples:
  $ deeplinear figure --list
  $ deeplinear figure angle-collapse --quick
  $ deeplinear figure angle-collapse --set nets=4000 --out my-figures --format svg,html
  $ deeplinear figure --all --quick --out gallery

A figure shows what a theory predicts and what finite nets do on the same axes. ID.json holds every number of it, with the settings
and the command that makes it again; the same command gives the same numbers, bit for bit.
Exit codes: 0, 1 when a figure cannot be made, 2 for bad input, 130 for Ctrl-C.`;

/** `deeplinear figure ID`: the named figures; `--all` makes all of them and a page. */
export function figureCommand(experiments: readonly Experiment[], signal: AbortSignal): Command {
  const command = new Command('figure')
    .summary('draw a figure: theory and simulation on the same axes')
    .description('Draws named figures: what a theory predicts and what finite nets do, on the same axes.')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .usage('<id> [options]')
    .argument('[id]', 'name of a figure; --list shows them')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, options: FigureOptions, self: Command) => {
      // the definitions are loaded when they are wanted
      const { figures } = await import('../figures/registry');
      const named = (name: string, by: string): FigureDefinition => {
        const found = figures.find((figure) => figure.id === name);
        if (found) return found;
        throw new InputError(`${by}: expected names of figures (deeplinear figure --list shows them), got "${name}"`);
      };
      if (options.list) return list(figures, experiments, options.json);
      if (options.format.includes('png')) {
        const { requireFonts } = await import('../report/requireFonts');
        requireFonts('--format');
      }
      const several = options.all ? figures : options.only?.map((name) => named(name, '--only'));
      if (several) {
        const stray = id !== undefined ? `"${id}"` : options.set.length > 0 ? '--set' : undefined;
        if (stray)
          throw new InputError(
            `${options.all ? '--all' : '--only'}: expected neither a name nor --set beside it, got ${stray}`,
          );
        await severalFigures(several, options, signal);
      } else if (id === undefined) self.help({ error: true });
      else await singleFigure(named(id, 'figure'), options, signal);
    });
  for (const option of figureOptions()) command.addOption(option);
  return command;
}

function list(figures: readonly FigureDefinition[], experiments: readonly Experiment[], json = false): void {
  const rows = figures.map(({ id, title, experiment, after, settings }) => ({
    id,
    title,
    paper: paperText(
      experiments.find((other) => other.id === experiment),
      after,
    ),
    experiment,
    settings,
  }));
  if (json) {
    process.stdout.write(jsonText(rows));
    return;
  }
  const width = Math.max(...rows.map(({ id }) => id.length));
  for (const { id, title, paper } of rows) {
    process.stdout.write(`${id.padEnd(width)}  ${title}\n${' '.repeat(width)}  ${paper}\n`);
  }
}
