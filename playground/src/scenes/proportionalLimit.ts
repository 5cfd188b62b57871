import type { OutputMixture } from 'deeplinear';
import { Histogram } from '../plots/histogram';
import type { Values } from './control';
import { experimentOf } from './experimentOf';
import { parameterControl } from './parameterControl';
import { checkSnippet, runCheck } from './runCheck';
import type { Scene, Update } from './scene';

interface Laws {
  limit: OutputMixture;
  exact(width: number): OutputMixture;
}
type Outputs = ArrayLike<number>;
interface Observation {
  size: number;
  /** Deviations of mean and shared variance of the log-factor from the limit's. */
  values: number[];
}
const experiment = experimentOf<Laws, Outputs, Observation>('proportional-mixture');
const ENDS = 4;
const BINS = 48;
/** Points of the laws' densities, none of them at zero, where the mixtures have a cusp. */
const at = Float64Array.from({ length: 80 }, (_, k) => -ENDS + (2 * ENDS * (k + 0.5)) / 80);

function parametersOf(values: Values, seed: number) {
  const { depthPerWidth, width, seeds } = values as Record<string, number>;
  return { depthPerWidth, widths: [width / 4, width / 2, width], seeds, seed };
}

const gaussian = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const parameters = parametersOf(values, seed);
  const { widths, seeds } = parameters;
  const widest = widths[widths.length - 1];
  const histogram = new Histogram(-ENDS, ENDS, BINS);
  const ends = Float64Array.of(1, seeds);
  let shared = 0;
  /** The limit's variance of the logarithm of the shared factor. */
  let ofLimit = 0;
  let size = 0;
  const mean = { x: [] as number[], y: [] as number[] };
  let drawn: (Update & { plot: string })[] = [];
  yield* runCheck<Laws, Outputs, Observation>({
    experiment,
    parameters,
    sizeName: 'width',
    stepsOf: () => 1,
    every: 25,
    *theory({ limit, exact }) {
      ofLimit = limit.logMixing.variance;
      const density = (id: string, label: string, law: (x: number) => number, mark?: 'dashed', shade?: number) =>
        ({ plot: 'outputs', series: [{ id, label, kind: 'theory', mark, shade, x: at, y: at.map(law) }] }) as const;
      yield density('gaussian', 'Gaussian', gaussian, 'dashed');
      yield density('limit', 'limit, mixture', (x) => limit.pdf(x));
      const { pdf, logMixing } = exact(widest);
      yield density('exact', `exact, width ${widest}`, (x) => pdf(x), undefined, 0);
      const level = (id: string, label: string, y: number, mark?: 'dashed', shade?: number) =>
        ({ id, label, kind: 'theory', mark, shade, x: ends, y: Float64Array.of(y, y) }) as const;
      yield {
        plot: 'shared',
        series: [
          level('gaussian', 'Gaussian: independent', 0, 'dashed'),
          level('limit', 'limit', ofLimit),
          level('exact', `exact, width ${widest}`, logMixing.variance, undefined, 0),
        ],
      };
    },
    add: ({ run: outputs, size: width, observation }) => {
      if (width !== size) {
        size = width;
        shared = 0;
        mean.x = [];
        mean.y = [];
      }
      if (width === widest) for (let c = 0; c < outputs.length; c++) histogram.add(outputs[c]);
      shared += observation.values[1];
      mean.x.push(mean.x.length + 1);
      mean.y.push(shared / mean.x.length + ofLimit);
      drawn = [
        {
          plot: 'shared',
          series: [
            {
              id: `nets ${width}`,
              label: `nets, width ${width}`,
              kind: 'simulation',
              shade: 0.2 + (0.8 * widths.indexOf(width)) / (widths.length - 1),
              x: Float64Array.from(mean.x),
              y: Float64Array.from(mean.y),
            },
          ],
        },
        {
          plot: 'outputs',
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
      ];
    },
    draw: () => drawn,
  });
}

/** Depth and width go to infinity together: outputs are not Gaussian, and not independent. */
export const proportionalLimitScene: Scene = {
  id: 'proportional-limit',
  title: 'As deep as wide',
  experiment: 'proportional-mixture',
  explanation:
    'Nets that are about as deep as they are wide have outputs with heavy tails at initialization, a mixture of Gaussians instead of one. All outputs of a net share one random factor, so that their squares are correlated; in the Gaussian limit of width alone they would be independent.',
  formula: String.raw`f \sim \mathcal{N}(0, q), \quad \log q \sim \mathcal{N}(-\alpha, 2\alpha), \quad \alpha = \lim \sum_{l} \frac{1}{N_l}`,
  controls: [
    parameterControl('proportional-mixture', 'depthPerWidth', {
      label: 'Depth over width α',
      values: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4],
    }),
    {
      name: 'width',
      label: 'Width N',
      doc: 'of the nets in the histogram; nets of half and a quarter of it are drawn as well',
      values: [8, 16, 24, 32, 48, 64],
      default: 24,
    },
    parameterControl('proportional-mixture', 'seeds', { label: 'Nets a width', values: [100, 300, 600, 1500, 4000] }),
  ],
  plots: [
    {
      id: 'outputs',
      title: 'Density of the outputs',
      x: { label: 'output f' },
      y: { label: 'density', scale: 'log', least: 1e-3 },
    },
    {
      id: 'shared',
      title: 'Covariance of log f² of two outputs',
      x: { label: 'nets drawn', scale: 'log' },
      y: { label: 'covariance' },
    },
  ],
  unit: 'nets',
  run,
  snippet: (values, seed) => checkSnippet('proportional-mixture', parametersOf(values, seed)),
};
