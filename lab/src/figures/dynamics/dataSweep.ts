import type { FigureDefinition, Series } from '../definition';
import { inTurn } from '../simulations';
import { jointCurves } from './sharedJointNets';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    hidden: 2,
    widthPerInput: 1,
    samplesPerInput: [0.125, 0.18, 0.25, 0.35, 0.5, 0.6, 0.72, 0.85, 1, 1.2, 1.4, 2, 2.8, 4, 8],
    shown: [0.25, 0.5, 1, 2, 4],
    noiseStd: 1,
    lrHat: 0.03,
    steps: 400,
    inputs: 192,
    nets: 24,
  },
  quick: { inputs: 96, nets: 24, steps: 300 },
};

export const dataSweepFigure: FigureDefinition = {
  id: 'data-sweep',
  title: 'Overfitting is worst where there are as many samples as inputs',
  experiment: 'joint-limit',
  settings,
  among: { shown: 'samplesPerInput' },
  *content(values) {
    const { samplesPerInput: ratios, shown, inputs, nets, ...task } = values as unknown as typeof settings.full;
    const found = yield* inTurn(ratios, (samplesPerInput) =>
      jointCurves({ ...task, samplesPerInput, data: 'repeated' }, { inputs, nets }),
    );
    const best = (curve: Float64Array) => curve.indexOf(Math.min(...curve));
    const last = () => task.steps;
    const theory = (at: (curve: Float64Array) => number) => found.map((curves) => curves.theory[at(curves.theory)]);
    const against = (name: string, at: (curve: Float64Array) => number): Series[] => {
      const read = (curve: 'mean' | 'error') => found.map((curves) => curves.nets[curve][at(curves.theory)]);
      return [
        { name, x: ratios, y: theory(at) },
        { name, x: ratios, y: read('mean'), error: read('error'), dots: true },
      ];
    };
    const lost = theory(last).map((loss, i) => loss / theory(best)[i]);
    const worst = lost.indexOf(Math.max(...lost));
    return {
      panels: [
        {
          title: 'During training',
          x: { label: 'step', log: true },
          y: { label: 'test loss', log: true },
          series: shown.flatMap((ratio) => {
            const { theory, nets: mean } = found[ratios.indexOf(ratio)];
            return lineAndDots(`P/D = ${ratio}`, theory, mean, logSteps(task.steps, 18));
          }),
          ordered: true,
        },
        {
          title: 'Against the number of samples',
          x: { label: 'samples per input P/D', log: true },
          y: { label: 'test loss', log: true },
          series: [...against(`after ${task.steps} steps`, last), ...against('at the best step', best)],
        },
      ],
      caption:
        `Joint limit (lines) and ${nets} nets with D = ${inputs} inputs (dots): L = ${task.hidden}, N = D, label noise ${task.noiseStd}, η̂ = ${task.lrHat}. ` +
        `To train on is worst at P/D = ${ratios[worst]}: it multiplies the best test loss by ${lost[worst].toPrecision(2)}.`,
    };
  },
};
