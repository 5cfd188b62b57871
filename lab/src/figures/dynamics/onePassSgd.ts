import type { FigureDefinition } from '../definition';
import { inTurn } from '../simulations';
import { jointCurves } from './sharedJointNets';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    hidden: 2,
    batchesPerInput: [0.1, 0.25, 0.5, 2],
    widthPerInput: 1,
    widthsPerInput: [0.25, 0.5, 1, 4],
    batchPerInput: 0.5,
    noiseStd: 0.3,
    lrHat: 0.03,
    steps: 200,
    inputs: 160,
    nets: 24,
  },
  quick: { inputs: 96 },
};

export const onePassSgdFigure: FigureDefinition = {
  id: 'one-pass-sgd',
  title: 'On fresh batches the batch sets the floor and the width the pace',
  experiment: 'one-pass',
  settings,
  *content(values) {
    const { batchesPerInput, widthPerInput, widthsPerInput, batchPerInput, inputs, nets, ...task } =
      values as unknown as typeof settings.full;
    const curve = (width: number, batch: number) =>
      jointCurves({ ...task, widthPerInput: width, samplesPerInput: batch, data: 'onePass' }, { inputs, nets });
    const [byBatch, byWidth] = yield* inTurn(
      [batchesPerInput.map((batch) => [widthPerInput, batch]), widthsPerInput.map((width) => [width, batchPerInput])],
      (pairs) => inTurn(pairs, ([width, batch]) => curve(width, batch)),
    );
    const panel = (title: string, names: string[], found: typeof byBatch) => ({
      title,
      x: { label: 'step', log: true },
      y: { label: 'test loss', log: true },
      series: found.flatMap(({ theory, nets: mean }, i) =>
        lineAndDots(names[i], theory, mean, logSteps(task.steps, 18)),
      ),
    });
    const floors = byBatch.map(({ theory }) => theory[task.steps].toPrecision(2));
    return {
      panels: [
        panel(
          `N/D = ${widthPerInput}`,
          batchesPerInput.map((batch) => `B/D = ${batch}`),
          byBatch,
        ),
        panel(
          `B/D = ${batchPerInput}`,
          widthsPerInput.map((width) => `N/D = ${width}`),
          byWidth,
        ),
      ],
      ordered: true,
      caption:
        `Joint limit (lines) and ${nets} nets with D = ${inputs} inputs (dots), a fresh batch of B samples at every step: L = ${task.hidden}, label noise ${task.noiseStd}, η̂ = ${task.lrHat}. ` +
        `After ${task.steps} steps the test loss is ${floors[0]} with B = ${batchesPerInput[0]}D and ${floors.at(-1)} with B = ${batchesPerInput.at(-1)}D.`,
    };
  },
};
