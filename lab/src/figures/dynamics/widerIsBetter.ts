import type { FigureDefinition } from '../definition';
import { inTurn } from '../simulations';
import { jointCurves } from './sharedJointNets';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    hidden: 3,
    widthsPerInput: [0.25, 0.5, 1, 2, 4],
    samplesPerInput: 2,
    noiseStd: 0.5,
    lrHat: 0.03,
    steps: 200,
    inputs: 256,
    nets: 24,
  },
  quick: { inputs: 96 },
};

export const widerIsBetterFigure: FigureDefinition = {
  id: 'wider-is-better',
  title: 'Wider nets learn better, until they fit the noise',
  experiment: 'wider-is-better',
  settings,
  *content(values) {
    const { widthsPerInput, inputs, nets, ...task } = values as unknown as typeof settings.full;
    const early = Math.round(task.steps / 5);
    const atEarly: string[][] = [];
    const panels = yield* inTurn(['muP', 'NTK'], function* (parameterization) {
      const found = yield* inTurn(widthsPerInput, (widthPerInput) => {
        const gammaHat = parameterization === 'NTK' ? widthPerInput ** -0.5 : 1;
        return jointCurves({ ...task, widthPerInput, gammaHat, data: 'repeated' }, { inputs, nets });
      });
      atEarly.push(found.map(({ theory }) => theory[early].toPrecision(2)));
      const shown = logSteps(task.steps, 16);
      return {
        title: parameterization,
        x: { label: 'step', log: true },
        y: { label: 'test loss', log: true, domain: [0.09, 1.1] as [number, number] },
        series: found.flatMap((curves, i) =>
          lineAndDots(`N/D = ${widthsPerInput[i]}`, curves.theory, curves.nets, shown),
        ),
      };
    });
    const [muP, ntk] = atEarly.map((losses) => `${losses[0]} to ${losses[losses.length - 1]}`);
    return {
      panels,
      ordered: true,
      caption:
        `Joint limit (lines) and ${nets} nets with D = ${inputs} inputs (dots): L = ${task.hidden}, P = ${task.samplesPerInput}D samples, label noise ${task.noiseStd}, η̂ = ${task.lrHat}. ` +
        `At step ${early} the test loss falls with the width from ${muP} in muP and from ${ntk} in NTK parameterization; later the widest nets fit the noise and it grows again.`,
    };
  },
};
