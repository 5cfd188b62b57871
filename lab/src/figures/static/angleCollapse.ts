import { angleCollapse, createNet } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo } from '../simulations';
import { draws } from './draws';
import { curve, estimate } from './series';

const full = { widths: [8, 32, 128], depthPerWidth: 2, c0: 0.5, nets: 2000, points: 8 };

/** Angles and norms in deep linear nets at their exact finite widths (theory: limits/angleCollapse.ts). */
export const angleCollapseFigure: FigureDefinition = {
  id: 'angle-collapse',
  title: 'Deep linear nets lose angles and spread norms within N layers',
  experiment: 'angle-collapse',
  settings: { full, quick: { widths: [4, 8, 16], nets: 1500 } },
  *content(values) {
    const { widths, depthPerWidth, c0, nets, points } = values as typeof full;
    const parts = yield* inTurn(widths, function* (width) {
      const hidden = depthPerWidth * width;
      const law = angleCollapse({ hidden, width, c0 });
      const found = yield* draws(nets, (seed) => anglesAndNorms(hidden, width, c0, seed));
      const layers = upTo(points).map((k) => Math.round(((k + 1) * hidden) / points));
      const x = layers.map((l) => l / width);
      const name = `N = ${width}`;
      const line = (values: Float64Array): Series => ({ name, x: Array.from(values, (_, l) => l / width), y: values });
      const sines = layers.map((l) => estimate(found.map(({ sines }) => sines[l])));
      const spreads = layers.map((l) => estimate(found.map(({ norms }) => (norms[l] - law.logNorm[l]) ** 2)));
      const dots = (estimates: { mean: number; error: number }[]): Series => ({
        name,
        x,
        y: estimates.map(({ mean }) => mean),
        error: estimates.map(({ error }) => error),
        dots: true,
      });
      return { angles: [line(law.logSine), dots(sines)], norms: [line(law.logNormVariance), dots(spreads)] };
    });
    const ends = [0, depthPerWidth];
    const wide = { dashed: true, reference: true };
    const start = Math.log1p(-c0 * c0);
    return {
      panels: [
        {
          title: 'angle of two inputs',
          x: { label: 'layer/N' },
          y: { label: 'E log(1 − c²)' },
          series: [...parts.flatMap(({ angles }) => angles), { ...curve('N → ∞', ends, (at) => start - at), ...wide }],
        },
        {
          title: 'spread of the norm',
          x: { label: 'layer/N' },
          y: { label: 'Var log ‖h‖²' },
          series: [...parts.flatMap(({ norms }) => norms), { ...curve('N → ∞', ends, (at) => 2 * at), ...wide }],
        },
      ],
      ordered: true,
      caption: `Critical linear nets, correlation ${c0} of the inputs: exact laws (lines), ${nets} nets of each width (dots). Mean-field theory keeps angles and norms for ever; here 1 − c² falls by e and Var log ‖h‖² grows by 2 every N layers.`,
    };
  },
};

/** Two inputs with correlation c0 and x·x = D = 2: log(1 − c²) and log(‖h‖²/N) of every layer, inputs first. */
function anglesAndNorms(hidden: number, width: number, c0: number, seed: number) {
  const x = [
    [Math.SQRT2, 0],
    [Math.SQRT2 * c0, Math.SQRT2 * Math.sqrt(1 - c0 * c0)],
  ];
  const kernels = createNet({ inputs: 2, outputs: 1, hidden, width, parameterization: 'ntk', seed }).featureKernels(x);
  return {
    sines: kernels.map(({ data: [a, b, , c] }) => Math.log1p(-(b * b) / (a * c))),
    norms: kernels.map(({ data: [a] }) => Math.log(a)),
  };
}
