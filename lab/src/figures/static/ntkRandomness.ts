import { ntkRandomness } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, type Work } from '../simulations';
import { draws } from './draws';
import { curve, estimate, spaced } from './series';
import { tangentKernels } from './tangentKernels';

const full = { widths: [4, 8, 16], ratios: [0.25, 0.5, 0.75, 1], nets: 40_000 };

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

function* secondMoment(hidden: number, width: number, nets: number): Work<{ ratio: number; error: number }> {
  const found = yield* draws(
    nets,
    (seed) => estimate(tangentKernels(hidden, width, seed).map((ratio) => ratio ** 2)).mean,
  );
  const { mean, error } = estimate(found);
  return { ratio: mean, error };
}
