import type { FigureDefinition } from '../definition';
import { inTurn, logSpaced } from '../simulations';
import { powerLawGroups } from './sharedPowerLaw';
import { rateSweep } from './sharedRateSweep';

const settings = {
  full: {
    spectrumExponent: 1.3,
    sourceExponent: 0.6,
    hidden: 3,
    groups: 40,
    widthsPerInput: [0.25, 0.5, 1, 2],
    steps: 30,
    inputs: 300,
    nets: 16,
    rates: 20,
  },
  quick: { groups: 20, nets: 8, rates: 12 },
};

const parameterizations = ['muP', 'NTK'] as const;
const range: [number, number] = [0.001, 0.012];

export const powerLawTransferFigure: FigureDefinition = {
  id: 'power-law-transfer',
  title: 'Learning rates on power-law data transfer over the width in muP',
  experiment: 'learning-rate-transfer',
  settings,
  *content(values) {
    const { spectrumExponent, sourceExponent, groups, widthsPerInput, inputs, nets, rates, ...task } =
      values as unknown as typeof settings.full;
    const spectrum = powerLawGroups({ spectrumExponent, sourceExponent }, { inputs, groups });
    const sweep = { fine: logSpaced(...range, 61), coarse: logSpaced(...range, rates), inputs, nets, most: 2 };
    const found = yield* inTurn(parameterizations, (parameterization) =>
      inTurn(widthsPerInput, (widthPerInput) => {
        const gammaHat = parameterization === 'NTK' ? widthPerInput ** -0.5 : 1;
        const options = { ...task, spectrum, widthPerInput, gammaHat, data: 'population' } as const;
        return rateSweep(`N/D = ${widthPerInput}`, options, sweep);
      }),
    );
    const [muP, ntk] = found.map((curves) => curves.map(({ best }) => best.theory.toPrecision(2)).join(', '));
    return {
      panels: found.map((curves, i) => ({
        title: parameterizations[i],
        x: { label: 'learning rate η̂', log: true },
        y: { label: `test loss after ${task.steps} steps`, log: true },
        series: curves.flatMap(({ series }) => series),
      })),
      ordered: true,
      caption:
        `Joint limit (lines) and median of ${nets} nets with D = ${inputs} inputs (dots): λ ∝ k^−${spectrumExponent}, β = ${sourceExponent}, L = ${task.hidden}, population. ` +
        `Best η̂ from the narrowest to the widest net: ${muP} in muP, ${ntk} in NTK parameterization. ` +
        'At larger rates the first few modes are unstable; there is one of each, and nets of finite D differ from the limit.',
    };
  },
};
