import { DeepLinearError } from 'deeplinear';
import type { FigureDefinition } from '../figures/definition';
import { figureValues } from '../figures/figureValues';
import { runFigure } from '../figures/runFigure';
import { figuresFolder, writeFiles } from '../figures/writeFiles';
import { InputError } from '../inputError';
import { jsonText } from '../report/jsonText';
import { breathe } from '../run/drive';
import { quote } from '../view/format';
import { progressView } from '../view/progress';
import { wrap } from '../view/wrap';
import type { FigureOptions } from './figureOptions';

/** Makes one figure, writes its files and prints its caption. */
export async function singleFigure(
  definition: FigureDefinition,
  options: FigureOptions,
  signal: AbortSignal,
): Promise<void> {
  const { quick, quiet = false, out, format, dark, json } = options;
  const values = figureValues(definition, options);
  const removeIfEmpty = figuresFolder(out);
  const progress = progressView(process.stderr, quiet);
  try {
    const onProgress = (done: number) => progress.update(done, definition.id);
    const record = await runFigure({ definition, values, quick }, signal, onProgress);
    progress.stop();
    await breathe(signal);
    // The plot library takes longer to load than --help may take, and is needed only now.
    const { figureFiles } = await import('../figures/figureFiles');
    const written = writeFiles(out, figureFiles(record, format, dark));
    if (json) process.stdout.write(jsonText(record));
    else if (!quiet) {
      const { text, paper, settings, command } = record.caption;
      const columns = process.stdout.columns ?? Number.POSITIVE_INFINITY;
      const lines = [definition.title, text, `${paper}.`, `Settings: ${settings}.`].map((line) => wrap(line, columns));
      process.stdout.write(`${[...lines, `Again: ${command}`, `Files: ${written.join(', ')}`].join('\n')}\n`);
    }
  } catch (error) {
    // the library names its own options, which settings are not always
    if (options.set.length === 0) throw error;
    if (error instanceof DeepLinearError) throw new InputError(`--set: ${error.message}`);
    if (error instanceof TypeError || error instanceof RangeError) throw nothingToDraw(definition.id, options, error);
    throw error;
  } finally {
    progress.stop();
    removeIfEmpty();
  }
}

/** Settings far from the usual ones can leave nothing of what a figure takes apart: no net that learned, no point of a curve. */
function nothingToDraw(id: string, { set }: FigureOptions, cause: Error): InputError {
  const settings = set.map((setting) => quote(setting)).join(', ');
  const error = new InputError(`--set: ${id} cannot be drawn with ${settings}: too little is left of its curves`);
  return Object.assign(error, { cause });
}
