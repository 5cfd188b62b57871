import type { GradientFlowRun } from 'deeplinear';
import type { Values } from './control';
import { experimentOf } from './experimentOf';
import { parameterControl } from './parameterControl';
import { checkSnippet, runCheck } from './runCheck';
import type { Scene, Update } from './scene';

const experiment = experimentOf<unknown, GradientFlowRun, { size: number; values: number[] }>('saddle-to-saddle');
/** Singular values of the experiment's target. */
const STRENGTHS = [2, 1];
const SCALES = [1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-12];
/** End of the axis of rescaled time, as far as the experiment's flows go. */
const END = 1.5;

function parametersOf(values: Values, seed: number) {
  return {
    scales: SCALES.filter((scale) => scale >= (values.smallest as number)),
    seeds: values.seeds as number,
    seed,
  };
}

/** A staircase: `level(t)` jumps at every time of `jumps`. */
function staircase(jumps: readonly number[], level: (t: number) => number) {
  const x = [0, ...jumps.flatMap((jump) => [jump, jump]), END];
  const y = x.map((t, k) => level(k % 2 === 0 ? t + 1e-9 : t - 1e-9));
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const parameters = parametersOf(values, seed);
  const { scales } = parameters;
  const jumps = STRENGTHS.map((s) => 1 / s);
  const limit = { id: 'limit', label: 'limit of vanishing weights', kind: 'theory' } as const;
  const news: Update[] = [];
  yield* runCheck({
    experiment,
    parameters,
    sizeName: 'scale',
    stepsOf: () => 1,
    theory: () => [
      {
        plot: 'modes',
        series: STRENGTHS.map((s) => ({
          ...limit,
          id: `limit ${s}`,
          ...staircase([1 / s], (t) => (t * s > 1 ? s : 0)),
        })),
      },
      {
        plot: 'loss',
        series: [
          {
            ...limit,
            ...staircase(jumps, (t) => STRENGTHS.reduce((sum, s) => sum + (t * s > 1 ? 0 : 0.5 * s * s), 0)),
          },
        ],
      },
    ],
    add: ({ run: flow, size: scale, seed: own, observation }) => {
      const shade = scales.indexOf(scale) / Math.max(1, scales.length - 1);
      const look = { label: `initial weights ${scale}`, kind: 'simulation', shade } as const;
      const unit = -Math.log(scale);
      const x = flow.times.map((time) => time / unit);
      const id = `${scale}/${own}`;
      const mode = (i: number) => Float64Array.from(flow.predictors, ({ data }) => data[i * (STRENGTHS.length + 1)]);
      const sizes = Float64Array.of(2 * -Math.log(Math.max(...scales)), 2 * -Math.log(Math.min(...scales)));
      news.push(
        { plot: 'modes', series: STRENGTHS.map((s, i) => ({ ...look, id: `${id} mode ${s}`, x, y: mode(i) })) },
        { plot: 'loss', series: [{ ...look, id, x, y: flow.loss }] },
        {
          plot: 'times',
          series: [
            { ...limit, mark: 'dashed', x: sizes, y: Float64Array.of(1, 1) },
            {
              ...look,
              id,
              mark: 'points',
              x: Float64Array.from(STRENGTHS, () => 2 * unit),
              y: Float64Array.from(observation.values, (value) => value + 1),
            },
          ],
        },
      );
    },
    draw: () => news.splice(0),
  });
}

/** Modes learnt one after the other from small weights. */
export const saddleToSaddleScene: Scene = {
  id: 'saddle-to-saddle',
  title: 'Saddle to saddle',
  experiment: 'saddle-to-saddle',
  explanation:
    'From small weights a net learns the singular values of its target one after the other: the loss stays on a plateau near a saddle, falls to the next one, and stays there. The smaller the weights, the sharper the steps; with time in units of log(1/scale), a mode of strength s is learnt at 1/s.',
  formula: String.raw`t_{1/2}(s) \simeq \frac{\log\left(1/\sigma_0^2\right)}{2 s}, \qquad \sigma_0 \to 0`,
  controls: [
    {
      name: 'smallest',
      label: 'Smallest initial weights σ₀',
      doc: 'standard deviation of the initial weights; larger scales are shown beside it',
      values: SCALES.slice(1),
      default: 1e-6,
    },
    parameterControl('saddle-to-saddle', 'seeds', { label: 'Nets a scale', values: [1, 2, 4, 8, 12], default: 2 }),
  ],
  plots: [
    {
      id: 'modes',
      title: 'Modes of the end-to-end map',
      x: { label: 'time / log(1/σ₀)', most: END },
      y: { label: 'strength learnt' },
    },
    { id: 'loss', title: 'Training loss', x: { label: 'time / log(1/σ₀)', most: END }, y: { label: 'loss', least: 0 } },
    {
      id: 'times',
      title: 'When a mode is half learnt',
      x: { label: 'log(1/σ₀²)' },
      y: { label: 'half-life over the law’s', least: 0.5, most: 2 },
    },
  ],
  unit: 'flows',
  run,
  snippet: (values, seed) => checkSnippet('saddle-to-saddle', parametersOf(values, seed)),
};
