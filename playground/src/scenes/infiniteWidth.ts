import {
  type CurveExperiment,
  curveExperiments,
  type InfiniteWidthLimit,
  type RunDistance,
  type TrainRun,
} from 'deeplinear';
import type { Series } from '../plots/plot';
import { upTo } from '../plots/upTo';
import type { Values } from './control';
import { ending } from './ending';
import { follow } from './follow';
import { parameterControl } from './parameterControl';
import type { Reading, Scene, Snippet, Update } from './scene';

const experiment = curveExperiments.find(({ id }) => id === 'infinite-width') as unknown as CurveExperiment<
  InfiniteWidthLimit,
  TrainRun
>;
const NARROWEST = 8;

/** Parameters of the experiment, all of them written down. */
function parametersOf(values: Values, seed: number) {
  const widths: number[] = [];
  for (let width = NARROWEST; width <= (values.widest as number); width *= 2) widths.push(width);
  const { hidden, gamma0, lr, steps, seeds } = values as Record<string, number>;
  return { hidden, gamma0, lr, steps, widths, seeds, seed, dtype: 'float64' };
}

/** Row 0 of a predictor: the weights of output 1. */
const firstRow = ({ data, cols }: { data: ArrayLike<number>; cols: number }) =>
  Float64Array.from({ length: cols }, (_, d) => data[d]);

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const parameters = parametersOf(values, seed);
  const { widths, seeds, steps } = parameters;
  const data = experiment.ownData();
  const limit = yield* follow(experiment.theorySteps(parameters, data), () => ({
    summary: 'The limit is being computed.',
  }));
  const last = limit.steps;
  const inputs = Float64Array.from({ length: data.moments.sxx.rows }, (_, d) => d + 1);
  yield {
    plot: 'loss',
    series: [{ id: 'limit', label: 'limit', kind: 'theory', x: upTo(last), y: limit.loss }],
    readings: [{ label: `limit: loss after ${last} steps`, kind: 'theory', value: limit.loss[last] }],
  };
  yield {
    plot: 'predictor',
    series: [{ id: 'limit', label: 'limit', kind: 'theory', x: inputs, y: firstRow(limit.predictor(last)) }],
  };

  const distance = experiment.distance(limit, data);
  const distances: RunDistance[] = [];
  const total = widths.length * seeds;
  for (const [k, width] of widths.entries()) {
    const shade = k / Math.max(1, widths.length - 1);
    const net = { label: `width ${width}`, kind: 'simulation', shade } as const;
    for (let s = 0; s < seeds; s++) {
      let seen = 0;
      const trained = yield* follow(experiment.simulateSteps(parameters, width, seed + s, data), ({ step }) => {
        const done = (distances.length + step / steps) / total;
        const since = step - seen;
        seen = step;
        return { steps: since, done };
      });
      const id = `${width}/${seed + s}`;
      distances.push(distance(trained));
      yield { plot: 'loss', series: [{ ...net, id, x: upTo(trained.steps), y: trained.loss }] };
      if (s === 0) {
        const y = firstRow(trained.predictors!.at(-1)!);
        yield { plot: 'predictor', series: [{ ...net, id, mark: 'points', x: inputs, y }] };
      }
      yield {
        plot: 'distance',
        series: distanceSeries(distances, net, id),
        steps: trained.steps - seen,
        done: distances.length / total,
        summary: `${distances.length} of ${total} nets trained, the last of width ${width}. It ${ending(trained)}, the limit ${ending(limit)}.`,
      };
    }
  }
  if (distances.every(({ diverged }) => diverged)) {
    const summary = `All ${total} nets diverge, and the limit ${ending(limit)}: nothing is left to compare. Take a smaller learning rate.`;
    yield { summary, done: 1 };
    return;
  }
  const comparison = experiment.expected.compare(distances);
  yield { readings: comparison.rows.map(reading), summary: comparison.explain(), done: 1 };
}

const reading = ({ width, distance }: { width: number; distance: number }): Reading => ({
  label: `width ${width}: distance to the limit`,
  kind: 'simulation',
  value: distance,
});

/** The point of the newest net, and the line of slope −1/2 through all of them. */
function distanceSeries(distances: readonly RunDistance[], net: Pick<Series, 'kind' | 'shade'>, id: string): Series[] {
  const { width, distance } = distances[distances.length - 1];
  const found = distances.filter((one) => Number.isFinite(one.distance));
  if (found.length === 0) return [];
  const scale = Math.sqrt(found.reduce((sum, one) => sum + one.distance ** 2 * one.width, 0) / found.length);
  const ends = Float64Array.of(found[0].width, width * 1.0001);
  const law = ends.map((end) => scale / Math.sqrt(end));
  const [x, y] = [Float64Array.of(width), Float64Array.of(distance)];
  return [
    { id: 'law', label: '1/√width', kind: 'theory', mark: 'dashed', x: ends, y: law },
    { ...net, id, mark: 'points', x, y },
  ];
}

function snippet(values: Values, seed: number): Snippet {
  const { hidden, gamma0, lr, steps, widths, seeds } = parametersOf(values, seed);
  const code = `import { compare, createNet, infiniteWidth, syntheticTask, train } from 'deeplinear';

const spectrum = [0.1];
while (spectrum.length < 16) spectrum.push(spectrum.at(-1) * 0.8659643233600653);
const { moments } = syntheticTask({ inputs: 16, outputs: 2, spectrum, seed: 0 });
const training = { moments, lr: ${lr}, steps: ${steps} };
const shape = { hidden: ${hidden}, gamma0: ${gamma0} };

const limit = infiniteWidth({ ...training, ...shape });
console.log('limit: loss after', limit.steps, 'steps', limit.loss[limit.steps]);

const runs = [];
for (const width of [${widths.join(', ')}]) {
  for (let seed = ${seed}; seed < ${seed + seeds}; seed++) {
    const net = createNet({ inputs: 16, outputs: 2, ...shape, width, seed });
    runs.push(train(net, { ...training, record: { quantities: ['predictor'] } }));
  }
}
const comparison = compare(runs, limit, { quantity: 'outputs', moments });
for (const { width, distance } of comparison.rows) console.log('width', width, 'distance to the limit', distance);
console.log(comparison.explain());
`;
  const flags = { hidden, gamma0, lr, steps, widths: widths.join(','), seeds, seed };
  const options = Object.entries(flags).map(([name, value]) => `--${name} ${value}`);
  return { code, command: `npx deeplinear compare ${options.join(' ')} --json` };
}

/** Finite nets of growing width on top of the limit of infinite width. */
export const infiniteWidthScene: Scene = {
  id: 'infinite-width',
  title: 'Width goes to infinity',
  experiment: 'infinite-width',
  explanation:
    'Deep linear nets of growing width learn a random linear map by gradient descent; the heavy line is the limit of infinite width, computed without any net. Wider nets come to lie on top of it, and their distance to it falls as one over the square root of the width.',
  formula: String.raw`f(x) = \frac{1}{\gamma_0 N}\, a^{\top} \frac{W_{L-1}}{\sqrt{N}} \cdots \frac{W_0}{\sqrt{D}}\, x, \qquad \lVert f_N - f_\infty \rVert = O\!\left(N^{-1/2}\right)`,
  controls: [
    parameterControl('infinite-width', 'hidden', { label: 'Hidden layers L', values: [1, 2, 3, 4, 5, 6] }),
    parameterControl('infinite-width', 'gamma0', { label: 'Richness γ₀', values: [0.1, 0.2, 0.5, 1, 1.5, 2, 3, 4] }),
    parameterControl('infinite-width', 'lr', {
      label: 'Learning rate η',
      values: [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10],
    }),
    parameterControl('infinite-width', 'steps', { label: 'Steps', values: [20, 40, 60, 100, 150, 200] }),
    {
      name: 'widest',
      label: 'Largest width N',
      doc: 'nets of widths 8, 16 … up to this one are trained',
      values: [32, 64, 128, 256, 512, 1024, 2048],
      default: 1024,
    },
    parameterControl('infinite-width', 'seeds', { label: 'Nets a width', values: [1, 2, 3, 4, 6, 8] }),
  ],
  plots: [
    { id: 'loss', title: 'Training loss', x: { label: 'step' }, y: { label: 'loss', scale: 'log' } },
    {
      id: 'predictor',
      title: 'End-to-end weights of output 1 after training',
      x: { label: 'input' },
      y: { label: 'weight' },
    },
    {
      id: 'distance',
      title: 'Distance to the limit',
      x: { label: 'width N', scale: 'log' },
      y: { label: 'root mean square difference', scale: 'log' },
    },
  ],
  run,
  snippet,
};
