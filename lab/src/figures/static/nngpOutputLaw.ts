import { createNet, finiteWidthPrior, type OutputMixture, proportionalLimit } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, logSpaced, upTo, type Work } from '../simulations';
import { draws } from './draws';
import { estimate, foldedHistogram, spaced } from './series';

const full = { hidden: 2, widths: [2, 8, 32], nets: 40_000, distanceWidths: [4, 8, 16, 32, 64], groups: 20 };
type Settings = typeof full;

/** A mixture of no mixing is the normal law. */
const gaussian = proportionalLimit({ depthPerWidth: 0 });
/** Where the distance between the two laws is looked for. */
const grid = spaced(0.2, 2, 19);

/** The exact law's and the nets' outputs as the width grows (theory: limits/finiteWidthPrior.ts). */
export const nngpOutputLawFigure: FigureDefinition = {
  id: 'nngp-output-law',
  title: 'Outputs of random linear nets become Gaussian as 1/N',
  experiment: 'nngp',
  settings: { full, quick: { nets: 6000, distanceWidths: [4, 8, 16, 32] } },
  *content(values) {
    const settings = values as Settings;
    const { hidden, widths, nets, distanceWidths } = settings;
    const s = spaced(0.02, 4.2, 60);
    const densities = yield* inTurn(widths, (width) => density(settings, width, s));
    const distances = yield* inTurn(distanceWidths, (width) => measuredDistance(settings, width));
    const line = logSpaced(Math.min(...distanceWidths), Math.max(...distanceWidths), 8).map(Math.round);
    const exact = yield* inTurn(line, (width) => largestDistance(exactLaw(hidden, width).cdf));
    const narrow = largestDistance(exactLaw(hidden, widths[0]).cdf);
    return {
      panels: [
        {
          title: 'law of the output',
          x: { label: '|output|' },
          y: { label: 'density', log: true, domain: [8e-4, 1.5] },
          series: [
            ...densities.flat(),
            { name: 'Gaussian', x: s, y: s.map(gaussian.pdf), dashed: true, reference: true },
          ],
          ordered: true,
        },
        {
          title: 'Kolmogorov–Smirnov distance',
          x: { label: 'width N', log: true },
          y: { label: 'distance from the Gaussian', log: true },
          series: [
            { name: 'nets', x: line, y: exact },
            {
              name: 'nets',
              x: distanceWidths,
              y: distances.map(({ mean }) => mean),
              error: distances.map(({ error }) => error),
              dots: true,
            },
            { name: '0.275/N', x: line, y: line.map((width) => 0.275 / width), dashed: true, reference: true },
          ],
        },
      ],
      caption: `Linear nets, L = ${hidden}: the exact law (lines) and ${nets} nets of each width (dots). At N = ${widths[0]} it is ${narrow.toFixed(2)} away from the Gaussian; the distance falls as 0.275/N, the leading order.`,
    };
  },
};

function exactLaw(hidden: number, width: number): OutputMixture {
  return finiteWidthPrior({ widths: Array.from({ length: hidden }, () => width) });
}

/** Sup-distance from the normal law; both are symmetric. */
function largestDistance(cdf: (s: number) => number): number {
  return grid.reduce((most, s) => Math.max(most, Math.abs(cdf(s) - gaussian.cdf(s))), 0);
}

function netOf({ hidden }: Settings, width: number, seed: number) {
  return createNet({ inputs: 1, outputs: 1, hidden, width, parameterization: 'ntk', seed });
}

function* density(settings: Settings, width: number, s: number[]): Work<Series[]> {
  const outputs = yield* draws(settings.nets, (seed) => netOf(settings, width, seed).predict([[1]]).data[0]);
  const name = `N = ${width}`;
  return [
    { name, x: s, y: s.map(exactLaw(settings.hidden, width).pdf) },
    foldedHistogram(name, outputs, spaced(0, 4.25, 18)),
  ];
}

/** From the outputs' law given the features of the last layer: its readout needs no drawing. */
function* measuredDistance(settings: Settings, width: number): Work<{ mean: number; error: number }> {
  const sizes = yield* draws(settings.nets, (seed) =>
    Math.sqrt(
      netOf(settings, width, seed)
        .featureKernels([[1]])
        .at(-1)!.data[0],
    ),
  );
  const law = (some: number[]) => (s: number) =>
    some.reduce((sum, size) => sum + gaussian.cdf(s / size), 0) / some.length;
  const all = law(sizes);
  const at = grid.reduce((best, s) =>
    Math.abs(all(s) - gaussian.cdf(s)) > Math.abs(all(best) - gaussian.cdf(best)) ? s : best,
  );
  const group = Math.floor(sizes.length / settings.groups);
  const found = upTo(settings.groups).map((g) => law(sizes.slice(g * group, (g + 1) * group))(at) - gaussian.cdf(at));
  const { mean, error } = estimate(found);
  return { mean: Math.abs(mean), error };
}
