import {
  createNet,
  exact,
  haarOrthogonal,
  type Matrix,
  matmulChain,
  matrix,
  type Net,
  qr,
  trainSteps,
} from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, medianOf, upTo, type Work } from '../simulations';
import { curve, spaced } from './series';

const full = {
  size: 16,
  matrices: [2, 4, 8, 16, 32],
  shown: [2, 8, 16],
  rate: 0.02,
  rates: [1.5, 0.7, 0.3, 0.1, 0.03],
  most: 1000,
  seeds: 5,
};
type Settings = typeof full;

/** Share of the initial loss that counts as learnt. */
const LEARNT = 0.01;

/** Saxe et al.: orthogonal layers keep a deep net trainable (theory: limits/exact.ts). */
export const isometryFigure: FigureDefinition = {
  id: 'isometry',
  title: 'Dynamical isometry: steps to learn a rotation against depth',
  experiment: 'exact-solutions',
  after: 'Saxe et al. 2014, figure 6',
  settings: { full, quick: { size: 8, matrices: [2, 4, 8, 16], shown: [2, 4, 16], most: 400, seeds: 3 } },
  *content(values) {
    const settings = values as Settings;
    const { size, matrices, shown, rate, rates, most, seeds } = settings;
    const curves = yield* inTurn(shown, function* (M) {
      const net = netOf(settings, M, 'orthogonal', 1);
      const steps = Math.round((3.5 * M + 5) / rate);
      const loss = yield* trained(net, rotated(net.predictor(), 1), (rate * size) / M, steps);
      const at = upTo(13).map((k) => Math.round((k * steps) / 12));
      const law = flow(net, rotated(net.predictor(), 1), M, spaced(0, (rate * steps) / M, 60));
      const name = `${M} matrices`;
      return [
        { name, x: spaced(0, rate * steps, 60), y: law.map((value) => value / law[0]) },
        { name, x: at.map((k) => rate * k), y: at.map((k) => loss[k] / loss[0]), dots: true },
      ];
    });
    const counts = yield* inTurn(['orthogonal', 'gaussian'] as const, (init) =>
      inTurn(matrices, (M) => inTurn(upTo(seeds), (k) => stepsToLearn(settings, M, init, k + 1))),
    );
    const dots = (name: string, found: number[][]) => {
      const medians = found.map(medianOf);
      return {
        name,
        x: matrices,
        y: medians.map(({ median }) => median),
        error: medians.map(({ error }) => error),
        dots: true,
      };
    };
    const lost = matrices.find((_, at) => medianOf(counts[1][at]).median >= most);
    return {
      panels: [
        {
          title: 'orthogonal nets',
          x: { label: 'time × matrices' },
          y: { label: 'loss relative to the start', log: true, domain: [1e-4, 1.2] },
          series: curves.flat(),
          ordered: true,
        },
        {
          title: `steps to ${100 * LEARNT} % of the loss`,
          x: { label: 'matrices', log: true },
          y: { label: 'steps', log: true },
          series: [
            dots('orthogonal', counts[0]),
            dots('Gaussian', counts[1]),
            { ...curve('given up', [matrices[0], matrices.at(-1)!], () => most), dashed: true, reference: true },
          ],
        },
      ],
      caption: `Linear nets with ${size} neurons a layer learn a rotation of their initial map. Left: gradient descent of one net of each depth (dots) and the exact end-to-end flow (lines). Right: median over ${seeds} nets at the best of ${rates.length} rates; Gaussian nets ${lost === undefined ? `need ${medianOf(counts[1].at(-1)!).median} steps at ${matrices.at(-1)} matrices` : `of ${lost} matrices or more do not learn it in ${most} steps`}.`,
    };
  },
};

function netOf({ size }: Settings, matrices: number, init: 'orthogonal' | 'gaussian', seed: number): Net {
  const shape = { inputs: size, outputs: size, width: size, parameterization: 'ntk' } as const;
  return createNet({ ...shape, hidden: matrices - 1, init, seed });
}

function identity(size: number): Matrix {
  return matrix(
    size,
    size,
    upTo(size * size).map((k) => (k % (size + 1) === 0 ? 1 : 0)),
  );
}

/** Orthogonal, with the sign of the map's determinant: gradient flow crosses no singular map on its way there. */
function rotated(map: Matrix, seed: number): Matrix {
  const size = map.rows;
  const { q, r } = qr(map);
  const negative = upTo(size).filter((i) => r.data[i * (size + 1)] < 0).length;
  if (negative % 2 === 1) for (let i = 0; i < size; i++) q.data[i * size] *= -1;
  // the square of an orthogonal matrix is a rotation
  const other = haarOrthogonal({ seed, size });
  return matmulChain(q, other, other);
}

function* trained(net: Net, target: Matrix, lr: number, steps: number): Work<Float64Array> {
  const size = target.rows;
  const { loss } = yield* trainSteps(net, { moments: { sxx: identity(size), syx: target, syy: size }, lr, steps });
  return loss;
}

/** At the best of the rates c/M per matrix. */
function* stepsToLearn(
  settings: Settings,
  matrices: number,
  init: 'orthogonal' | 'gaussian',
  seed: number,
): Work<number> {
  const { size, rates, most } = settings;
  const net = netOf(settings, matrices, init, seed);
  const target = rotated(net.predictor(), seed);
  const found = yield* inTurn(rates, function* (c) {
    const loss = yield* trained(net, target, (c * size) / matrices, most);
    const reached = loss.findIndex((value) => value < LEARNT * loss[0]);
    return reached < 0 ? most : reached;
  });
  return Math.min(...found);
}

/** Loss of the end-to-end flow; one step of `train` at the rate c·size/M is c/M of its time. */
function flow(net: Net, target: Matrix, matrices: number, times: number[]): number[] {
  return exact
    .endToEnd({ matrices, initial: net.predictor(), target, times })
    .map(({ data }) => 0.5 * Math.hypot(...data.map((w, i) => w - target.data[i])) ** 2);
}
