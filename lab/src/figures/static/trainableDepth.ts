import {
  empiricalNtk,
  type Matrix,
  matrix,
  maxLearningRate,
  type NonlinearNet,
  ntkKernel,
  ntkPredictor,
  propagation,
  sampleNet,
} from 'deeplinear';
import { mnist } from '../../data/mnist';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo, type Work } from '../simulations';
import { draws } from './draws';
import { inputPair, outputGradients, preActivations } from './layers';
import { curve, means, spaced } from './series';

const full = {
  biasVariance: 0.05,
  digits: 24,
  steps: 100,
  widths: [16, 64, 256],
  weightVariance: 0.4,
  depths: [2, 4, 5, 6, 7, 8, 10],
  weightVariances: [0.4, 0.6, 0.8, 1],
  width: 32,
  multiples: [4, 6, 8, 10, 12],
  seeds: 6,
  gradientVariances: [1, 1.76, 2.5],
  gradientLayers: 30,
  gradientWidth: 300,
  gradientNets: 24,
};
type Settings = typeof full;

const activation = 'tanh';
/** A digit is averaged over blocks of so many pixels a side. */
const BLOCK = 4;
const PIXELS = 28;
const SIDE = PIXELS / BLOCK;

/** Schoenholz et al.: the depth to which nets can be trained goes with the depth scale (theory: limits/propagation.ts). */
export const trainableDepthFigure: FigureDefinition = {
  id: 'trainable-depth',
  title: 'How deep a tanh net can be trained: a few depth scales ξ',
  experiment: 'propagation',
  after: 'Schoenholz et al. 2017, figures 4 and 5',
  settings: {
    full,
    quick: {
      widths: [16, 48, 128],
      depths: [3, 5, 7, 9],
      weightVariances: [0.3, 0.45, 0.6],
      multiples: [6, 8, 10, 12],
      seeds: 3,
      gradientLayers: 20,
      gradientWidth: 150,
      gradientNets: 12,
    },
  },
  *content(values) {
    const settings = values as Settings;
    const { biasVariance, digits, steps, widths, weightVariance, depths, weightVariances, width, multiples, seeds } =
      settings;
    const task = yield* digitsOf(digits);
    const scaleOf = (variance: number) => propagation({ activation, weightVariance: variance, biasVariance }).xiC;
    const left = (variance: number, N: number, hidden: number) =>
      inTurn(upTo(seeds), (k) => lossLeft(settings, task, variance, N, hidden, k + 1));
    const byWidth = yield* inTurn(widths, (N) => inTurn(depths, (hidden) => left(weightVariance, N, hidden)));
    const byVariance = yield* inTurn(weightVariances, (variance) => {
      const tried = multiples.map((multiple) => Math.round(multiple * scaleOf(variance)));
      return inTurn(tried, function* (hidden) {
        return { hidden, left: yield* left(variance, width, hidden) };
      });
    });
    const laws = yield* inTurn(weightVariances, (variance) => {
      const deepest = Math.ceil(Math.max(...multiples) * scaleOf(variance));
      return inTurn(upTo(deepest), (l) => ({ hidden: l + 1, left: [lossOfLimit(settings, task, variance, l + 1)] }));
    });
    const limit = yield* inTurn(upTo(Math.max(...depths)), (l) => lossOfLimit(settings, task, weightVariance, l + 1));
    const gradients = yield* inTurn(settings.gradientVariances, (variance) => gradientSeries(settings, variance));
    const line = spaced(Math.min(...weightVariances), Math.max(...weightVariances), 20);
    const reached = byVariance.map((byDepth) => upTo(seeds).map((seed) => depthReached(byDepth, seed)));
    const theory = laws.map((law) => depthReached(law, 0));
    const inScales = theory.map((depth, at) => (depth / scaleOf(weightVariances[at])).toFixed(1)).join(', ');
    return {
      panels: [
        {
          title: 'gradients of random nets',
          x: { label: 'layer' },
          y: { label: '‖∂f/∂z‖² relative to the last layer', log: true },
          series: gradients.flat(),
        },
        {
          title: `loss left, σ_w² = ${weightVariance}`,
          x: { label: 'hidden layers' },
          y: { label: 'loss relative to f = 0', domain: [-0.03, 1.15] },
          series: [
            ...widths.map((N, at) => means(`N = ${N}`, depths, byWidth[at])),
            { name: 'N → ∞', x: upTo(limit.length).map((l) => l + 1), y: limit, reference: true },
            {
              name: '6 ξ',
              x: [6, 6].map((multiple) => multiple * scaleOf(weightVariance)),
              y: [0, 1],
              dashed: true,
              reference: true,
            },
          ],
          ordered: true,
        },
        {
          title: 'depth with half the loss left',
          x: { label: 'weight variance' },
          y: { label: 'hidden layers' },
          series: [
            means(`N = ${width}`, weightVariances, reached),
            { name: 'N → ∞', x: weightVariances, y: theory, reference: true },
            { ...curve('6 ξ', line, (variance) => 6 * scaleOf(variance)), dashed: true, reference: true },
          ],
        },
      ],
      caption: `Left: χ₁ to the power of the layers (lines), ${settings.gradientNets} nets of width ${settings.gradientWidth} (dots). Middle and right: ${digits} digits, 3 or 5, after ${steps} steps at half the largest stable rate; ${seeds} nets (dots), regression with the infinitely wide tangent kernel (solid), which leaves half the loss at ${inScales} ξ. Narrow nets train deeper than this limit, whose kernel's small eigenvalues fall as e^(−L/ξ); wider ones come slowly closer to it.`,
    };
  },
};

interface Task {
  x: Matrix;
  y: number[][];
}

/** The first threes and fives, averaged over blocks, with x·x = D; labels ±1. */
function* digitsOf(count: number): Work<Task> {
  const { train, moments } = yield* mnist({ samples: 20 * count, testSamples: 1 });
  const { x, y } = train!();
  const { mean, scale } = moments.standardization!;
  const digitOf = (row: number) => upTo(y.cols).find((c) => y.data[row * y.cols + c] > 0);
  const rows = upTo(x.rows)
    .filter((row) => [3, 5].includes(digitOf(row)!))
    .slice(0, count);
  const pooled = rows.map((row) => {
    const blocks = new Float64Array(SIDE * SIDE);
    for (let i = 0; i < PIXELS * PIXELS; i++) {
      const at = Math.floor(i / PIXELS / BLOCK) * SIDE + Math.floor((i % PIXELS) / BLOCK);
      blocks[at] += x.data[row * x.cols + i] / scale[i] + mean[i];
    }
    const size = Math.sqrt(blocks.reduce((sum, value) => sum + value * value, 0) / blocks.length);
    return Array.from(blocks, (value) => value / size);
  });
  return {
    x: matrix(rows.length, SIDE * SIDE, pooled.flat()),
    y: rows.map((row) => [digitOf(row) === 3 ? 1 : -1]),
  };
}

/** Mean squared error after training, as a share of that of f = 0. */
function* lossLeft(
  { biasVariance, steps }: Settings,
  { x, y }: Task,
  weightVariance: number,
  width: number,
  hidden: number,
  seed: number,
): Work<number> {
  let net: NonlinearNet = sampleNet({ activation, biasVariance, weightVariance, inputs: x.cols, hidden, width, seed });
  const lr = 0.5 * maxLearningRate(empiricalNtk(net, x));
  yield* inTurn(upTo(10), () => {
    net = net.train({ x, y, lr, steps: steps / 10 });
  });
  const f = net.predict(x).data;
  return y.reduce((sum, [label], i) => sum + (f[i] - label) ** 2, 0) / y.length;
}

/** The same in expectation over infinitely wide nets. */
function lossOfLimit(
  { biasVariance, steps }: Settings,
  { x, y }: Task,
  weightVariance: number,
  hidden: number,
): number {
  const ntk = ntkKernel(x, { activation, biasVariance, weightVariance, hidden });
  const lr = 0.5 * maxLearningRate(ntk);
  const { mean, covariance } = ntkPredictor({ ntk, nngp: ntk.nngp, y, lr, discrete: true })(steps);
  const squares = y.map(([label], i) => (mean.data[i] - label) ** 2 + covariance!.data[i * (y.length + 1)]);
  return squares.reduce((sum, square) => sum + square, 0) / y.length;
}

/** Depth at which the loss left of a seed passes one half, between those that were trained. */
function depthReached(byDepth: { hidden: number; left: number[] }[], seed: number): number {
  const over = byDepth.findIndex(({ left }) => left[seed] > 0.5);
  if (over <= 0) return byDepth.at(over)!.hidden;
  const [a, b] = [byDepth[over - 1], byDepth[over]];
  const share = (0.5 - a.left[seed]) / (b.left[seed] - a.left[seed]);
  return a.hidden + share * (b.hidden - a.hidden);
}

/** Squared gradients of the output with respect to the layers' pre-activations. */
function* gradientSeries(settings: Settings, weightVariance: number): Work<Series[]> {
  const { biasVariance, gradientLayers: layers, gradientWidth: width, gradientNets: nets } = settings;
  const law = propagation({ activation, weightVariance, biasVariance });
  const { gradient } = law.trajectory({ q0: law.qStar, c0: 1, layers: layers - 1 });
  const x = inputPair(law.qStar, 0.5, weightVariance, biasVariance);
  const found = yield* draws(nets, (seed) => {
    const net = sampleNet({ activation, inputs: 2, hidden: layers, width, weightVariance, biasVariance, seed });
    const sizes = outputGradients(net, preActivations(net, x)).map(({ data }) => {
      let sum = 0;
      for (let i = 0; i < data.length; i++) sum += data[i] ** 2;
      return sum;
    });
    return sizes.slice(0, layers).map((size) => size / sizes[layers - 1]);
  });
  const shown = upTo(layers).filter((l) => l % 3 === 0);
  const name = `σ_w² = ${weightVariance}, ${law.xiC > 1000 ? 'edge' : law.phase}`;
  return [
    { name, x: upTo(layers).map((l) => l + 1), y: gradient },
    means(
      name,
      shown.map((l) => l + 1),
      shown.map((l) => found.map((sizes) => sizes[l])),
    ),
  ];
}
