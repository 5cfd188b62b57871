import { Command, Option } from 'commander';
import { type CurveExperiment, type Dtype, encodeNet, type ParameterValues, resolveParameters } from 'deeplinear';
import type { Dataset } from '../data/dataset';
import { checkDataOptions, type DataOptions, readDataset } from '../data/readDataset';
import { environment } from '../environment';
import { InputError } from '../inputError';
import { reportFolder } from '../report/reportFolder';
import { runJson } from '../report/runJson';
import { breathe } from '../run/drive';
import type { Result } from '../run/result';
import { runComparison } from '../run/runComparison';
import { count, typed } from '../view/format';
import { progressView } from '../view/progress';
import { resultTable, tableText } from '../view/resultTable';
import { summary, timeLine } from '../view/summary';
import { dataOptions } from './dataOptions';
import { distinctSizes } from './distinctSizes';
import { parameterOptions, parameterValues, perLayer, toNumber } from './parameterOptions';
import { reproduction } from './reproduction';

export interface LabOptions extends DataOptions {
  out: string;
  png?: boolean;
  saveNets?: boolean;
  json?: boolean;
  quiet?: boolean;
}

/** What one run may hold: the curves of every net stay in memory and become text. */
const MOST_NETS = 10_000;
const MOST_POINTS = 5_000_000;

const EXAMPLES = `
Examples:
  $ deeplinear compare --data mnist
  $ deeplinear compare --data mnist --widths 64,256,1024 --seeds 5 --out mnist-5-seeds
  $ deeplinear compare --data houses.csv --target price
  $ deeplinear compare --data iris.csv --target species --hidden 4 --steps 200
  $ deeplinear compare --data mnist --widths 256 --seeds 1 --save-nets
  $ deeplinear compare --gamma0 4 --lr 1 --json > run.json

Without --lr the rate is halved from its default until the limit's loss falls at every step.
The command prints a table and writes a folder with report.html (open it in a browser), run.json (every number) and figures/.
A run that diverges is a result and is reported as such (exit code 0); bad input ends with exit code 2, Ctrl-C with 130.`;

/** \`deeplinear compare\`: an experiment of the library's registry as a command. */
export function compareCommand(
  experiment: CurveExperiment,
  signal: AbortSignal,
  onExit: (cleanUp: () => void) => void,
): Command {
  const command = new Command('compare')
    .summary('train nets of growing width and compare them with their infinite-width limit')
    .description(experiment.summary)
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES);
  const lab = [
    ...dataOptions().map((option) => (option.long === '--data' ? option.default('synthetic') : option)),
    new Option(
      '--test <fraction>',
      "part of the file's samples kept for the test score (default: 0.2); --seed also draws which",
    ).argParser((text: string) => toNumber('--test', text)),
    new Option('--out <folder>', 'where the report goes; an older report there is replaced').default(
      'deeplinear-report',
    ),
    new Option('--png', 'write the figures as PNG also'),
    new Option(
      '--save-nets',
      'write the trained nets also, as safetensors files in nets/ (deeplinear export reads them)',
    ),
    new Option('--json', 'print the content of run.json instead of the table'),
    new Option('--quiet', 'print nothing but errors (and what --json asks for)'),
  ];
  command.optionsGroup('Data and output:');
  for (const option of lab) command.addOption(option);
  command.optionsGroup('The experiment:');
  for (const option of parameterOptions(experiment.parameters)) command.addOption(option);
  return command.action(async () => {
    const parsed = command.opts();
    await compare(
      experiment,
      parsed as unknown as LabOptions,
      parameterValues(experiment.parameters, parsed),
      signal,
      onExit,
    );
  });
}

async function compare(
  experiment: CurveExperiment,
  options: LabOptions,
  given: ParameterValues,
  signal: AbortSignal,
  onExit: (cleanUp: () => void) => void,
): Promise<void> {
  const started = performance.now();
  checkDataOptions(options);
  const asked = perLayer(experiment.parameters, resolveParameters(experiment.parameters, given));
  const sizes = distinctSizes(experiment, asked);
  checkWork(sizes.length, asked);
  const seeds = Array.from({ length: asked.seeds as number }, (_, i) => (asked.seed as number) + i);
  // Loaded when it is wanted: a library of its own.
  if (options.png) (await import('../report/requireFonts')).requireFonts('--png');
  const folder = reportFolder(options.out);
  onExit(folder.discard);
  const progress = progressView(process.stderr, options.quiet === true);
  try {
    const dataset = await readDataset(options, experiment, asked.seed as number, progress, signal);
    const data = (performance.now() - started) / 1000;
    await breathe(signal);
    const output = await runComparison({
      experiment,
      parameters: asked,
      keepLr: given.lr !== undefined,
      sizes,
      seeds,
      dataset,
      signal,
      onProgress: (done, label) => progress.update(done, label),
      ...(options.saveNets && { onNet: (net, name) => folder.write(`nets/${name}.safetensors`, encodeNet(net)) }),
    });
    progress.stop();
    const { learned, build, seconds, settled, ...numbers } = output;
    const { parameters } = numbers;
    const [first, used] = [asked, parameters].map(({ lr }) => typed(Number(lr)));
    const rate = settled
      ? `The learning rate ${used} was chosen by the theory: at the default ${first} the limit's loss does not fall at every step. Choose another with --lr.`
      : `The limit's loss falls at every step at none of the learning rates tried, from the default ${first} down to ${used}.`;
    const notes = [...(parameters.lr === asked.lr ? [] : [rate]), ...(dataset.notes ?? [])];
    const result: Omit<Result, 'summary'> = {
      format: 'deeplinear-compare/1',
      created: new Date().toISOString(),
      command: reproduction(['compare'], experiment.parameters, parameters, options),
      experiment: {
        id: experiment.id,
        title: experiment.title,
        summary: experiment.summary,
        law: experiment.expected.law,
        axis: experiment.axis,
        paper: experiment.paper,
      },
      seeds,
      dtype: (parameters.dtype as Dtype | undefined) ?? 'float64',
      notes,
      data: describe(dataset),
      ...numbers,
      seconds: { data, ...seconds, total: (performance.now() - started) / 1000 },
      environment: environment(build),
    };
    const complete: Result = { ...result, summary: summary(result) };
    // The plot library takes longer to load than --help may take, and is needed only now.
    const { writeReport } = await import('../report/writeReport');
    writeReport(folder, complete, learned, options.png);
    await breathe(signal);
    folder.publish();
    print(complete, options, folder.path);
  } finally {
    progress.stop();
    folder.discard();
  }
}

/** Refuses what cannot fit in memory or in one file, before any work. */
function checkWork(sizes: number, { seeds, seed, steps }: ParameterValues): void {
  if (Number(seed) + Number(seeds) > Number.MAX_SAFE_INTEGER) {
    throw new InputError(
      `--seed: expected seeds up to ${Number.MAX_SAFE_INTEGER}, got ${seed} as the first of ${count(Number(seeds))}`,
    );
  }
  const nets = sizes * Number(seeds);
  if (nets > MOST_NETS) {
    throw new InputError(
      `--seeds: expected at most ${count(MOST_NETS)} nets in all, got ${count(Number(seeds))} seeds at ${count(sizes, 'width')}`,
    );
  }
  if (nets * Number(steps) > MOST_POINTS) {
    throw new InputError(
      `--steps: expected at most ${count(MOST_POINTS)} steps of all nets together, got ${count(Number(steps))} steps of ${count(nets, 'net')}`,
    );
  }
}

function describe(dataset: Dataset): Result['data'] {
  const { name, description, samples, inputs, outputs, outputNames, image, score } = dataset;
  return {
    name,
    description,
    samples,
    inputs,
    outputs,
    outputNames,
    image,
    score: score && { name: score.name, samples: score.samples, percent: score.percent },
  };
}

function print(result: Result, { json, quiet }: LabOptions, path: string): void {
  if (json) process.stdout.write(runJson(result));
  if (json || quiet) return;
  const text = [
    '',
    tableText(resultTable(result)),
    '',
    ...result.summary,
    ...result.notes,
    '',
    timeLine(result),
    `Report: ${path}/report.html`,
  ];
  process.stdout.write(`${text.join('\n')}\n`);
}
