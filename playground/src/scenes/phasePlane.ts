import { type Activation, type Matrix, propagation } from 'deeplinear';
import { upTo } from '../plots/upTo';
import type { Values } from './control';
import { edgeCurve } from './edgeCurve';
import { experimentOf } from './experimentOf';
import { parameterControl } from './parameterControl';
import { checkSnippet, runCheck } from './runCheck';
import type { Scene, Update } from './scene';

/** What the experiment's theory and simulation hold of the layers. */
interface Law {
  q: Float64Array;
  overlap: Float64Array;
}
interface Sampled {
  /** Gram matrices of three inputs, layer by layer from the input. */
  lengths: Matrix[];
}
const experiment = experimentOf<Law, Sampled, unknown>('propagation');
const COLS = 20;
const ROWS = 12;
const X: [number, number] = [0, 3];
const Y: [number, number] = [0, 0.42];
/** Depth scales beyond it have one colour. */
const DEEPEST = 100;

function parametersOf(values: Values, seed: number) {
  const { activation, hidden, weightVariance, biasVariance, width, seeds } = values;
  const largest = width as number;
  return {
    activation,
    hidden,
    weightVariance,
    biasVariance,
    widths: [largest / 4, largest / 2, largest],
    seeds,
    seed,
  } as {
    activation: string;
    hidden: number;
    weightVariance: number;
    biasVariance: number;
    widths: number[];
    seeds: number;
    seed: number;
  };
}

/** Colours fill in from coarse to fine, so that the picture is there early. */
function* cells(): Generator<[row: number, col: number]> {
  for (const [step, skip] of [
    [4, 8],
    [2, 4],
    [1, 2],
  ]) {
    for (let row = 0; row < ROWS; row += step) {
      for (let col = 0; col < COLS; col += step) {
        if (step === 4 || row % skip !== 0 || col % skip !== 0) yield [row, col];
      }
    }
  }
}

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const parameters = parametersOf(values, seed);
  const { activation, hidden, weightVariance, biasVariance, widths } = parameters;
  const layers = upTo(hidden);
  const sums = new Map<number, { nets: number; lengths: Float64Array; overlaps: Float64Array }>();
  yield {
    plot: 'plane',
    series: [
      {
        id: 'here',
        label: 'these nets',
        kind: 'simulation',
        mark: 'points',
        x: Float64Array.of(weightVariance),
        y: Float64Array.of(biasVariance),
      },
    ],
  };
  for (const update of runCheck<Law, Sampled, unknown>({
    experiment,
    parameters,
    sizeName: 'width',
    stepsOf: () => 1,
    every: 10,
    theory: ({ q, overlap }) => [
      {
        plot: 'layers',
        series: [
          { id: 'q', label: 'length, infinite width', kind: 'theory', x: layers, y: q },
          { id: 'overlap', label: 'overlap of two inputs', kind: 'theory', mark: 'dashed', x: layers, y: overlap },
        ],
      },
    ],
    add: ({ run: { lengths }, size }) => {
      const empty = () => ({ nets: 0, lengths: new Float64Array(hidden + 1), overlaps: new Float64Array(hidden + 1) });
      const sum = sums.get(size) ?? empty();
      sums.set(size, sum);
      sum.nets++;
      lengths.forEach(({ data }, l) => {
        sum.lengths[l] += data[0];
        sum.overlaps[l] += data[1];
      });
    },
    draw: () => [
      {
        plot: 'layers',
        series: [...sums].flatMap(([width, { nets, lengths, overlaps }]) => {
          const look = {
            label: `nets, width ${width}`,
            kind: 'simulation',
            mark: 'points',
            shade: widths.indexOf(width) / (widths.length - 1),
            x: layers,
          } as const;
          return [
            { ...look, id: `length ${width}`, y: lengths.map((value) => value / nets) },
            { ...look, id: `overlap ${width}`, y: overlaps.map((value) => value / nets) },
          ];
        }),
      },
    ],
  })) {
    yield update.done === undefined ? update : { ...update, done: update.done / 2 };
  }
  yield* plane(activation as Activation);
}

/** The map of the depth scale, and the edge of chaos through it. */
function* plane(activation: Activation): Generator<Update, void, void> {
  for (const { x, y } of edgeCurve(activation, Y[1])) {
    const points = { x: Float64Array.from(x), y: Float64Array.from(y) };
    yield { plot: 'plane', series: [{ id: 'edge', label: 'edge of chaos', kind: 'theory', ...points }] };
  }
  const found = new Float64Array(ROWS * COLS).fill(Number.NaN);
  let done = 0;
  for (const [row, col] of cells()) {
    const [w, b] = [X[0] + ((col + 0.5) / COLS) * (X[1] - X[0]), Y[0] + ((row + 0.5) / ROWS) * (Y[1] - Y[0])];
    const { xiC } = propagation({ activation, weightVariance: w, biasVariance: b });
    found[row * COLS + col] = Number.isNaN(xiC) ? Number.NaN : Math.log10(Math.min(xiC, DEEPEST));
    done++;
    yield { done: 0.5 + done / (2 * ROWS * COLS) };
    if (done % 8 === 0 || done === ROWS * COLS) {
      const label = 'log₁₀ of the depth scale ξ';
      const grid = {
        label,
        x: X,
        y: Y,
        rows: ROWS,
        cols: COLS,
        values: found.slice(),
        range: [-0.5, 2] as [number, number],
      };
      yield { plot: 'plane', grid };
    }
  }
}

/** How signals travel through deep random nets. */
export const phasePlaneScene: Scene = {
  id: 'edge-of-chaos',
  title: 'Edge of chaos',
  experiment: 'propagation',
  explanation:
    'Two inputs travel through a deep random net: in the ordered phase they become the same, in the chaotic phase they lose all likeness, and between them lies a line on which information reaches any depth. The points are means over random nets, the lines and the map are mean-field theory.',
  formula: String.raw`q_{l+1} = \sigma_w^2\, \mathbb{E}\,\varphi(\sqrt{q_l}\,z)^2 + \sigma_b^2, \qquad \chi_1 = \sigma_w^2\, \mathbb{E}\,\varphi'(\sqrt{q^*}\,z)^2 = 1, \qquad \xi_c = -\frac{1}{\log \chi_{c^*}}`,
  controls: [
    parameterControl('propagation', 'activation', {
      label: 'Activation',
      values: ['tanh', 'erf', 'sin', 'relu', 'linear'],
    }),
    parameterControl('propagation', 'weightVariance', {
      label: 'Weight variance σ²_w',
      values: [0.5, 0.7, 0.9, 1, 1.1, 1.3, 1.5, 1.7, 2, 2.5, 2.8],
    }),
    parameterControl('propagation', 'biasVariance', {
      label: 'Bias variance σ²_b',
      values: [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4],
    }),
    parameterControl('propagation', 'hidden', { label: 'Hidden layers', values: [5, 10, 15, 20, 30], default: 20 }),
    {
      name: 'width',
      label: 'Width',
      doc: 'of the widest nets; half and a quarter of it are drawn as well',
      values: [64, 128, 256],
      default: 128,
    },
    parameterControl('propagation', 'seeds', { label: 'Nets a width', values: [10, 20, 50, 100, 250], default: 50 }),
  ],
  plots: [
    {
      id: 'layers',
      title: 'Lengths and overlaps, layer by layer',
      x: { label: 'layer' },
      y: { label: 'mean square, mean product' },
    },
    {
      id: 'plane',
      title: 'How deep correlations reach',
      x: { label: 'weight variance' },
      y: { label: 'bias variance' },
    },
  ],
  unit: 'nets',
  run,
  snippet: (values, seed) => checkSnippet('propagation', parametersOf(values, seed)),
};
