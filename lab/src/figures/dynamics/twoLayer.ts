import { syntheticTask, trainEnsembleSteps, twoLayerAnyWidthSteps } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, meanOf, upTo } from '../simulations';
import { everyStep, lineAndDots } from './sharedSeries';

const settings = {
  full: { inputs: 5, widths: [8, 64], lr: 0.2, steps: 40, draws: 16_000, nets: 4000 },
  quick: { draws: 4000, nets: 1000 },
};

/** Stands for infinite width: the law's fluctuations fall as N^(−1/2). */
const WIDE = 1e8;

export const twoLayerFigure: FigureDefinition = {
  id: 'two-layer',
  title: 'The loss with one hidden layer, exact at every width',
  experiment: 'two-layer',
  settings,
  *content(values) {
    const { inputs, widths, lr, steps, draws, nets } = values as unknown as typeof settings.full;
    const { moments } = syntheticTask({ inputs, spectrum: 'isotropic', seed: 4 });
    const run = { moments, lr, steps };
    const laws = yield* inTurn(widths, (width) => twoLayerAnyWidthSteps({ ...run, width, draws, seed: 1 }));
    const wide = yield* twoLayerAnyWidthSteps({ ...run, width: WIDE, draws: 100, seed: 1 });
    const losses = yield* inTurn(widths, function* (width) {
      const { runs } = yield* trainEnsembleSteps({ inputs, outputs: 1, hidden: 1, width }, { ...run, seeds: nets });
      return runs.map(({ loss }) => loss);
    });
    const mean = widths.map((_, i) => meanOf(losses[i]));
    const bands = yield* inTurn(laws, function* (law) {
      const ends = yield* inTurn(upTo(steps + 1), (t) => quantiles(at(law.losses, t), [0.05, 0.95]).y);
      return { low: ends.map(([low]) => low), high: ends.map(([, high]) => high) };
    });
    const tail = upTo(19).map((i) => (i + 1) / 20);
    return {
      panels: [
        {
          title: 'During training',
          x: { label: 'step' },
          y: { label: 'loss', log: true },
          series: [
            ...widths.flatMap((width, i) => {
              const [line, dots] = lineAndDots(`N = ${width}`, laws[i].loss, mean[i], everyStep(4, steps));
              return [{ ...line, band: bands[i] }, dots];
            }),
            { name: 'N = ∞', x: upTo(steps + 1), y: wide.loss, reference: true },
          ],
        },
        {
          title: `After ${steps} steps`,
          x: { label: 'part of the nets' },
          y: { label: 'have a loss below', log: true },
          series: [
            ...widths.flatMap((width, i) => [
              { name: `N = ${width}`, x: tail, y: quantiles(at(laws[i].losses, steps), tail).y },
              { name: `N = ${width}`, x: tail, ...quantiles(at(losses[i], steps), tail), dots: true },
            ]),
            { name: 'N = ∞', x: [0, 1], y: [wide.loss[steps], wide.loss[steps]], reference: true },
          ],
        },
      ],
      caption: `Isotropic data of ${inputs} inputs. Lines and the band of 90 % of the nets: twoLayerAnyWidth (${draws} draws of its law); dots: ${nets} trained nets of each width.`,
    };
  },
};

/** Losses of all nets at a time, sorted. */
function at(curves: readonly Float64Array[], t: number): number[] {
  return curves.map((loss) => loss[t]).sort((a, b) => a - b);
}

/** Quantiles of sorted values with half the interval of one standard error of their rank. */
function quantiles(sorted: readonly number[], parts: readonly number[]) {
  const n = sorted.length;
  const at = (part: number) => sorted[Math.min(n - 1, Math.max(0, Math.round(part * n - 0.5)))];
  const reach = (part: number) => Math.sqrt((part * (1 - part)) / n);
  return { y: parts.map(at), error: parts.map((part) => (at(part + reach(part)) - at(part - reach(part))) / 2) };
}
