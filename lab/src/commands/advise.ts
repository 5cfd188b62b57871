import { Command } from 'commander';
import { type Advice, type AdviseOptions, adviseSteps, type CurveExperiment, DeepLinearError } from 'deeplinear';
import { checkDataOptions, type DataOptions, readDataset } from '../data/readDataset';
import { InputError } from '../inputError';
import type { LimitInput, LimitParameter } from '../limits/limitEntry';
import { givenFlags, limitOptions } from '../limits/limitOptions';
import { plainData } from '../limits/plainData';
import { layerParameters, optimizerParameters, residualParameter } from '../limits/sharedParameters';
import { jsonText } from '../report/jsonText';
import { drive } from '../run/drive';
import { adviceText } from '../view/adviceText';
import { progressView } from '../view/progress';
import { dataOptions } from './dataOptions';
import { flagged } from './flagged';
import { flagOf } from './parameterOptions';
import { reproduction } from './reproduction';

const EXAMPLES = `
Examples:
  $ deeplinear advise --data mnist --width 512 --hidden 3
  $ deeplinear advise --data houses.csv --target price --steps 500
  $ deeplinear advise --width 256 --parameterization ntk --lr 2
  $ deeplinear advise --hidden 2 --width 128 --lr 3 --transfer-hidden 8 --json > advice.json

Nets of your size or narrower, of other seeds, and the infinite-width limit tell the best rate, the loss and its spread. With
--lr the rate is judged: is it stable, how far is it from the best, does it suit another width or depth? Rates are those of
muP unless --parameterization says otherwise. Bad input ends with exit code 2, Ctrl-C with 130.`;

/** Of the net: options of createNet. */
const netParameters: readonly LimitParameter[] = [
  { name: 'hidden', type: 'integer', default: 2, doc: 'hidden layers L (the net has L + 1 weight matrices)' },
  {
    name: 'width',
    type: 'integers',
    single: true,
    default: 256,
    doc: 'neurons of the hidden layers: one number, or L',
  },
  {
    name: 'parameterization',
    type: 'choice',
    choices: ['muP', 'ntk', 'standard'],
    default: 'muP',
    doc: 'how scales and rates go with the width',
  },
  { name: 'gamma0', type: 'number', default: 1, doc: 'richness (of muP): small is lazy, 1 and above learns features' },
  residualParameter,
  layerParameters.find(({ name }) => name === 'initialScales')!,
];

/** Of the training. */
const trainingParameters: readonly LimitParameter[] = [
  { name: 'steps', type: 'integer', default: 100, doc: 'full-batch steps of the planned training' },
  { name: 'lr', type: 'number', doc: 'a learning rate to judge (default: the best one found)' },
  layerParameters.find(({ name }) => name === 'layerLr')!,
  ...optimizerParameters.filter(({ name }) => name !== 'temperature'),
  { name: 'seed', type: 'integer', default: 0, doc: 'seed of the nets that are trained for the advice' },
];

const transferParameters: readonly LimitParameter[] = [
  {
    name: 'transferWidth',
    type: 'integers',
    single: true,
    doc: 'width of another net that the rate should suit (default: four times --width)',
  },
  { name: 'transferHidden', type: 'integer', doc: 'its hidden layers (default: the same)' },
];

const parameters = [...netParameters, ...trainingParameters, ...transferParameters];

type Asked = DataOptions & { json?: boolean; quiet?: boolean; transfer?: boolean };

/** `deeplinear advise`: the library's advice for a net that does not exist yet. */
export function adviseCommand(experiment: CurveExperiment, signal: AbortSignal): Command {
  const command = new Command('advise')
    .summary('learning rate, regime and expected loss of a net before it is trained')
    .description(
      'Before any training of your net: critical and best learning rate, the regime and so the theory that describes it, the loss curve with its finite-width band, and whether the rate suits another width or depth.',
    )
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES);
  command.optionsGroup('Data and output:');
  for (const option of dataOptions("'synthetic' (a small teacher; the default)")) command.addOption(option);
  command
    .option('--json', 'print every number as JSON instead of text')
    .option('--quiet', 'print nothing but errors (and what --json asks for)');
  const groups = { 'The net:': netParameters, 'Its training:': trainingParameters, 'Another net:': transferParameters };
  for (const [title, group] of Object.entries(groups)) {
    command.optionsGroup(title);
    for (const option of limitOptions(group)) command.addOption(option);
  }
  command.option('--no-transfer', 'do not ask whether the rate suits another net');
  return command.action(async () => {
    const asked: Asked = { data: 'synthetic', ...command.opts<Partial<Asked>>() };
    await advise(experiment, asked, givenFlags(parameters, command.opts()), signal);
  });
}

async function advise(
  experiment: CurveExperiment,
  asked: Asked,
  flags: LimitInput,
  signal: AbortSignal,
): Promise<void> {
  checkDataOptions(asked);
  checkTransfer(flags, asked.transfer !== false);
  const progress = progressView(process.stderr, asked.quiet === true);
  try {
    const data = await readDataset({ ...asked, test: 0 }, experiment, undefined, progress, signal);
    const options = adviseOptions(flags, asked.transfer !== false);
    const work = adviseSteps({ ...options, moments: data.moments } as unknown as AdviseOptions);
    const advice = await drive(work, signal, (done) => progress.update(done, 'trying learning rates'));
    progress.stop();
    const words = ['advise', ...(asked.transfer === false ? ['--no-transfer'] : [])];
    const command = reproduction(words, parameters, commandValues(flags), asked);
    if (asked.json) process.stdout.write(jsonText(record(advice, options, command, data.description)));
    else if (!asked.quiet)
      process.stdout.write(`${adviceText(advice, data.description, command, process.stdout.columns)}\n`);
  } catch (error) {
    if (!(error instanceof DeepLinearError)) throw error;
    const message = error.message
      .replace(/^spec\./, '')
      .replace(/^transferTo\.(\w)/, (_, letter: string) => `transfer${letter.toUpperCase()}`);
    throw new InputError(flagged(message, parameters));
  } finally {
    progress.stop();
  }
}

/** The library calls the sizes of both nets by the same names. */
function checkTransfer(flags: LimitInput, transfer: boolean): void {
  for (const { name } of transferParameters) {
    const given = flags[name];
    if (given === undefined) continue;
    if (!transfer) throw new InputError(`--no-transfer: expected no ${flagOf(name)} beside it`);
    const wrong = [given].flat().find((size) => !(Number.isInteger(size) && Number(size) >= 1));
    if (wrong !== undefined) throw new InputError(`${flagOf(name)}: expected integers of at least 1, got ${wrong}`);
  }
}

/** The flags as options of the library's function, without the data. */
function adviseOptions(flags: LimitInput, transfer: boolean): LimitInput {
  const { hidden = 2, width = 256, steps = 100, transferWidth, transferHidden, ...rest } = flags;
  const net = Object.fromEntries(netParameters.map(({ name }) => [name, rest[name]]));
  const training = Object.fromEntries(trainingParameters.map(({ name }) => [name, rest[name]]));
  const other =
    transferWidth === undefined && transferHidden === undefined
      ? undefined
      : { width: transferWidth, hidden: transferHidden };
  return {
    spec: { ...net, hidden, width },
    ...training,
    steps,
    transferTo: transfer ? other : false,
  };
}

/** What was typed, as a command shows it; defaults that decide spelled out. */
function commandValues(flags: LimitInput): LimitInput {
  const shown = (value: unknown) =>
    typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : value;
  return Object.fromEntries(
    Object.entries({ hidden: 2, width: 256, steps: 100, ...flags }).map(([name, value]) => [name, shown(value)]),
  );
}

function record(advice: Advice, options: LimitInput, command: string, data: string): unknown {
  return plainData({ format: 'deeplinear-advise/1', command, data, options, ...advice, explanation: advice.explain() });
}
