import {
  type CurveExperiment,
  curveExperiments,
  type InfiniteWidthLimit,
  infiniteWidthSteps,
  lazyLimit,
  type Matrix,
  matrix,
  type Net,
  type TrainRun,
} from 'deeplinear';
import { upTo } from '../plots/upTo';
import type { Values } from './control';
import { endings } from './ending';
import { follow } from './follow';
import { parameterControl } from './parameterControl';
import type { Scene, Snippet, Update } from './scene';

interface Trained extends TrainRun {
  net: Net;
}
const experiment = curveExperiments.find(({ id }) => id === 'infinite-width') as unknown as CurveExperiment<
  InfiniteWidthLimit,
  Trained
>;
/** Richness of the plot of movement; the control offers the same. */
const GAMMAS = [0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3];

function parametersOf(values: Values, seed: number) {
  const { hidden, gamma0, lr, steps, width, seeds } = values as Record<string, number>;
  return { hidden, gamma0, lr, steps, widths: [width], seeds, seed, dtype: 'float64' };
}

/** ‖after − before‖/‖before‖. */
function movement(before: Matrix, after: Matrix): number {
  let [moved, size] = [0, 0];
  for (let i = 0; i < before.data.length; i++) {
    moved += (after.data[i] - before.data[i]) ** 2;
    size += before.data[i] ** 2;
  }
  return Math.sqrt(moved / size);
}

/** Inputs at which kernels are compared: one a direction. */
function unitInputs(inputs: number): Matrix {
  const x = matrix(inputs, inputs);
  for (let d = 0; d < inputs; d++) x.data[d * inputs + d] = 1;
  return x;
}

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/** By the movement of the limit's features at the first of GAMMAS; NaN where it diverges. */
function movementText(moved: readonly number[]): string {
  const known = [...moved.keys()].filter((k) => Number.isFinite(moved[k]));
  if (known.length < 2) return '';
  const [first, last] = [known[0], known[known.length - 1]];
  return ` From γ₀ = ${GAMMAS[first]} to ${GAMMAS[last]} the movement of features grows from ${percent(moved[first])} to ${percent(moved[last])}.`;
}

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const parameters = parametersOf(values, seed);
  const { hidden, gamma0, lr, steps, seeds } = parameters;
  const [width] = parameters.widths;
  const data = experiment.ownData();
  const { moments } = data;
  const x = unitInputs(moments.sxx.rows);
  const limit = yield* follow(experiment.theorySteps(parameters, data));
  const lazy = lazyLimit({ moments, hidden, lr, steps });
  const end = (curve: { loss: Float64Array }) => curve.loss[curve.loss.length - 1];
  yield {
    plot: 'loss',
    series: [
      { id: 'limit', label: `infinite width, γ₀ = ${gamma0}`, kind: 'theory', x: upTo(limit.steps), y: limit.loss },
      { id: 'lazy', label: 'lazy limit, γ₀ → 0', kind: 'theory', mark: 'dashed', x: upTo(lazy.steps), y: lazy.loss },
    ],
    readings: [
      { label: `infinite width: loss after ${limit.steps} steps`, kind: 'theory', value: end(limit) },
      { label: `lazy limit: loss after ${lazy.steps} steps`, kind: 'theory', value: end(lazy) },
    ],
    summary: 'The limits are known; nets are being trained.',
  };
  const moved: number[] = [];
  for (const richness of GAMMAS) {
    const rich = yield* follow(infiniteWidthSteps({ moments, hidden, gamma0: richness, lr, steps }));
    // features of a run that diverged have moved nowhere in particular
    const moves = rich.diverged
      ? Number.NaN
      : movement(rich.featureKernel(x, hidden, 0), rich.featureKernel(x, hidden, rich.steps));
    moved.push(moves);
    yield {
      plot: 'movement',
      series: [
        {
          id: 'limit',
          label: 'infinite width',
          kind: 'theory',
          x: Float64Array.from(GAMMAS.slice(0, moved.length)),
          y: Float64Array.from(moved),
        },
      ],
    };
  }
  const total = seeds * (1 + GAMMAS.length);
  let done = 0;
  const nets: TrainRun[] = [];
  for (let s = 0; s < seeds; s++) {
    const net = yield* follow(experiment.simulateSteps(parameters, width, seed + s, data));
    nets.push(net);
    done++;
    yield {
      plot: 'loss',
      series: [
        { id: `net ${seed + s}`, label: `nets, width ${width}`, kind: 'simulation', x: upTo(net.steps), y: net.loss },
      ],
      readings: [
        { label: `net of seed ${seed + s}: loss after ${net.steps} steps`, kind: 'simulation', value: end(net) },
      ],
      steps: net.steps,
      done: done / total,
    };
  }
  const ended = endings([
    { name: 'the limit', runs: [limit] },
    { name: 'the lazy limit', runs: [lazy] },
    { name: seeds === 1 ? `a net of width ${width}` : `nets of width ${width}`, runs: nets },
  ]);
  for (const [k, richness] of GAMMAS.entries()) {
    for (let s = 0; s < seeds; s++) {
      const own = { ...parameters, gamma0: richness };
      const net = yield* follow(experiment.simulateSteps(own, width, seed + s, data));
      const start = experiment.simulate({ ...own, steps: 1, lr: Number.MIN_VALUE }, width, seed + s, data);
      const [before, after] = [start.net, net.net].map((one) => one.featureKernels(x)[hidden]);
      const y = net.diverged ? Number.NaN : movement(before, after);
      done++;
      yield {
        plot: 'movement',
        series: [
          {
            id: `${richness}/${seed + s}`,
            label: `nets, width ${width}`,
            kind: 'simulation',
            mark: 'points',
            x: Float64Array.of(richness),
            y: Float64Array.of(y),
          },
        ],
        steps: net.steps,
        done: done / total,
        summary: `At γ₀ = ${gamma0} ${ended}.${movementText(moved.slice(0, k + 1))}`,
      };
    }
  }
}

function snippet(values: Values, seed: number): Snippet {
  const { hidden, gamma0, lr, steps, widths, seeds } = parametersOf(values, seed);
  const code = `import { createNet, infiniteWidth, lazyLimit, syntheticTask, train } from 'deeplinear';

const spectrum = [0.1];
while (spectrum.length < 16) spectrum.push(spectrum.at(-1) * 0.8659643233600653);
const { moments } = syntheticTask({ inputs: 16, outputs: 2, spectrum, seed: 0 });
const training = { moments, lr: ${lr}, steps: ${steps} };
const shape = { hidden: ${hidden}, gamma0: ${gamma0} };

console.log('infinite width', infiniteWidth({ ...training, ...shape }).loss.at(-1));
console.log('lazy limit', lazyLimit({ ...training, hidden: ${hidden} }).loss.at(-1));
for (let seed = ${seed}; seed < ${seed + seeds}; seed++) {
  const net = createNet({ inputs: 16, outputs: 2, ...shape, width: ${widths[0]}, seed });
  console.log('net of seed', seed, train(net, training).loss.at(-1));
}
`;
  const shared = `--hidden ${hidden} --lr ${lr} --steps ${steps}`;
  const command = [
    `npx deeplinear compare ${shared} --gamma0 ${gamma0} --widths ${widths[0]} --seeds ${seeds} --seed ${seed} --json`,
    `npx deeplinear limit lazy-limit ${shared} --json`,
  ];
  return { code, command: command.join('\n') };
}

/** Richness from the kernel regime to feature learning. */
export const lazyToRichScene: Scene = {
  id: 'lazy-to-rich',
  title: 'Lazy to rich',
  experiment: 'infinite-width',
  explanation:
    'One number, the richness γ₀, leads from lazy training, where the features of the first layers stay as they were drawn, to rich training, where they align with the task. Small γ₀ follows the closed form of the lazy limit; large γ₀ starts slowly, moves its features and then learns faster.',
  formula: String.raw`f = \frac{1}{\gamma_0 N} a^{\top} h_L(x), \qquad \frac{\lVert \Phi_L(T) - \Phi_L(0) \rVert}{\lVert \Phi_L(0) \rVert} \to 0 \ \text{ as } \ \gamma_0 \to 0`,
  controls: [
    parameterControl('infinite-width', 'gamma0', { label: 'Richness γ₀', values: GAMMAS }),
    parameterControl('infinite-width', 'hidden', { label: 'Hidden layers L', values: [1, 2, 3, 4] }),
    parameterControl('infinite-width', 'lr', { label: 'Learning rate η', values: [0.5, 1, 1.5, 2, 2.5, 3, 4] }),
    parameterControl('infinite-width', 'steps', { label: 'Steps', values: [20, 40, 60, 100, 150, 200] }),
    {
      name: 'width',
      label: 'Width N',
      doc: 'of the nets',
      values: [32, 64, 128, 256, 512, 1024],
      default: 512,
    },
    parameterControl('infinite-width', 'seeds', {
      label: 'Nets',
      values: [1, 2, 3, 4, 6, 8],
      doc: 'random initializations',
    }),
  ],
  plots: [
    { id: 'loss', title: 'Training loss', x: { label: 'step' }, y: { label: 'loss', scale: 'log' } },
    {
      id: 'movement',
      title: 'Movement of the features of the last hidden layer',
      x: { label: 'richness γ₀', scale: 'log' },
      y: { label: 'relative change of the kernel', scale: 'log' },
    },
  ],
  run,
  snippet,
};
