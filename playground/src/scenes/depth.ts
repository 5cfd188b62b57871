import {
  curveExperiments,
  type Experiment,
  type InfiniteDepthLimit,
  infiniteWidthSteps,
  type TrainRun,
} from 'deeplinear';
import { upTo } from '../plots/upTo';
import type { Values } from './control';
import { experimentOf } from './experimentOf';
import { follow } from './follow';
import { parameterControl } from './parameterControl';
import { checkSnippet, runCheck } from './runCheck';
import type { Scene, Update } from './scene';

const ID = 'infinite-depth';
const experiment: Experiment<InfiniteDepthLimit, TrainRun, unknown> = experimentOf(ID);
/** The experiment's nets with branches that do not shrink with depth. */
const constant = experiment.wrong.find(({ id }) => id === 'constant-branches')!.simulateSteps!;
const DEPTHS = [2, 4, 8, 16, 32];

function parametersOf(values: Values, seed: number) {
  const { beta0, gamma0, lr, steps, deepest, widthPerLayer, seeds } = values as Record<string, number>;
  const depths = DEPTHS.filter((depth) => depth <= deepest);
  return { depths, widthPerLayer, beta0, gamma0, lr, steps, seeds, seed, dtype: 'float64' };
}

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const parameters = parametersOf(values, seed);
  const { depths, widthPerLayer, beta0, gamma0, lr, steps, seeds } = parameters;
  const shadeOf = (depth: number) => depths.indexOf(depth) / Math.max(1, depths.length - 1);
  const curve = (plot: string, net: TrainRun, depth: number, own: number): Update => ({
    plot,
    series: [
      {
        id: `${depth}/${own}`,
        label: `nets, depth ${depth}, width ${depth * widthPerLayer}`,
        kind: 'simulation',
        shade: shadeOf(depth),
        x: upTo(net.steps),
        y: net.loss,
      },
    ],
  });
  let news: Update[] = [];
  for (const update of runCheck<InfiniteDepthLimit, TrainRun, unknown>({
    experiment,
    parameters,
    sizeName: 'depth',
    stepsOf: () => steps,
    theory: ({ loss }) => [
      {
        plot: 'scaled',
        series: [{ id: 'limit', label: 'infinite depth and width', kind: 'theory', x: upTo(loss.length - 1), y: loss }],
      },
    ],
    add: ({ run: net, size: depth, seed: own }) => {
      news = [curve('scaled', net, depth, own)];
    },
    draw: () => news,
  })) {
    yield update.done === undefined ? update : { ...update, done: update.done / 2 };
  }

  const { moments } = curveExperiments[0].ownData();
  const branch = beta0 / Math.sqrt(depths[0]);
  let done = 0;
  for (const depth of depths) {
    const task = { moments, hidden: depth, gamma0, lr, steps, residual: { branch } };
    const { loss } = yield* follow(infiniteWidthSteps(task));
    const law = { id: `limit ${depth}`, label: `infinite width, depth ${depth}`, kind: 'theory' } as const;
    yield { plot: 'constant', series: [{ ...law, shade: shadeOf(depth), x: upTo(loss.length - 1), y: loss }] };
    for (let own = seed; own < seed + seeds; own++) {
      const net = yield* follow(constant(parameters, depth, own));
      done++;
      yield { steps: net.steps, done: 0.5 + done / (2 * seeds * depths.length) };
      yield curve('constant', net, depth, own);
    }
  }
}

/** Residual nets of growing depth, with branches that shrink with it and with branches that do not. */
export const depthScene: Scene = {
  id: 'depth',
  title: 'Depth goes to infinity',
  experiment: ID,
  explanation:
    'In nets with skip connections whose branches are multiplied by β₀/√L, training at growing depth settles on a limit of infinite depth. With a constant branch, here that of the shallowest net, every layer multiplies what it gets: deep nets learn ever faster until the same learning rate makes them unstable.',
  formula: String.raw`h_{l+1} = h_l + b\, \frac{W_l h_l}{\sqrt{N}}, \qquad b = \frac{\beta_0}{\sqrt{L}} \quad \text{or} \quad b = \text{const}`,
  controls: [
    parameterControl(ID, 'beta0', { label: 'Branch strength β₀', values: [0.25, 0.5, 0.75, 1] }),
    {
      name: 'deepest',
      label: 'Largest depth L',
      doc: 'nets of depths 2, 4 … up to this one are trained',
      values: [4, 8, 16, 32],
      default: 16,
    },
    parameterControl(ID, 'widthPerLayer', { label: 'Width over depth', values: [2, 4, 8, 16] }),
    parameterControl(ID, 'gamma0', { label: 'Richness γ₀', values: [0.2, 0.5, 1, 1.5] }),
    parameterControl(ID, 'lr', { label: 'Learning rate η', values: [1, 2, 3, 4, 5, 6] }),
    parameterControl(ID, 'steps', { label: 'Steps', values: [10, 20, 30, 40] }),
    parameterControl(ID, 'seeds', { label: 'Nets a depth', values: [2, 4, 8, 16], default: 4 }),
  ],
  plots: [
    { id: 'scaled', title: 'Branches β₀/√L', x: { label: 'step' }, y: { label: 'loss', scale: 'log', most: 1 } },
    { id: 'constant', title: 'Constant branches', x: { label: 'step' }, y: { label: 'loss', scale: 'log', most: 1 } },
  ],
  run,
  snippet: (values, seed) => checkSnippet(ID, parametersOf(values, seed)),
};
