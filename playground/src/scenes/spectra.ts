import { spectra } from 'deeplinear';
import { Histogram } from '../plots/histogram';
import type { Values } from './control';
import { experimentOf } from './experimentOf';
import { parameterControl } from './parameterControl';
import { checkSnippet, runCheck } from './runCheck';
import type { Scene, Update } from './scene';

/** Squared singular values of one product. */
type Squares = ArrayLike<number>;
const experiment = experimentOf<unknown, Squares, unknown>('spectra');
const BINS = 50;
const POINTS = 160;

function parametersOf(values: Values, seed: number) {
  const { factors, width, seeds } = values as Record<string, number>;
  return { factors, widths: [width / 4, width / 2, width], seeds, seed };
}

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const parameters = parametersOf(values, seed);
  const { factors, widths } = parameters;
  const law = spectra.fussCatalan({ factors });
  const widest = widths[widths.length - 1];
  const [least, most] = [Math.log10(law.quantile(0.004)), Math.log10(law.max) + 0.15];
  const histogram = new Histogram(least, most, BINS);
  const means = new Map<number, { sum: number; nets: number }>();
  yield* runCheck<unknown, Squares, unknown>({
    experiment,
    parameters,
    sizeName: 'width',
    stepsOf: () => 1,
    every: 5,
    theory: () => {
      // at equal angles the law's own points crowd where it is steep
      const points = Array.from({ length: POINTS }, (_, k) =>
        law.at((Math.PI * (POINTS - 0.5 - k)) / (POINTS * (factors + 1))),
      );
      const wide = Float64Array.from({ length: 30 }, (_, k) => Math.round(widths[0] * 5 ** (k / 29)));
      return [
        {
          plot: 'density',
          series: [
            {
              id: 'law',
              label: 'Fuss–Catalan law',
              kind: 'theory',
              x: Float64Array.from(points, ({ x }) => Math.log10(x)),
              y: Float64Array.from(points, ({ x, density }) => density * x * Math.LN10),
            },
          ],
        },
        {
          plot: 'second',
          series: [
            {
              id: 'exact',
              label: 'exact at every width',
              kind: 'theory',
              x: wide,
              y: wide.map((_, k) => spectra.secondMoment({ factors, width: wide[k] })),
            },
            {
              id: 'limit',
              label: 'infinite width',
              kind: 'theory',
              mark: 'dashed',
              x: Float64Array.of(wide[0], wide[29]),
              y: Float64Array.of(law.moments(2), law.moments(2)),
            },
          ],
        },
      ];
    },
    add: ({ run: squares, size }) => {
      const mean = means.get(size) ?? { sum: 0, nets: 0 };
      means.set(size, mean);
      mean.nets++;
      let sum = 0;
      for (let i = 0; i < squares.length; i++) {
        sum += squares[i] ** 2;
        if (size === widest) histogram.add(Math.log10(squares[i]));
      }
      mean.sum += sum / squares.length;
    },
    draw: () => [
      {
        plot: 'density',
        series: [
          {
            id: 'nets',
            label: `nets, width ${widest}`,
            kind: 'simulation',
            mark: 'bars',
            x: histogram.edges,
            y: histogram.density(),
          },
        ],
      },
      {
        plot: 'second',
        series: [
          {
            id: 'nets',
            label: 'mean over nets',
            kind: 'simulation',
            mark: 'points',
            x: Float64Array.from(means.keys()),
            y: Float64Array.from(means.values(), ({ sum, nets }) => sum / nets),
          },
        ],
      },
    ],
  });
}

/** Singular values of products of Gaussian matrices. */
export const spectraScene: Scene = {
  id: 'spectra',
  title: 'Product spectra',
  experiment: 'spectra',
  explanation:
    'The hidden layers of a deep linear net multiply to one matrix, whose squared singular values follow the Fuss–Catalan law at infinite width: the deeper the net, the more orders of magnitude they span. Their second moment is known exactly at every width.',
  formula: String.raw`x = \frac{\sin^{M+1}\left((M+1)\varphi\right)}{\sin\varphi\,\sin^{M}(M\varphi)}, \qquad \rho(x) = \frac{\sin^2\varphi\,\sin^{M-1}(M\varphi)}{\pi \sin^{M}\left((M+1)\varphi\right)}`,
  controls: [
    parameterControl('spectra', 'factors', {
      label: 'Matrices in the product M',
      values: [1, 2, 3, 4, 5, 6, 8, 10, 15, 20],
    }),
    {
      name: 'width',
      label: 'Width N',
      doc: 'of the nets in the histogram; nets of half and a quarter of it are drawn as well',
      values: [16, 32, 64, 128, 256],
      default: 64,
    },
    parameterControl('spectra', 'seeds', { label: 'Nets a width', values: [10, 30, 60, 100, 300], default: 60 }),
  ],
  plots: [
    {
      id: 'density',
      title: 'Squared singular values',
      x: { label: 'log₁₀ of the squared singular value' },
      y: { label: 'density', least: 0 },
    },
    {
      id: 'second',
      title: 'Their second moment',
      x: { label: 'width N', scale: 'log' },
      y: { label: 'mean square', scale: 'log' },
    },
  ],
  unit: 'nets',
  run,
  snippet: (values, seed) => checkSnippet('spectra', parametersOf(values, seed)),
};
