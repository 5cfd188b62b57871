import { createNet, type Matrix, matmulChain, singularValues, spectra } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, logSpaced, upTo, type Work } from '../simulations';
import { draws } from './draws';
import { curve, estimate } from './series';

const full = {
  width: 200,
  factors: [1, 2, 4],
  nets: 24,
  bins: 24,
  narrow: [16, 48],
  factorsOfMoment: [1, 2, 3, 4, 6, 8],
  products: 10_000,
};
type Settings = typeof full;

/** Least squared singular value that is shown. */
const LEAST = 1e-4;

/** Squared singular values of products of random layers (theory: limits/spectra.ts). */
export const spectraFigure: FigureDefinition = {
  id: 'spectra',
  title: 'Singular values of products of Gaussian layers',
  experiment: 'spectra',
  after: 'Saxe et al. 2014 and Pennington et al. 2017',
  settings: { full, quick: { width: 120, nets: 10, products: 1500 } },
  *content(values) {
    const settings = values as Settings;
    const { width, factors, nets, narrow, factorsOfMoment } = settings;
    const densities = yield* inTurn(factors, (M) => density(settings, M));
    const moments = yield* inTurn(narrow, function* (size) {
      const found = yield* inTurn(factorsOfMoment, (M) => secondMoment(settings, M, size));
      const name = `N = ${size}`;
      return [
        curve(name, factorsOfMoment, (M) => spectra.secondMoment({ factors: M, width: size })),
        {
          name,
          x: factorsOfMoment,
          y: found.map(({ mean }) => mean),
          error: found.map(({ error }) => error),
          dots: true,
        },
      ];
    });
    const [first, last] = [narrow[0], factorsOfMoment.at(-1)!];
    const deepest = spectra.secondMoment({ factors: last, width: first });
    return {
      panels: [
        {
          title: `density at N = ${width}`,
          x: { label: 'squared singular value', log: true },
          y: { label: 'density', log: true },
          series: densities.flat(),
          ordered: true,
        },
        {
          title: 'mean square of the squared singular values',
          x: { label: 'matrices M', log: true },
          y: { label: 'E s⁴', log: true },
          series: [
            ...moments.flat(),
            { ...curve('N → ∞', factorsOfMoment, (M) => M + 1), dashed: true, reference: true },
          ],
          ordered: true,
        },
      ],
      caption: `Left: Fuss–Catalan laws (lines) and ${nets} products of width ${width} (dots): at 4 matrices the law reaches from 0 to ${spectra.fussCatalan({ factors: 4 }).max.toFixed(1)}, where orthogonal layers have 1 throughout. Right: exact at every width, M + 1 for wide nets; ${deepest.toFixed(0)} at N = ${first}, M = ${last}.`,
    };
  },
};

/** Of the hidden layers of a random net. */
function product(factors: number, width: number, seed: number): Matrix {
  const layers = createNet({ inputs: 1, outputs: 1, hidden: factors + 1, width, seed })
    .weights()
    .slice(1, -1);
  return factors === 1 ? layers[0] : matmulChain(...layers);
}

function* density({ width, nets, bins }: Settings, factors: number): Work<Series[]> {
  const { at, cdf, max } = spectra.fussCatalan({ factors });
  const line = upTo(300)
    .map((i) => at(((i + 0.5) / 300) * (Math.PI / (factors + 1))))
    .filter(({ x }) => x > LEAST);
  const ends = logSpaced(LEAST, max, bins + 1);
  const found = yield* draws(nets, (seed) => {
    const shares = new Float64Array(bins);
    for (const s of singularValues(product(factors, width, seed))) {
      const bin = ends.findIndex((end) => s ** 2 / width ** factors < end) - 1;
      if (bin >= 0) shares[bin] += 1 / width;
    }
    return shares;
  });
  const estimates = upTo(bins).map((bin) => estimate(found.map((shares) => shares[bin])));
  // where a bin expects one singular value at least
  const shown = upTo(bins).filter(
    (bin) => nets * width * (cdf(ends[bin + 1]) - cdf(ends[bin])) > 5 && estimates[bin].mean > 0,
  );
  const name = factors === 1 ? '1 matrix' : `${factors} matrices`;
  return [
    { name, x: line.map(({ x }) => x), y: line.map((point) => point.density) },
    {
      name,
      x: shown.map((bin) => Math.sqrt(ends[bin] * ends[bin + 1])),
      y: shown.map((bin) => estimates[bin].mean / (ends[bin + 1] - ends[bin])),
      error: shown.map((bin) => estimates[bin].error / (ends[bin + 1] - ends[bin])),
      dots: true,
    },
  ];
}

/** Mean of s⁴ over products and their singular values: (1/N) tr (AᵀA)². */
function* secondMoment({ products }: Settings, factors: number, width: number): Work<{ mean: number; error: number }> {
  const found = yield* draws(products, (seed) =>
    singularValues(product(factors, width, seed)).reduce((sum, s) => sum + (s ** 2 / width ** factors) ** 2 / width, 0),
  );
  return estimate(found);
}
