import { exact, haarOrthogonal, type Matrix, matmul, matmulChain, type Net, trainSteps } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, logSpaced, upTo, type Work } from '../simulations';
import { diagonal, evenRates, netOfMatrices, times as scaled, squaredDistance, whitened } from './rawLayers';
import { curve, spaced } from './series';

const full = {
  strengths: [2, 1.4, 1, 0.6],
  initial: 0.1,
  matrices: [2, 3, 5],
  end: 4.5,
  rate: 0.005,
  rates: [0.003, 0.01, 0.03, 0.1],
  imbalances: [0, 0.3, 0.6, 1],
  matricesOfRates: 3,
};
type Settings = typeof full;

/** Arora et al.: layers that are trained follow a flow of their product (theory: limits/exact.ts). */
export const endToEndFigure: FigureDefinition = {
  id: 'end-to-end',
  title: 'Layers trained by gradient descent follow the end-to-end flow of their product',
  experiment: 'exact-solutions',
  after: 'Arora, Cohen & Hazan 2018 and Arora et al. 2019',
  exact: true,
  settings: { full, quick: { rates: [0.006, 0.02, 0.06], rate: 0.01 } },
  *content(values) {
    const settings = values as Settings;
    const { strengths, matrices, end, rate, rates, imbalances, matricesOfRates: M } = settings;
    const line = spaced(0, end, 61);
    const losses = yield* inTurn(matrices, function* (count) {
      const [layers, target] = task(settings, count, 0);
      const law = flow(layers, target, line);
      const start = squaredDistance(law[0], target);
      const predictors = yield* trained(netOfMatrices(layers), target, rate, end);
      const shown = upTo(21).map((k) => Math.round((k * (predictors.length - 1)) / 20));
      const name = `${count} matrices`;
      return [
        { name, x: line, y: law.map((w) => squaredDistance(w, target) / start) },
        {
          name,
          x: shown.map((k) => k * rate),
          y: shown.map((k) => squaredDistance(predictors[k], target) / start),
          dots: true,
        },
      ] as Series[];
    });
    const distances = yield* inTurn(imbalances, function* (imbalance) {
      const found = yield* inTurn(rates, function* (lr) {
        const [layers, target] = task(settings, M, imbalance);
        const predictors = yield* trained(netOfMatrices(layers), target, lr, end);
        const law = flow(
          layers,
          target,
          predictors.map((_, k) => k * lr),
        );
        const size = Math.hypot(...strengths);
        return Math.max(...predictors.map((w, k) => Math.sqrt(2 * squaredDistance(w, law[k])) / size));
      });
      return { name: imbalance === 0 ? 'balanced' : `δ = ${imbalance}`, x: rates, y: found, dots: true };
    });
    const least = distances[0].y[0] / rates[0];
    return {
      panels: [
        {
          title: 'balanced layers',
          x: { label: 'time' },
          y: { label: 'loss relative to the start', log: true, domain: [1e-4, 1.2] },
          series: losses.flat(),
          ordered: true,
        },
        {
          title: `${M} matrices, first and last scaled by e^±δ`,
          x: { label: 'learning rate', log: true },
          y: { label: 'largest distance from the flow', log: true },
          series: [
            ...distances,
            {
              ...curve('in proportion', logSpaced(rates[0], rates.at(-1)!, 2), (lr) => least * lr),
              dashed: true,
              reference: true,
            },
          ],
          ordered: true,
        },
      ],
      caption: `Whitened inputs, ${strengths.length} neurons a layer. Left: exact.endToEnd (lines) and gradient descent of all layers at rate ${rate} (dots). Right: balanced layers come to the flow in proportion to the rate (${(100 * distances[0].y[0]).toFixed(1)} % of the target at ${rates[0]}); unbalanced ones keep a distance, ${(100 * distances.at(-1)!.y[0]).toFixed(0)} % at δ = ${imbalances.at(-1)}.`,
    };
  },
};

/** Orthogonal layers of one size, but for the first and the last, and a target whose determinant has the sign of their product. */
function task({ strengths, initial }: Settings, M: number, imbalance: number): [Matrix[], Matrix] {
  const size = strengths.length;
  const layers = upTo(M).map((l) => haarOrthogonal({ seed: l + 1, size }));
  const rotation = matmulChain(...[...layers].reverse());
  const basis = haarOrthogonal({ seed: 77, size });
  const target = matmulChain(rotation, basis, matmul(diagonal(strengths), basis, { transposeB: true }));
  const factor = (l: number) => Math.exp(l === 0 ? imbalance : l === M - 1 ? -imbalance : 0);
  return [layers.map((w, l) => scaled(w, initial ** (1 / M) * factor(l))), target];
}

function flow(layers: Matrix[], target: Matrix, times: number[]): Matrix[] {
  const initial = matmulChain(...[...layers].reverse());
  return exact.endToEnd({ matrices: layers.length, initial, target, times });
}

/** Predictors after every step. */
function* trained(net: Net, target: Matrix, lr: number, end: number): Work<Matrix[]> {
  const { predictors } = yield* trainSteps(net, {
    moments: whitened(target),
    lr,
    steps: Math.round(end / lr),
    layerLr: evenRates(net),
    record: { every: 1, quantities: ['predictor'] },
  });
  return predictors!;
}
