import { ntkRandomness } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, upTo, type Work } from '../simulations';
import { draws } from './draws';
import { mixtureNet } from './mixtureNets';
import { curve, estimate, spaced } from './series';

const full = { widths: [4, 8, 16], ratios: [0.25, 0.5, 0.75, 1], nets: 40_000 };

/** Outputs, and inputs, of every net. */
const SIDE = 4;

/** How random the tangent kernel of deep nets stays (theory: limits/ntkRandomness.ts). */
export const ntkRandomnessFigure: FigureDefinition = {
  id: 'ntk-randomness',
  title: 'The tangent kernel of nets about as deep as wide stays random',
  experiment: 'ntk-randomness',
  settings: { full, quick: { widths: [4, 8], nets: 4000 } },
  *content(values) {
    const { widths, ratios, nets } = values as typeof full;
    const most = Math.max(...ratios);
    const line = spaced(0, most, 50);
    const series = yield* inTurn(widths, function* (width) {
      const depths = ratios.map((ratio) => Math.round(ratio * width));
      const found = yield* inTurn(depths, (hidden) => secondMoment(hidden, width, nets));
      const name = `N = ${width}`;
      const all = Array.from({ length: Math.round(most * width) }, (_, l) => l + 1);
      return [
        { name, x: all.map((l) => l / width), y: all.map((hidden) => ntkRandomness({ hidden, width }).ratio) },
        {
          name,
          x: depths.map((hidden) => hidden / width),
          y: found.map(({ ratio }) => ratio),
          error: found.map(({ error }) => error),
          dots: true,
        },
      ];
    });
    return {
      panels: [
        {
          x: { label: 'L/N' },
          y: { label: 'E Θ²/(E Θ)²', log: true },
          series: [
            ...series.flat(),
            {
              ...curve('L/N → α', line, (depthPerWidth) => ntkRandomness({ depthPerWidth }).ratio),
              dashed: true,
              reference: true,
            },
          ],
        },
      ],
      ordered: true,
      caption: `Linear nets in NTK parameterization: exact at every width (lines), ${nets} nets of each size (dots). The kernel is deterministic only for L ≪ N; at L = N its relative variance is ${ntkRandomness({ depthPerWidth: 1 }).relativeVariance.toFixed(1)}.`,
    };
  },
};

/** Over the exact mean L + 1; several outputs and orthogonal inputs of a net say more than one. */
function* secondMoment(hidden: number, width: number, nets: number): Work<{ ratio: number; error: number }> {
  const inputs = upTo(SIDE).map((u) => upTo(SIDE).map((v) => (u === v ? Math.sqrt(SIDE) : 0)));
  const count = SIDE * SIDE;
  const found = yield* draws(nets, (seed) => {
    const { data } = mixtureNet(hidden, width, seed, { inputs: SIDE, outputs: SIDE }).ntk(inputs);
    return upTo(count).reduce((sum, k) => sum + (data[k * (count + 1)] / (hidden + 1)) ** 2, 0) / count;
  });
  const { mean, error } = estimate(found);
  return { ratio: mean, error };
}
