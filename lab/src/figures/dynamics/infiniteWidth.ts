import { slopeFit, syntheticTask } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { upTo } from '../simulations';
import { dotsOf, type Measured, powerThrough, widthDistances } from './sharedDistances';
import { logSteps } from './sharedSeries';

const settings = {
  full: {
    inputs: 8,
    hidden: 2,
    gamma0: 1,
    widths: [16, 32, 64, 128, 256, 512, 1024],
    fitFrom: 32,
    shown: [16, 64, 256, 1024],
    lr: 0.4,
    steps: 40,
    nets: 24_000,
    least: 64,
  },
  quick: { nets: 5000, least: 24 },
};

export const infiniteWidthFigure: FigureDefinition = {
  id: 'infinite-width',
  title: 'Nets of growing width and their limit',
  experiment: 'infinite-width',
  settings,
  *content(values) {
    const { inputs, hidden, gamma0, widths, fitFrom, shown, lr, steps, nets, least } =
      values as unknown as typeof settings.full;
    const spectrum = upTo(inputs).map((k) => 2 / (k + 1));
    const { moments } = syntheticTask({ inputs, spectrum, seed: 1 });
    const task = { inputs, outputs: 1, hidden, gamma0, lr, steps, moments };
    const { limit, rows } = yield* widthDistances(task, { widths, nets, least });
    const distances = rows.map(({ distance }) => distance);
    // the bias of the widest nets drowns in their noise
    const biased = rows.filter(({ bias }) => Math.abs(bias.value) > 3 * bias.error);
    const biases = biased.map(({ bias }) => ({ ...bias, value: Math.abs(bias.value) }));
    const slope = (points: Measured[], at: number[]) => {
      const kept = upTo(at.length).filter((i) => at[i] >= fitFrom);
      const fit = slopeFit(
        kept.map((i) => at[i]),
        kept.map((i) => points[i].value),
        kept.map((i) => points[i].error),
      ).slope!;
      return `${fit.value.toFixed(2)} ± ${fit.standardError.toFixed(2)}`;
    };
    const biasedAt = biased.map(({ width }) => width);
    const dots = logSteps(steps, 12);
    return {
      panels: [
        {
          title: 'Loss',
          x: { label: 'step', log: true },
          y: { label: 'training loss', log: true },
          series: [
            ...rows
              .filter(({ width }) => shown.includes(width))
              .map(({ width, loss }) => ({
                name: `N = ${width}`,
                x: dots,
                y: dots.map((t) => loss.mean[t]),
                error: dots.map((t) => loss.error[t]),
                dots: true,
              })),
            { name: 'N = ∞', x: upTo(steps + 1), y: limit, reference: true },
          ],
          ordered: true,
        },
        {
          title: 'Distance of the outputs to the limit',
          x: { label: 'width N', log: true },
          y: { label: 'distance', log: true },
          series: [
            dotsOf('of one net, and N^−1/2', widths, distances),
            powerThrough('of one net, and N^−1/2', widths, distances, { exponent: -0.5, from: fitFrom }),
            dotsOf('of the mean over nets (relative), and 1/N', biasedAt, biases),
            powerThrough('of the mean over nets (relative), and 1/N', biasedAt, biases, {
              exponent: -1,
              from: fitFrom,
            }),
          ],
        },
      ],
      caption:
        `Trained nets (dots, L = ${hidden}, γ0 = ${gamma0}, D = ${inputs}) and infiniteWidth, which no simulation goes into. ` +
        `Fitted exponents from width ${fitFrom} on: ${slope(distances, [...widths])} for one net (theory −½), ${slope(biases, biasedAt)} for the mean (theory −1).`,
    };
  },
};
