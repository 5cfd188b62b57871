import { type Catapult, type CatapultOptions, catapult } from 'deeplinear';
import { upTo } from '../plots/upTo';
import type { Values } from './control';
import { experimentOf } from './experimentOf';
import { parameterControl } from './parameterControl';
import { checkSnippet, runCheck } from './runCheck';
import type { Scene, Update } from './scene';

/** What the experiment's simulation gives: the start of a net, its outputs, and ηλ at the end. */
interface Run {
  start: CatapultOptions;
  outputs: number[];
  end: number;
}
const experiment = experimentOf<unknown, Run, { peak: number }>('catapult');

function parametersOf(values: Values, seed: number) {
  const { x0, target, steps, widest, seeds } = values as Record<string, number>;
  return { x0, target, steps, widths: [widest / 64, widest / 16, widest / 4, widest], seeds, seed };
}

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const parameters = parametersOf(values, seed);
  const { widths, steps, target } = parameters;
  const peaks = { x: [] as number[], y: [] as number[] };
  let news: Update[] = [];
  yield* runCheck<unknown, Run, { peak: number }>({
    experiment,
    parameters,
    sizeName: 'width',
    stepsOf: () => steps,
    theory: () => {
      const [from, to] = [0, steps];
      const level = { id: 'stable', label: 'ηλ = 2, the edge of stability', kind: 'theory', mark: 'dashed' } as const;
      return [{ plot: 'kernel', series: [{ ...level, x: Float64Array.of(from, to), y: Float64Array.of(2, 2) }] }];
    },
    add: ({ run: net, size, seed: own, observation }) => {
      const map: Catapult = catapult(net.start);
      const shade = widths.indexOf(size) / (widths.length - 1);
      const id = `${size}/${own}`;
      const look = { label: `net, width ${size}`, kind: 'simulation', mark: 'points', shade } as const;
      const law = { id: `map ${id}`, label: 'two-variable map', kind: 'theory' } as const;
      const { outputs, start, end } = net;
      const losses = Float64Array.from(outputs, (output) => 0.5 * (output - target) ** 2);
      const last = upTo(map.f.length - 1);
      peaks.x.push(size);
      peaks.y.push(observation.peak);
      const sqrt = widths.map((width) => (map.peak / Math.sqrt(size)) * Math.sqrt(width));
      news = [
        {
          plot: 'loss',
          series: [
            { ...law, x: last, y: map.loss },
            { ...look, id, x: upTo(outputs.length - 1), y: losses },
          ],
        },
        {
          plot: 'kernel',
          series: [
            { ...law, x: last, y: map.lambda.map((lambda) => start.lr * lambda) },
            { ...look, id, x: Float64Array.of(outputs.length - 1), y: Float64Array.of(end) },
          ],
        },
        {
          plot: 'peak',
          series: [
            {
              id: 'law',
              label: '√width',
              kind: 'theory',
              mark: 'dashed',
              x: Float64Array.from(widths),
              y: Float64Array.from(sqrt),
            },
            { ...look, id, x: Float64Array.of(size), y: Float64Array.of(observation.peak) },
          ],
        },
      ];
    },
    draw: () => news,
  });
}

/** Large learning rates: the loss is thrown up before training becomes stable. */
export const catapultScene: Scene = {
  id: 'catapult',
  title: 'Catapult',
  experiment: 'catapult',
  explanation:
    'One hidden layer learns one sample at a learning rate above the edge of stability: the loss first explodes, up to the order of the width, while the curvature falls, and then training is stable. Points are nets; the lines under them are an exact map of two numbers, output and curvature.',
  formula: String.raw`f' = f - \eta e \lambda + \frac{\eta^2 e^2 f}{N}, \quad \lambda' = \lambda + \frac{\eta}{N}\left(\eta e^2 \lambda - 4 e f\right), \quad e = f - y`,
  controls: [
    parameterControl('catapult', 'x0', {
      label: 'Rate times curvature ηλ₀',
      values: [0.5, 1, 1.5, 1.9, 2.1, 2.3, 2.5, 2.7, 3, 3.2, 3.4, 3.6, 3.8],
    }),
    parameterControl('catapult', 'target', { label: 'Label y', values: [0, 0.5, 1, 2] }),
    parameterControl('catapult', 'steps', { label: 'Steps', values: [20, 30, 40, 60, 100, 200], default: 30 }),
    {
      name: 'widest',
      label: 'Largest width N',
      doc: 'nets of this width, a quarter, a 16th and a 64th of it are trained',
      values: [256, 1024, 4096, 16384],
      default: 16384,
    },
    parameterControl('catapult', 'seeds', { label: 'Nets a width', values: [1, 2, 4, 8], default: 2 }),
  ],
  plots: [
    { id: 'loss', title: 'Loss', x: { label: 'step' }, y: { label: 'loss', scale: 'log', least: 1e-9 } },
    { id: 'kernel', title: 'Learning rate times curvature', x: { label: 'step' }, y: { label: 'ηλ', least: 0 } },
    {
      id: 'peak',
      title: 'Largest output on the way',
      x: { label: 'width N', scale: 'log' },
      y: { label: 'max |f|', scale: 'log' },
    },
  ],
  run,
  snippet: (values, seed) => checkSnippet('catapult', parametersOf(values, seed)),
};
