import { exact, expm, gradientFlowSteps, haarOrthogonal, type Matrix, matmul, matmulChain, type Net } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo, type Work } from '../simulations';
import { diagonal, evenRates, netOfMatrices, squaredDistance, times, whitened } from './rawLayers';
import { curve, spaced } from './series';

const full = {
  strengths: [3, 1.5, 0.5],
  small: 0.1,
  lambdas: [0, 1, 3, 10],
  end: 4,
  lambdasOfKernel: [-10, -6, -3, -1.5, -0.7, 0, 0.7, 1.5, 3, 6, 10],
  longest: 40,
};
type Settings = typeof full;

/** Dominé et al., Braun et al.: λ-balanced layers from rich to lazy (theory: limits/exact.ts). */
export const lazyToRichFigure: FigureDefinition = {
  id: 'lazy-to-rich',
  title: 'From rich to lazy: two layers of unequal size, W₂ᵀW₂ − W₁W₁ᵀ = λ',
  experiment: 'exact-solutions',
  after: 'Braun et al. 2022 and Dominé et al. 2024',
  exact: true,
  settings: { full, quick: {} },
  *content(values) {
    const settings = values as Settings;
    const { strengths, small, lambdas, end, lambdasOfKernel, longest } = settings;
    const target = targetOf(strengths);
    const line = spaced(0, end, 121);
    const shown = line.filter((_, k) => k % 6 === 0);
    const losses = yield* inTurn(lambdas, function* (lambda) {
      const [w1, w2] = balanced(settings, lambda);
      const law = exact.riccati({ w1, w2, target, times: line });
      const start = squaredDistance(law[0], target);
      const { loss } = yield* flow(netOfMatrices([w1, w2]), target, shown);
      const name = `λ = ${lambda}`;
      return [
        { name, x: line, y: law.map((w) => squaredDistance(w, target) / start) },
        { name, x: shown, y: Array.from(loss, (value) => value / start), dots: true },
      ] as Series[];
    });
    const kernels = yield* inTurn(lambdasOfKernel, function* (lambda) {
      const net = netOfMatrices(balanced(settings, lambda));
      const { nets } = yield* flow(net, target, [longest]);
      return trace(nets[0]) / trace(net) - 1;
    });
    // a mode of strength s has ‖w_1‖² + ‖w_2‖² = √(λ² + 4s²)
    const sizes = (lambda: number, products: number[]) =>
      products.reduce((sum, s) => sum + Math.sqrt(lambda ** 2 + 4 * s ** 2), 0);
    const grown = (lambda: number) =>
      sizes(lambda, strengths) /
        sizes(
          lambda,
          strengths.map(() => small * Math.sqrt(small ** 2 + Math.abs(lambda))),
        ) -
      1;
    const most = Math.max(...lambdasOfKernel);
    return {
      panels: [
        {
          title: 'loss',
          x: { label: 'time' },
          y: { label: 'loss relative to the start' },
          series: losses.flat(),
          ordered: true,
        },
        {
          title: 'movement of the tangent kernel',
          x: { label: 'λ' },
          y: { label: 'tr Θ(∞)/tr Θ(0) − 1', log: true },
          series: [
            curve('conservation', spaced(-most, most, 801), grown),
            { name: 'conservation', x: lambdasOfKernel, y: kernels, dots: true },
          ],
        },
      ],
      caption: `Singular values ${strengths.join(', ')}, initial weights ${small} along the small layer: the exact Riccati solution and what λ conserves (lines), nets under gradient flow (dots). Balanced nets (λ = 0) wait and move their kernel by a factor of ${grown(0).toFixed(0)}; at λ = ${most} they learn exponentially and move it by ${(100 * grown(most)).toFixed(0)} %.`,
    };
  },
};

/** Rotations, fixed. */
const rotation = (seed: number, size: number) => haarOrthogonal({ seed, size });

function targetOf(strengths: number[]): Matrix {
  const n = strengths.length;
  return matmulChain(rotation(1, n), diagonal(strengths), rotation(2, n));
}

/** Turns the initial directions away from the target's, by less than a right angle: all modes begin with their sign. */
const turn = expm([
  [0, -0.4, 0.3],
  [0.4, 0, -0.5],
  [-0.3, 0.5, 0],
]);

/** W_1 and W_2, one with all singular values small, the other as large as λ demands. */
function balanced({ strengths, small }: Settings, lambda: number): [Matrix, Matrix] {
  const n = strengths.length;
  const large = Math.sqrt(small ** 2 + Math.abs(lambda));
  const [a, b] = lambda < 0 ? [large, small] : [small, large];
  const inner = rotation(5, n);
  return [
    times(matmul(inner, rotation(2, n)), a),
    times(matmul(matmul(rotation(1, n), turn), inner, { transposeB: true }), b),
  ];
}

function* flow(net: Net, target: Matrix, at: number[]): Work<{ loss: Float64Array; nets: Net[] }> {
  return yield* gradientFlowSteps(net, { moments: whitened(target), times: at, layerLr: evenRates(net) });
}

/** Of the tangent kernel at unit inputs. */
function trace(net: Net): number {
  const { data, cols } = net.ntk(diagonal(upTo(net.spec.inputs).map(() => 1)), undefined, { layerLr: evenRates(net) });
  return upTo(cols).reduce((sum, k) => sum + data[k * (cols + 1)], 0);
}
