import type { FigureDefinition, Series } from '../definition';
import { inTurn, logSpaced } from '../simulations';
import { bestRate, rateSweep } from './sharedRateSweep';

const settings = {
  full: {
    hidden: 3,
    widthsPerInput: [0.5, 1, 2, 4],
    widestPerInput: [8, 16, 32, 64],
    steps: 8,
    inputs: 512,
    nets: 16,
    rates: 27,
  },
  quick: { inputs: 256, nets: 12, rates: 24 },
};

const parameterizations = ['muP', 'NTK'] as const;

export const learningRateTransferFigure: FigureDefinition = {
  id: 'learning-rate-transfer',
  title: 'The best learning rate settles with the width in muP and drifts in NTK parameterization',
  experiment: 'learning-rate-transfer',
  settings,
  *content(values) {
    const { widthsPerInput, widestPerInput, inputs, nets, rates, ...task } = values as unknown as typeof settings.full;
    const grid = { fine: logSpaced(0.03, 0.36, 61), coarse: logSpaced(0.03, 0.36, rates) };
    const found = yield* inTurn(parameterizations, function* (parameterization) {
      const options = (widthPerInput: number) => {
        const gammaHat = parameterization === 'NTK' ? widthPerInput ** -0.5 : 1;
        return { ...task, widthPerInput, gammaHat, data: 'population' } as const;
      };
      const swept = yield* inTurn(widthsPerInput, (widthPerInput) => {
        // of about the same number of weights
        const size = { inputs: Math.round(inputs / Math.sqrt(Math.max(1, widthPerInput))), nets, most: 2 };
        return rateSweep(`N/D = ${widthPerInput}`, options(widthPerInput), { ...grid, ...size });
      });
      const wider = yield* inTurn(widestPerInput, (widthPerInput) => bestRate(options(widthPerInput), grid.fine));
      const best = [...swept.map(({ best }) => best.theory), ...wider];
      const settled: Series[] = [
        { name: parameterization, x: [...widthsPerInput, ...widestPerInput], y: best },
        {
          name: parameterization,
          x: widthsPerInput,
          y: swept.map(({ best }) => best.nets.mean[0]),
          error: swept.map(({ best }) => best.nets.error[0]),
          dots: true,
        },
      ];
      return { series: swept.flatMap(({ series }) => series), best, settled };
    });
    const [muP, ntk] = found.map(({ best }) => best.map((rate) => rate.toPrecision(2)));
    return {
      panels: [
        ...found.map(({ series }, i) => ({
          title: parameterizations[i],
          x: { label: 'learning rate η̂', log: true },
          y: { label: `test loss after ${task.steps} steps`, log: true },
          series,
          ordered: true,
        })),
        {
          title: 'Best rate against the width',
          x: { label: 'N/D', log: true },
          y: { label: 'best η̂' },
          series: found.flatMap(({ settled }) => settled),
        },
      ],
      caption:
        `Joint limit (lines) and median of ${nets} nets (dots, D = ${inputs} inputs, fewer for N > D): L = ${task.hidden}, isotropic population. From N = ${widthsPerInput[0]}D to ${widestPerInput.at(-1)}D ` +
        `the best η̂ goes from ${muP[0]} to ${muP.at(-1)} in muP, to ${ntk.at(-1)} in NTK parameterization (lazy nets: ${1 / (task.hidden + 1)}). ` +
        'Right of the optimum training is unstable, and nets of finite D are still better than their limit; so is the best rate of the narrowest ones above it.',
    };
  },
};
