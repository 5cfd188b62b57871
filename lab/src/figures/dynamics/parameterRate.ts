import { syntheticTask } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, logSpaced, upTo } from '../simulations';
import { dotsOf, powerThrough, widthDistances } from './sharedDistances';

const settings = {
  full: {
    inputs: 8,
    depths: [1, 2, 3],
    gamma0: 1,
    widths: [16, 32, 64, 128, 256, 512, 1024],
    fitFrom: 32,
    lr: 0.4,
    steps: 20,
    nets: 4000,
    least: 48,
  },
  quick: { widths: [16, 32, 64, 128, 256, 512], nets: 1200, least: 24 },
};

export const parameterRateFigure: FigureDefinition = {
  id: 'parameter-rate',
  title: 'The same rate in the width is another one in the number of parameters',
  experiment: 'infinite-width',
  settings,
  *content(values) {
    const { inputs, depths, gamma0, widths, fitFrom, lr, steps, nets, least } =
      values as unknown as typeof settings.full;
    const spectrum = upTo(inputs).map((k) => 2 / (k + 1));
    const { moments } = syntheticTask({ inputs, spectrum, seed: 1 });
    const found = yield* inTurn(depths, function* (hidden) {
      const task = { inputs, outputs: 1, hidden, gamma0, lr, steps, moments };
      const { rows } = yield* widthDistances(task, { widths, nets, least });
      return rows.map(({ distance }) => distance);
    });
    const parameters = (hidden: number, width: number) => width * (inputs + 1) + (hidden - 1) * width ** 2;
    const y = { label: 'distance of the outputs', log: true };
    return {
      panels: [
        {
          title: 'Against the width: N^−1/2 at every depth',
          x: { label: 'width N', log: true },
          y,
          series: found.flatMap((points, i) => [
            powerThrough(`L = ${depths[i]}`, widths, points, { exponent: -0.5, from: fitFrom }),
            dotsOf(`L = ${depths[i]}`, widths, points),
          ]),
        },
        {
          title: 'Against the parameters: p^−1/2, then p^−1/4',
          x: { label: 'parameters p', log: true },
          y,
          series: found.flatMap((points, i) => {
            const hidden = depths[i];
            const byWidth = powerThrough('', widths, points, { exponent: -0.5, from: fitFrom });
            const [from, to] = [widths[0], widths[widths.length - 1]];
            const fine = logSpaced(from, to, 30);
            const at = (width: number) => parameters(hidden, width);
            return [
              { name: `L = ${hidden}`, x: fine.map(at), y: fine.map((width) => byWidth.y[0] * (width / from) ** -0.5) },
              dotsOf(`L = ${hidden}`, widths.map(at), points),
            ];
          }),
        },
      ],
      ordered: true,
      caption:
        'Root-mean-square distance of trained nets to infinite width (dots) and N^−1/2 through the wide ones (lines). ' +
        'One hidden layer has p = N(D + C) parameters, deeper nets of order N²: the same law is p^−1/2 with one hidden layer and tends to p^−1/4 with more.',
    };
  },
};
