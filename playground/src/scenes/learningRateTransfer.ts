import { type LearningRateTransferOptions, learningRateTransferSteps } from 'deeplinear';
import type { Series } from '../plots/plot';
import type { Values } from './control';
import { follow } from './follow';
import { parameterControl } from './parameterControl';
import type { Reading, Scene, Snippet, Update } from './scene';

const ID = 'learning-rate-transfer';
/** Widths over inputs. */
const WIDTHS = [1, 2, 4, 8, 16];
const LR_HATS = [0.02, 0.028, 0.04, 0.056, 0.08, 0.113, 0.16, 0.226, 0.32, 0.453, 0.64];
const PARAMETERIZATIONS = ['muP', 'ntk'] as const;

type Parameterization = (typeof PARAMETERIZATIONS)[number];

function optionsOf(values: Values, parameterization: Parameterization): LearningRateTransferOptions {
  const { hidden, steps, gammaHat } = values as Record<string, number>;
  const richness = parameterization === 'muP' ? { gammaHat } : {};
  return { data: 'population', hidden, steps, widthPerInput: WIDTHS, lrHats: LR_HATS, parameterization, ...richness };
}

const simulateOf = ({ inputs, nets }: Values, seed: number) => ({
  inputs: inputs as number,
  nets: nets as number,
  seed,
});

function* run(values: Values, seed: number): Generator<Update, void, void> {
  const x = Float64Array.from(LR_HATS);
  const shadeOf = (k: number) => k / (WIDTHS.length - 1);
  const drifts: string[] = [];
  for (const own of PARAMETERIZATIONS) {
    const { curves } = yield* follow(learningRateTransferSteps(optionsOf(values, own)), () => ({
      summary: 'The theory is being computed.',
    }));
    drifts.push(
      `in ${name(own)} from ${curves[0].bestLrHat.toPrecision(3)} to ${curves[curves.length - 1].bestLrHat.toPrecision(3)}`,
    );
    yield {
      plot: own,
      series: [
        ...curves.map(({ widthPerInput, loss }, k): Series => {
          const [id, label] = [`limit ${widthPerInput}`, `limit, N/D = ${widthPerInput}`];
          return { id, label, kind: 'theory', shade: shadeOf(k), x, y: loss };
        }),
        {
          id: 'optimum',
          label: 'optimum of the limit',
          kind: 'theory',
          mark: 'dashed',
          x: Float64Array.from(curves, ({ bestLrHat }) => bestLrHat),
          y: Float64Array.from(curves, ({ bestLoss }) => bestLoss),
        },
      ],
      readings: curves.map(({ widthPerInput, bestLrHat }): Reading => {
        const label = `${name(own)}, N/D = ${widthPerInput}: best learning rate`;
        return { label, kind: 'theory', value: bestLrHat };
      }),
    };
  }
  const perCurve = LR_HATS.length * (values.nets as number) * (values.steps as number);
  for (const [p, own] of PARAMETERIZATIONS.entries()) {
    for (const k of WIDTHS.keys()) {
      // nets of one width do not depend on the others
      const options = {
        ...optionsOf(values, own),
        widthPerInput: WIDTHS.slice(k, k + 1),
        simulate: simulateOf(values, seed),
      };
      const { curves } = yield* follow(learningRateTransferSteps(options));
      const { simulated, widthPerInput } = curves[0];
      const { loss, bestLrHat, width } = simulated!;
      const label = `nets of width ${width}`;
      yield {
        plot: own,
        series: [{ id: label, label, kind: 'simulation', mark: 'points', shade: shadeOf(k), x, y: loss }],
        readings: [
          {
            label: `${name(own)}, nets of N/D = ${widthPerInput}: best of the grid`,
            kind: 'simulation',
            value: bestLrHat,
          },
        ],
        steps: perCurve,
        done: (p * WIDTHS.length + k + 1) / (2 * WIDTHS.length),
        summary: `From N/D = ${WIDTHS[0]} to ${WIDTHS[WIDTHS.length - 1]} the best learning rate moves ${drifts.join(', ')}.`,
      };
    }
  }
}

const name = (own: Parameterization) => (own === 'muP' ? 'muP' : 'NTK');

function snippet(values: Values, seed: number): Snippet {
  const { hidden, steps, gammaHat } = optionsOf(values, 'muP');
  const simulate = simulateOf(values, seed);
  const code = `import { learningRateTransfer } from 'deeplinear';

const task = {
  data: 'population',
  hidden: ${hidden},
  steps: ${steps},
  widthPerInput: [${WIDTHS.join(', ')}],
  lrHats: [${LR_HATS.join(', ')}],
  simulate: { inputs: ${simulate.inputs}, nets: ${simulate.nets}, seed: ${simulate.seed} },
};
for (const own of [{ parameterization: 'muP', gammaHat: ${gammaHat} }, { parameterization: 'ntk' }]) {
  const { curves } = learningRateTransfer({ ...task, ...own });
  for (const { widthPerInput, bestLrHat, simulated } of curves) {
    console.log(own.parameterization, 'N/D', widthPerInput, 'best learning rate', bestLrHat, 'nets', simulated.bestLrHat);
  }
}
`;
  const flags = `--data population --hidden ${hidden} --steps ${steps} --width-per-input ${WIDTHS.join(',')} --lr-hats ${LR_HATS.join(',')} --simulate '${JSON.stringify(simulate)}'`;
  const owns = [`muP --gamma-hat ${gammaHat}`, 'ntk'];
  const commands = owns.map((own) => `npx deeplinear limit ${ID} ${flags} --parameterization ${own} --json`);
  return { code, command: commands.join('\n') };
}

/** Where the best learning rate lies at every width, in two parameterizations. */
export const learningRateTransferScene: Scene = {
  id: ID,
  title: 'Learning-rate transfer',
  experiment: ID,
  explanation:
    'The loss after a few steps has its least at some learning rate; in muP this optimum settles as nets become wider, so that a rate tuned on a small net serves a large one. In NTK parameterization wide nets are lazier than narrow ones, and the optimum drifts with the width.',
  formula: String.raw`\hat\gamma_{\mathrm{\mu P}} = \gamma_0 \sqrt{D} = \text{const}, \qquad \hat\gamma_{\mathrm{NTK}} = \left(\frac{N}{D}\right)^{-1/2}, \qquad \hat\eta = \frac{\eta}{D}`,
  controls: [
    parameterControl(ID, 'hidden', { label: 'Hidden layers L', values: [1, 2, 3, 4], default: 3 }),
    parameterControl(ID, 'gammaHat', { label: 'Richness of muP γ̂', values: [0.5, 1, 1.5, 2, 3] }),
    parameterControl(ID, 'steps', { label: 'Steps', values: [2, 3, 4, 5, 8, 12] }),
    {
      name: 'inputs',
      label: 'Inputs D',
      doc: 'of the nets; the limit has infinitely many',
      values: [8, 16, 32, 64],
      default: 32,
    },
    {
      name: 'nets',
      label: 'Nets a point',
      doc: 'each with weights and target of its own; points are medians',
      values: [2, 4, 8, 16],
      default: 4,
    },
  ],
  plots: PARAMETERIZATIONS.map((own) => ({
    id: own,
    title: own === 'muP' ? 'muP' : 'NTK parameterization',
    x: { label: 'learning rate η/D', scale: 'log' as const },
    y: { label: 'test loss', scale: 'log' as const, most: 3 },
  })),
  run,
  snippet,
};
