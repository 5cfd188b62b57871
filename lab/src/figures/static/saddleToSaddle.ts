import { createNet, exact, gradientFlowSteps, haarOrthogonal, type Matrix, matmul, matmulChain } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo, type Work } from '../simulations';
import { diagonal, evenRates, netOfMatrices, times as scaled, whitened } from './rawLayers';
import { curve, means, spaced } from './series';

const full = {
  strengths: [3, 1.5, 0.5],
  initial: 0.01,
  matrices: [2, 3],
  ends: [11, 15],
  width: 8,
  scales: [0.1, 0.01, 1e-3, 1e-4, 1e-6],
  randomStrengths: [2, 1],
  seeds: 24,
};
type Settings = typeof full;

/** E log χ² of eight degrees of freedom for a width of 8: digamma of half the width and log 2. */
const logChiSquare = (width: number) => {
  // digamma at a whole number: harmonic numbers less Euler's constant
  const half = width / 2;
  return upTo(half - 1).reduce((sum, k) => sum + 1 / (k + 1), -0.5772156649015329) + Math.LN2;
};

/** Saxe et al., Jacot et al.: modes learnt one after the other (theory: limits/exact.ts). */
export const saddleToSaddleFigure: FigureDefinition = {
  id: 'saddle-to-saddle',
  title: 'From small weights the modes of a target are learnt one after the other',
  experiment: 'saddle-to-saddle',
  after: 'Saxe et al. 2014, figure 3',
  settings: { full, quick: { scales: [0.1, 0.01, 1e-3, 1e-5], seeds: 10 } },
  *content(values) {
    const settings = values as Settings;
    const { strengths, initial, matrices, ends, width, scales, randomStrengths, seeds } = settings;
    const panels = yield* inTurn(matrices, function* (M, at) {
      const line = spaced(0, ends[at], 161);
      const law = exact.modes({ matrices: M, strengths, initial, times: line });
      const shown = line.filter((_, k) => k % 8 === 0);
      const nets = yield* learnt(settings, M, shown);
      return {
        title: `${M} matrices, aligned`,
        x: { label: 'time' },
        y: { label: 'singular value' },
        series: strengths.flatMap((s, mode): Series[] => [
          { name: `s = ${s}`, x: line, y: law.map((u) => u[mode]) },
          { name: `s = ${s}`, x: shown, y: nets.map((u) => u[mode]), dots: true },
        ]),
      };
    });
    const size = scales.map((scale) => -2 * Math.log(scale));
    const found = yield* inTurn(scales, (scale) =>
      inTurn(upTo(seeds), (k) => halfLives(randomStrengths, width, scale, k + 1)),
    );
    const ending = [0, Math.max(...size)];
    // both layers, along the direction that grows: (W_1 + W_2ᵀ)/2 of one mode
    const spread = (1 / randomStrengths.length + 1 / width ** 2) / 4;
    const offset = Math.log(spread) + logChiSquare(width);
    return {
      panels: [
        ...panels,
        {
          title: `2 matrices, random weights of size ε, N = ${width}`,
          x: { label: 'log(1/ε²)' },
          y: { label: 'time of half the strength' },
          series: randomStrengths.flatMap((s, mode) => [
            curve(`s = ${s}`, ending, (log) => (log + Math.log(s) - offset) / (2 * s)),
            means(
              `s = ${s}`,
              size,
              found.map((times) => times.map((one) => one[mode])),
            ),
          ]),
        },
      ],
      caption: `Left: exact modes from u₀ = ${initial} (lines) and nets of orthogonal layers under gradient flow (dots); deeper nets learn later and faster. Right: ${seeds} nets with random weights; a mode of strength s waits for log(1/ε²)/(2s) and a constant (lines, leading order of small ε).`,
    };
  },
};

/** Singular values of a net along those of its target, from balanced orthogonal layers. */
function* learnt({ strengths, initial }: Settings, M: number, times: number[]): Work<number[][]> {
  const size = strengths.length;
  const layers = upTo(M).map((l) => haarOrthogonal({ seed: l + 1, size }));
  const rotation = matmulChain(...[...layers].reverse());
  const net = netOfMatrices(layers.map((w) => scaled(w, initial ** (1 / M))));
  const target = matmul(rotation, diagonal(strengths));
  const run = yield* gradientFlowSteps(net, { moments: whitened(target), times, layerLr: evenRates(net) });
  return run.predictors.map((predictor) => {
    const inBasis = matmul(rotation, predictor, { transposeA: true });
    return upTo(size).map((mode) => inBasis.data[mode * (size + 1)]);
  });
}

/** When the diagonal of the predictor passes half of each strength. */
function* halfLives(strengths: number[], width: number, scale: number, seed: number): Work<number[]> {
  const size = strengths.length;
  const net = createNet({ inputs: size, outputs: size, hidden: 1, width, initialScales: scale, seed });
  const end = (1.5 * -2 * Math.log(scale) + 4) / (2 * Math.min(...strengths));
  const times = spaced(0, end, Math.ceil(end * 10));
  const { predictors } = yield* gradientFlowSteps(net, {
    moments: whitened(diagonal(strengths)),
    times,
    layerLr: evenRates(net),
    tolerance: 1e-6,
  });
  return strengths.map((s, mode) => passes(predictors, times, mode * (size + 1), s));
}

/** Time at which an entry passes s/2, by the logarithm of u/(s − u), which is all but linear in time. */
function passes(predictors: readonly Matrix[], times: number[], entry: number, s: number): number {
  const k = predictors.findIndex(({ data }) => data[entry] > s / 2);
  if (k <= 0) return k < 0 ? Number.NaN : 0;
  const logit = (u: number) => Math.log(Math.max(u, Number.MIN_VALUE) / (s - u));
  const [from, to] = [logit(predictors[k - 1].data[entry]), logit(predictors[k].data[entry])];
  return times[k - 1] + ((times[k] - times[k - 1]) * -from) / (to - from);
}
