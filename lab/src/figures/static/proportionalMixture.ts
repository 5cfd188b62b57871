import { finiteWidthPrior, proportionalLimit } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn } from '../simulations';
import { draws } from './draws';
import { equalWidths, mixtureNet } from './mixtureNets';
import { foldedHistogram, spaced } from './series';

const full = { depthsPerWidth: [0.1, 0.5, 1], width: 20, nets: 40_000 };

/** Bassetti, Ladelli & Rotondo: the outputs' law at fixed ratios of depth to width (theory: limits/proportionalLimit.ts). */
export const proportionalMixtureFigure: FigureDefinition = {
  id: 'proportional-mixture',
  title: 'Outputs of nets about as deep as wide: a mixture, not a Gaussian',
  experiment: 'proportional-mixture',
  settings: { full, quick: { nets: 8000 } },
  *content(values) {
    const { depthsPerWidth, width, nets } = values as typeof full;
    const s = spaced(0.02, 5, 80);
    const gaussian = proportionalLimit({ depthPerWidth: 0 });
    const panels = yield* inTurn(depthsPerWidth, function* (depthPerWidth) {
      const hidden = Math.round(depthPerWidth * width);
      const outputs = yield* draws(nets, (seed) => mixtureNet(hidden, width, seed).predict([[1]]).data[0]);
      const limit = proportionalLimit({ depthPerWidth });
      return {
        title: `L/N = ${depthPerWidth}`,
        x: { label: '|output|' },
        y: { label: 'density', log: true, domain: [1e-3, 1.5] as [number, number] },
        series: [
          { name: 'mixture of the limit', x: s, y: s.map(limit.pdf) },
          foldedHistogram('mixture of the limit', outputs, spaced(0, 5, 21)),
          { name: 'Gaussian', x: s, y: s.map(gaussian.pdf), dashed: true, reference: true },
        ],
      };
    });
    const [low, high] = [depthsPerWidth[0], depthsPerWidth.at(-1)!].map((a) => Math.exp(0.75 * a));
    const tail =
      2 * finiteWidthPrior({ widths: equalWidths(Math.round(depthsPerWidth.at(-1)! * width), width) }).cdf(-3);
    return {
      panels,
      caption: `${nets} linear nets of width ${width} at each ratio (dots) follow the limit's mixture, whose peak is e^(3α/4) = ${low.toFixed(2)} to ${high.toFixed(2)} times the Gaussian's at α = L/N; at the largest ratio |output| > 3 has probability ${tail.toFixed(3)}, not ${(2 * gaussian.cdf(-3)).toFixed(4)}.`,
    };
  },
};
