import { jointLimitSteps } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo } from '../simulations';
import { jointCurves } from './sharedJointNets';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    hidden: 4,
    gammaHat: 1,
    beta0: 1,
    gammaHats: [0.5, 1, 2],
    beta0s: [0.5, 1, 1.5],
    depths: [2, 4, 16],
    widthPerInput: 2,
    samplesPerInput: 2,
    noiseStd: 0.3,
    lrHat: 0.01,
    steps: 100,
    inputs: 256,
    nets: 20,
  },
  quick: { inputs: 80 },
};

export const residualDepthFigure: FigureDefinition = {
  id: 'residual-depth',
  title: 'Residual nets with branches β0/√L: faster when richer, with stronger branches, and up to a point deeper',
  experiment: 'joint-residual',
  settings,
  *content(values) {
    const { hidden, gammaHat, beta0, gammaHats, beta0s, depths, inputs, nets, ...task } =
      values as unknown as typeof settings.full;
    const options = (own: object) => {
      const { beta0: strength, ...rest } = { hidden, gammaHat, beta0, ...own };
      return { ...task, ...rest, residual: { beta0: strength }, data: 'repeated' } as const;
    };
    const shown = logSteps(task.steps, 14);
    const sweep = (name: string, list: readonly number[], own: (value: number) => object) =>
      inTurn(list, function* (value) {
        const curves = yield* jointCurves(options(own(value)), { inputs, nets });
        return lineAndDots(`${name} = ${value}`, curves.theory, curves.nets, shown);
      });
    const [byRichness, byStrength, byDepth] = yield* inTurn(
      [
        sweep('γ̂', gammaHats, (value) => ({ gammaHat: value })),
        sweep('β0', beta0s, (value) => ({ beta0: value })),
        sweep('L', depths, (value) => ({ hidden: value })),
      ],
      (work) => work,
    );
    const { test } = yield* jointLimitSteps(options({ hidden: Number.POSITIVE_INFINITY }));
    const infinite: Series = { name: 'L = ∞', x: upTo(test.length), y: test, reference: true };
    const axes = { x: { label: 'step', log: true }, y: { label: 'test loss', log: true } };
    return {
      panels: [
        { title: 'Richness γ̂', ...axes, series: byRichness.flat() },
        { title: 'Branches β0/√L', ...axes, series: byStrength.flat() },
        { title: 'Depth', ...axes, series: [...byDepth.flat(), infinite] },
      ],
      ordered: true,
      caption:
        `Joint limit (lines) and ${nets} nets with D = ${inputs} inputs (dots): N = ${task.widthPerInput}D, P = ${task.samplesPerInput}D, label noise ${task.noiseStd}, η̂ = ${task.lrHat}, ` +
        `otherwise γ̂ = ${gammaHat}, β0 = ${beta0}, L = ${hidden}. With depth the curves tend to that of L = ∞.`,
    };
  },
};
