import type { FigureDefinition } from '../definition';
import { inTurn } from '../simulations';
import { jointCurves } from './sharedJointNets';
import { everyStep, lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    depths: [1, 2, 3, 4],
    widthPerInput: 1,
    samplesPerInput: 2,
    noiseStd: 0.5,
    lrHat: 0.02,
    steps: 200,
    inputs: 384,
    nets: 24,
  },
  quick: { inputs: 192, nets: 16 },
};

export const depthSweepFigure: FigureDefinition = {
  id: 'depth-sweep',
  title: 'Deeper nets learn faster at the same learning rate',
  experiment: 'joint-limit',
  settings,
  *content(values) {
    const { depths, inputs, nets, samplesPerInput, noiseStd, ...task } = values as unknown as typeof settings.full;
    const half = task.steps / 2;
    const kinds = [
      { title: 'Population', log: false, data: { data: 'population' } },
      {
        title: `P = ${samplesPerInput}D noisy samples`,
        log: true,
        data: { data: 'repeated', samplesPerInput, noiseStd },
      },
    ] as const;
    const found = yield* inTurn(kinds, ({ data }) =>
      inTurn(depths, (hidden) => jointCurves({ ...task, ...data, hidden }, { inputs, nets })),
    );
    const [shallow, deep] = [found[0][0], found[0].at(-1)!].map(({ theory }) => theory[half].toPrecision(2));
    return {
      panels: found.map((curves, i) => ({
        title: kinds[i].title,
        x: { label: 'step', log: kinds[i].log },
        y: { label: 'test loss', log: true },
        series: curves.flatMap(({ theory, nets: mean }, d) =>
          lineAndDots(
            `L = ${depths[d]}`,
            theory,
            mean,
            kinds[i].log ? logSteps(task.steps, 18) : everyStep(10, task.steps),
          ),
        ),
      })),
      ordered: true,
      caption:
        `Joint limit (lines) and ${nets} nets with D = ${inputs} inputs (dots) in muP, N = D, η̂ = ${task.lrHat}; label noise ${noiseStd} on the right. ` +
        `At step ${half} on the population, ${depths.at(-1)} hidden layers have a test loss of ${deep}, ${depths[0]} of ${shallow}; late means of nets with finite D tend to lie above their limit.`,
    };
  },
};
