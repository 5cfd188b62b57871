import { createNet, finiteWidthPrior, type OutputMixture, proportionalLimit } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, meanOf, upTo, type Work } from '../simulations';
import { draws } from './draws';
import { equalWidths } from './mixtureNets';
import { curve, spaced } from './series';

const full = { width: 16, depths: [1, 2, 4, 8, 12, 16, 20, 24], nets: 6000, mixingDraws: 40_000 };
type Settings = typeof full;

/** Outputs, and orthogonal inputs, of every net. */
const SIDE = 4;
const pairs = upTo(SIDE).flatMap((i) => upTo(i).map((j) => [i, j] as const));

/** What two outputs of one net share although they are uncorrelated (theory: limits/finiteWidthPrior.ts, limits/proportionalLimit.ts). */
export const outputCorrelationsFigure: FigureDefinition = {
  id: 'output-correlations',
  title: 'Outputs of one net are uncorrelated but not independent',
  experiment: 'output-correlations',
  settings: { full, quick: { depths: [1, 2, 4, 8, 16, 24], nets: 2500, mixingDraws: 8000 } },
  *content(values) {
    const settings = values as Settings;
    const { width, depths, nets, mixingDraws } = settings;
    const ratios = depths.map((hidden) => hidden / width);
    const exact = depths.map((hidden) => finiteWidthPrior({ widths: equalWidths(hidden, width), outputs: 2 }));
    const line = spaced(0, Math.max(...ratios), 13);
    const limits = line.map((depthPerWidth) => proportionalLimit({ depthPerWidth, outputs: 2 }));
    const signs = (laws: OutputMixture[]) => inTurn(laws, (law) => signOf(law, mixingDraws));
    const limitSigns = yield* signs(limits);
    const exactSigns = yield* signs(exact);
    const found = yield* inTurn(depths, (hidden, at) => measured(settings, hidden, exact[at]));
    const dots = (quantity: number): Series => ({
      name: `nets, N = ${width}`,
      x: ratios,
      y: found.map(({ mean }) => mean[quantity]),
      error: found.map(({ error }) => error[quantity]),
      dots: true,
    });
    const independent = { ...curve('independent', [0, Math.max(...ratios)], () => 0), dashed: true, reference: true };
    const deepest = exact.at(-1)!.logMixing.variance;
    return {
      panels: [
        {
          title: 'covariance of log S² of two outputs',
          x: { label: 'L/N' },
          y: { label: 'covariance' },
          series: [
            { name: 'L/N → α', x: line, y: limits.map(({ logMixing }) => logMixing.variance) },
            { name: `nets, N = ${width}`, x: ratios, y: exact.map(({ logMixing }) => logMixing.variance) },
            dots(0),
            independent,
          ],
        },
        {
          title: 'mean sign of S₁ᵤ S₂ᵤ S₁ᵥ S₂ᵥ',
          x: { label: 'L/N' },
          y: { label: 'mean sign' },
          series: [
            { name: 'L/N → α', x: line, y: limitSigns },
            { name: `nets, N = ${width}`, x: ratios, y: exactSigns },
            dots(1),
            independent,
          ],
        },
      ],
      caption: `Two outputs at orthogonal inputs u, v share their size (left, 2α in the limit, ${deepest.toFixed(2)} at L = ${depths.at(-1)}) and pairs share their signs (right): ${nets} nets (dots), the exact law of their width (line through them) and the proportional limit; infinitely wide nets of fixed depth share neither.`,
    };
  },
};

/** Given Q the two outputs have correlation ρ at every input, and the sign of their product the mean (2/π) asin ρ. */
function signOf(law: OutputMixture, draws: number): number {
  const { data } = law.sampleMixing({ seed: 1, samples: draws });
  let sum = 0;
  for (let i = 0; i < draws; i++) {
    const ratio = data[4 * i + 1] / Math.sqrt(data[4 * i] * data[4 * i + 3]);
    sum += ((2 / Math.PI) * Math.asin(Math.max(-1, Math.min(1, ratio)))) ** 2;
  }
  return sum / draws;
}

/** Covariance of log-squares and mean sign, over all pairs of outputs and inputs of every net. */
function* measured({ width, nets }: Settings, hidden: number, law: OutputMixture): Work<ReturnType<typeof meanOf>> {
  const inputs = upTo(SIDE).map((u) => upTo(SIDE).map((v) => (u === v ? Math.sqrt(SIDE) : 0)));
  const shape = { inputs: SIDE, outputs: SIDE, hidden, width, parameterization: 'ntk' } as const;
  // E log z² of a normal number
  const centre = law.logMixing.mean - Math.LN2 - 0.5772156649015329;
  const found = yield* draws(nets, (seed) => {
    const s = createNet({ ...shape, seed }).predict(inputs).data;
    const log = (u: number, c: number) => Math.log(s[u * SIDE + c] ** 2) - centre;
    const products = pairs.flatMap(([a, b]) => upTo(SIDE).map((u) => log(u, a) * log(u, b)));
    const product = (u: number, a: number, b: number) => s[u * SIDE + a] * s[u * SIDE + b];
    const signs = pairs.flatMap(([a, b]) => pairs.map(([u, v]) => Math.sign(product(u, a, b) * product(v, a, b))));
    const average = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    return [average(products), average(signs)];
  });
  return meanOf(found);
}
