import { finiteWidthPrior, proportionalLimit } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn } from '../simulations';
import { draws } from './draws';
import { equalWidths, mixtureNet } from './mixtureNets';
import { foldedHistogram, spaced } from './series';

const full = { depths: [1, 2, 3], widths: [1, 3, 10, 100], nets: 30_000 };

/** Zavatone-Veth & Pehlevan: the exact prior of narrow nets (theory: limits/finiteWidthPrior.ts). */
export const finiteWidthPriorFigure: FigureDefinition = {
  id: 'finite-width-prior',
  title: 'The exact prior of finite nets, against width and depth',
  experiment: 'proportional-mixture',
  after: 'Zavatone-Veth & Pehlevan 2021',
  settings: { full, quick: { widths: [1, 3, 10], nets: 8000 } },
  *content(values) {
    const { depths, widths, nets } = values as typeof full;
    // not at 0, where the density of one neuron a layer is infinite
    const s = spaced(0.02, 5, 60);
    const gaussian = proportionalLimit({ depthPerWidth: 0 });
    const panels = yield* inTurn(depths, function* (hidden) {
      const series = yield* inTurn(widths, function* (width) {
        const outputs = yield* draws(nets, (seed) => mixtureNet(hidden, width, seed).predict([[1]]).data[0]);
        const law = finiteWidthPrior({ widths: equalWidths(hidden, width) });
        const name = `N = ${width}`;
        return [{ name, x: s, y: s.map(law.pdf) }, foldedHistogram(name, outputs, spaced(0, 5, 21))];
      });
      return {
        title: `L = ${hidden}`,
        x: { label: '|output|' },
        y: { label: 'density', log: true, domain: [1e-3, 3] as [number, number] },
        series: [...series.flat(), { name: 'N = ∞', x: s, y: s.map(gaussian.pdf), dashed: true, reference: true }],
      };
    });
    const [least, most] = [Math.min(...depths), Math.max(...depths)].map(
      (hidden) => 2 * finiteWidthPrior({ widths: equalWidths(hidden, widths[0]) }).cdf(-4),
    );
    return {
      panels,
      ordered: true,
      caption: `Meijer G-functions (lines) and ${nets} nets of each size (dots): narrow and deep nets have heavy tails, |output| > 4 with probability ${least.toFixed(3)} to ${most.toFixed(3)} at N = ${widths[0]}, ${(2 * gaussian.cdf(-4)).toFixed(5)} at infinite width.`,
    };
  },
};
