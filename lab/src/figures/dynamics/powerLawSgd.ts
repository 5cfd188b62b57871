import type { JointLimitOptions } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn } from '../simulations';
import { type JointCurves, jointCurves } from './sharedJointNets';
import { powerLawGroups } from './sharedPowerLaw';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    spectrumExponent: 1.5,
    sourceExponent: 0.6,
    hidden: 1,
    groups: 40,
    widthsPerInput: [0.125, 0.25, 0.5, 2],
    batchesPerInput: [0.03125, 0.125, 0.5],
    widthPerInput: 2,
    noiseStd: 0.5,
    gammaHat: 1,
    lrHat: 0.004,
    steps: 250,
    inputs: 256,
    nets: 24,
  },
  quick: { groups: 20, steps: 160, inputs: 128, nets: 16 },
};

export const powerLawSgdFigure: FigureDefinition = {
  id: 'power-law-sgd',
  title: 'Power-law data: narrow nets and small batches leave more to learn',
  experiment: 'power-law',
  settings,
  *content(values) {
    const {
      spectrumExponent,
      sourceExponent,
      groups,
      widthsPerInput,
      batchesPerInput,
      widthPerInput,
      inputs,
      nets,
      ...task
    } = values as unknown as typeof settings.full;
    const spectrum = powerLawGroups({ spectrumExponent, sourceExponent }, { inputs, groups });
    const shared = { ...task, spectrum };
    const tasks: JointLimitOptions[][] = [
      widthsPerInput.map((width) => ({ ...shared, widthPerInput: width, data: 'population' })),
      batchesPerInput.map((batch) => ({ ...shared, widthPerInput, samplesPerInput: batch, data: 'onePass' })),
    ];
    const [byWidth, byBatch] = yield* inTurn(tasks, (list) =>
      inTurn(list, (options) => jointCurves(options, { inputs, nets })),
    );
    const panel = (title: string, names: string[], found: typeof byWidth) => ({
      title,
      x: { label: 'step', log: true },
      y: { label: 'test loss', log: true },
      series: found.flatMap(({ theory, nets: mean }, i) =>
        lineAndDots(names[i], theory, mean, logSteps(task.steps, 16)),
      ),
    });
    const end = ({ theory }: JointCurves) => theory[task.steps].toPrecision(2);
    return {
      panels: [
        panel(
          'Population',
          widthsPerInput.map((width) => `N/D = ${ratio(width)}`),
          byWidth,
        ),
        panel(
          `Fresh batches, N/D = ${widthPerInput}`,
          batchesPerInput.map((batch) => `B/D = ${ratio(batch)}`),
          byBatch,
        ),
      ],
      ordered: true,
      caption:
        `Joint limit (lines) and ${nets} nets with D = ${inputs} inputs (dots) in muP: λ ∝ k^−${spectrumExponent}, β = ${sourceExponent}, L = ${task.hidden}, η̂ = ${task.lrHat}; labels of the batches have noise ${task.noiseStd}. ` +
        `After ${task.steps} steps the test loss is ${end(byWidth[0])} at N/D = ${ratio(widthsPerInput[0])} and ${end(byWidth.at(-1)!)} at N/D = ${ratio(widthsPerInput.at(-1)!)}; with batches of B/D = ${ratio(batchesPerInput[0])} it is ${end(byBatch[0])}. ` +
        'The limit takes the modes of a power law as many of each kind, and still describes them.',
    };
  },
};

/** 1/32 for 0.03125. */
function ratio(value: number): string {
  return value < 1 ? `1/${Number((1 / value).toPrecision(3))}` : String(value);
}
