import { propagation, sampleNet } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, meanOf, upTo, type Work } from '../simulations';
import { draws } from './draws';
import { inputPair, preActivations } from './layers';
import { curve, spaced } from './series';

const full = { weightStds: [1.3, 2.5, 4], biasStd: 0.3, width: 1000, nets: 40, layers: 12, c0: 0.6 };
type Settings = typeof full;

const activation = 'tanh';

/** Poole et al.: maps of lengths and correlations from layer to layer (theory: limits/propagation.ts). */
export const correlationMapFigure: FigureDefinition = {
  id: 'correlation-map',
  title: 'Lengths and correlations from layer to layer in tanh nets',
  experiment: 'propagation',
  after: 'Poole et al. 2016, figures 1 and 2',
  settings: { full, quick: { width: 300, nets: 12, layers: 10 } },
  *content(values) {
    const settings = values as Settings;
    const { weightStds, biasStd, width, nets, layers, c0 } = settings;
    const biasVariance = biasStd ** 2;
    const q = spaced(0.05, 16, 80);
    const qDots = [1, 4, 7, 10, 13, 16];
    const c = spaced(0, 1, 51);
    const cDots = [0, 0.2, 0.4, 0.6, 0.8, 0.95];
    const parts = yield* inTurn(weightStds, function* (weightStd) {
      const weightVariance = weightStd ** 2;
      const law = propagation({ activation, weightVariance, biasVariance });
      const { qStar } = law;
      const run = law.trajectory({ q0: qStar, c0, layers });
      const lengths = yield* inTurn(qDots, (at, k) => measured(settings, weightStd, at, 0.5, 1, k));
      const next = yield* inTurn(cDots, (at, k) => measured(settings, weightStd, qStar, at, 1, k));
      const [path] = yield* inTurn([c0], (at) => measured(settings, weightStd, qStar, at, layers, 0));
      const name = `σ_w = ${weightStd}`;
      const dots = (x: number[], found: { mean: number; error: number }[]): Series => ({
        name,
        x,
        y: found.map(({ mean }) => mean),
        error: found.map(({ error }) => error),
        dots: true,
      });
      return {
        law,
        lengths: [
          curve(name, q, law.lengthMap),
          dots(
            qDots,
            lengths.map(({ q }) => q[0]),
          ),
        ],
        correlations: [
          curve(name, c, (at) => law.correlationMap(at)),
          dots(
            cDots,
            next.map(({ c }) => c[0]),
          ),
        ],
        paths: [
          { name, x: upTo(layers + 1), y: run.c },
          dots(
            upTo(layers).map((l) => l + 1),
            path.c,
          ),
        ],
      };
    });
    const unity = (most: number) => ({
      ...curve('fixed points', [0, most], (at) => at),
      dashed: true,
      reference: true,
    });
    const ends = parts.map(({ law }) => law.cStar.toFixed(2)).join(', ');
    return {
      panels: [
        {
          title: 'length map',
          x: { label: 'q' },
          y: { label: 'q of the next layer' },
          series: [...parts.flatMap(({ lengths }) => lengths), unity(16)],
        },
        {
          title: 'correlation map at q*',
          x: { label: 'c' },
          y: { label: 'c of the next layer' },
          series: [...parts.flatMap(({ correlations }) => correlations), unity(1)],
        },
        {
          title: `from c = ${c0}`,
          x: { label: 'layer' },
          y: { label: 'correlation', domain: [-0.05, 1.03] },
          series: parts.flatMap(({ paths }) => paths),
        },
      ],
      ordered: true,
      caption: `σ_b = ${biasStd}: mean-field maps (lines), ${nets} nets of width ${width} (dots). Correlations end at c* = ${ends}: order at σ_w = ${weightStds[0]}, where all inputs align, then chaos.`,
    };
  },
};

interface Moments {
  mean: number;
  error: number;
}

/** Length and correlation of two inputs after 1 … layers more layers. */
function* measured(
  { biasStd, width, nets }: Settings,
  weightStd: number,
  q0: number,
  c0: number,
  layers: number,
  key: number,
): Work<{ q: Moments[]; c: Moments[] }> {
  const variances = { weightVariance: weightStd ** 2, biasVariance: biasStd ** 2 };
  const x = inputPair(q0, c0, variances.weightVariance, variances.biasVariance);
  const found = yield* draws(nets, (seed) => {
    const net = sampleNet({ ...variances, activation, inputs: 2, hidden: layers + 1, width, seed: 1000 * key + seed });
    return preActivations(net, x)
      .slice(1, -1)
      .map(({ data }) => {
        let [aa, ab, bb] = [0, 0, 0];
        for (let i = 0; i < width; i++) {
          aa += data[i] ** 2 / width;
          bb += data[width + i] ** 2 / width;
          ab += (data[i] * data[width + i]) / width;
        }
        return { q: (aa + bb) / 2, c: ab / Math.sqrt(aa * bb) };
      });
  });
  const column = (of: (moments: { q: number; c: number }) => number): Moments[] => {
    const { mean, error } = meanOf(found.map((one) => one.map(of)));
    return Array.from(mean, (value, l) => ({ mean: value, error: error[l] }));
  };
  return { q: column((m) => m.q), c: column((m) => m.c) };
}
