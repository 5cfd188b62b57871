import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FigureDefinition } from '../figures/definition';
import type { FigureResult } from '../figures/figureJob';
import { figureValues } from '../figures/figureValues';
import type { FailedFigure } from '../figures/galleryPage';
import { figuresFolder, writeFiles } from '../figures/writeFiles';
import { jsonText } from '../report/jsonText';
import { Interrupted } from '../run/drive';
import type { Pool, PoolRun } from '../run/pool';
import { runTogether } from '../run/runTogether';
import { count, secondsText } from '../view/format';
import { namesText } from '../view/namesText';
import { progressView } from '../view/progress';
import type { FigureOptions } from './figureOptions';

/** Makes many figures in threads, writes the files of each as soon as it is there, and a page of all. */
export async function severalFigures(
  definitions: readonly FigureDefinition[],
  options: FigureOptions,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const { quick = false, out, format: formats, dark = false, quiet = false, json } = options;
  const removeIfEmpty = figuresFolder(out);
  const tasks = definitions.map((definition) => {
    const { id, title } = definition;
    const task = { id, values: figureValues(definition, { quick }), quick, formats, dark };
    return {
      name: id,
      run: (pool: Pool, run: PoolRun): Promise<FigureResult | FailedFigure> => pool.run('figure', task, run),
      failed: (failure: string): FigureResult | FailedFigure => ({ id, title, failure }),
    };
  });
  const progress = progressView(process.stderr, quiet);
  let made = 0;
  const onResult = (result: FigureResult | FailedFigure) => {
    if ('failure' in result) return;
    writeFiles(out, result.files);
    made++;
  };
  try {
    const onProgress = (done: number, running: string[]) => progress.update(done, namesText(running));
    const workers = options.workers ?? availableParallelism();
    const results = await runTogether({ tasks, workers, signal, onProgress, onResult });
    progress.stop();
    const { galleryPage } = await import('../figures/galleryPage');
    const records = results.map((result) => ('failure' in result ? result : result.record));
    writeFiles(out, [{ name: 'index.html', content: galleryPage(records, commandText(options)) }]);
    const failures = results.filter((result) => 'failure' in result);
    const seconds = (performance.now() - started) / 1000;
    if (json) process.stdout.write(jsonText({ folder: out, seconds, figures: results.map(summary) }));
    else if (!quiet) {
      process.stdout.write(`${count(made, 'figure')} in ${secondsText(seconds)}. Page: ${join(out, 'index.html')}\n`);
    }
    for (const { id, failure } of failures) process.stderr.write(`${id} could not be made: ${failure}\n`);
    if (failures.length > 0) process.exitCode = 1;
  } catch (error) {
    if (error instanceof Interrupted && made > 0)
      throw new Interrupted(`${count(made, 'figure')} of ${definitions.length} in ${out}`);
    throw error;
  } finally {
    progress.stop();
    removeIfEmpty();
  }
}

function commandText({ all, only, quick }: FigureOptions): string {
  return ['npx deeplinear figure', all ? '--all' : `--only ${only?.join(',')}`, ...(quick ? ['--quick'] : [])].join(
    ' ',
  );
}

function summary(result: FigureResult | FailedFigure) {
  if ('failure' in result) return result;
  const { id, title, caption } = result.record;
  return { id, title, seconds: result.seconds, files: result.files.map(({ name }) => name), command: caption.command };
}
