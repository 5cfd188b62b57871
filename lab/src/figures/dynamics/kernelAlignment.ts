import { createNet, gradientFlowSteps, matrix, twoLayerFlow } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, logSpaced, meanOf, upTo, type Work } from '../simulations';
import { dotsOf } from './sharedDistances';

const settings = {
  full: {
    inputs: 4,
    target: 1,
    gammaHats: [0.1, 0.2, 0.5, 1, 2, 5, 10],
    shown: [0.5, 1, 2, 5],
    end: 24,
    width: 16_384,
    nets: 24,
  },
  quick: { gammaHats: [0.1, 0.5, 1, 2, 5, 10], width: 8192, nets: 10 },
};

export const kernelAlignmentFigure: FigureDefinition = {
  id: 'kernel-alignment',
  title: 'The feature kernel grows along the target: by γ̂² in lazy nets, by γ̂ in rich ones',
  experiment: 'two-layer',
  after: 'figure 5 of arXiv:2210.02157 (Bordelon and Pehlevan 2022)',
  settings,
  among: { shown: 'gammaHats' },
  *content(values) {
    const { inputs, target, gammaHats, shown, end, width, nets } = values as unknown as typeof settings.full;
    const fine = logSpaced(0.1, end, 60);
    const times = [0, ...logSpaced(0.2, end, 11)];
    const found = yield* inTurn(gammaHats, (gammaHat) =>
      inTurn(upTo(nets), (seed) => alongTarget({ inputs, target, gammaHat, width, times }, seed)),
    );
    const flow = (gammaHat: number, at: readonly number[]) =>
      twoLayerFlow({ target, inputs, gamma0: gammaHat / Math.sqrt(inputs), times: at });
    const rows = shown.map((gammaHat) => {
      const paths = found[gammaHats.indexOf(gammaHat)];
      const name = `γ̂ = ${gammaHat}`;
      return { gammaHat, name, kernel: meanOf(paths.map(({ kernel }) => kernel)), f: meanOf(paths.map(({ f }) => f)) };
    });
    const growth = found.map((paths) => {
      const { mean, error } = meanOf(paths.map(({ kernel }) => [kernel[times.length - 1] - kernel[0]]));
      return { value: mean[0], error: error[0] };
    });
    const grown = logSpaced(gammaHats[0], gammaHats[gammaHats.length - 1], 60);
    const along = logSpaced(0.05, Math.max(...shown) * target, 60);
    const later = upTo(times.length).slice(1);
    const [lazy, rich] = [grown.filter((gamma) => gamma <= 1), grown.filter((gamma) => gamma >= 1)];
    return {
      panels: [
        {
          title: 'In time',
          x: { label: 'time', log: true },
          y: { label: 'kernel H', log: true },
          series: rows.flatMap(({ name, gammaHat, kernel }) => [
            { name, x: fine, y: flow(gammaHat, fine).kernel },
            {
              name,
              x: later.map((i) => times[i]),
              y: later.map((i) => kernel.mean[i]),
              error: later.map((i) => kernel.error[i]),
              dots: true,
            },
          ]),
          ordered: true,
        },
        {
          title: 'Against the output',
          x: { label: 'γ̂f', log: true },
          y: { label: 'kernel H', log: true },
          series: [
            ...rows.map(({ name, gammaHat, kernel, f }) => ({
              name,
              x: later.map((i) => gammaHat * f.mean[i]),
              y: later.map((i) => kernel.mean[i]),
              error: later.map((i) => kernel.error[i]),
              dots: true,
            })),
            { name: '√(1 + γ̂²f²)', x: along, y: along.map((value) => Math.hypot(1, value)), reference: true },
          ],
          ordered: true,
        },
        {
          title: 'Growth in training',
          x: { label: 'richness γ̂', log: true },
          y: { label: 'ΔH', log: true },
          series: [
            { name: 'growth ΔH', x: grown, y: grown.map((gamma) => Math.hypot(1, gamma * target) - 1) },
            dotsOf('growth ΔH', gammaHats, growth),
            { name: 'γ̂²/2', x: lazy, y: lazy.map((gamma) => (gamma * target) ** 2 / 2), dashed: true, reference: true },
            { name: 'γ̂', x: rich, y: rich.map((gamma) => gamma * target), dashed: true, reference: true },
          ],
        },
      ],
      caption:
        `One hidden layer in gradient flow, D = ${inputs} whitened inputs, γ̂ = γ0√D, target ${target}: closed form (lines) and ${nets} nets of width ${width} (dots). ` +
        `H is the feature kernel of the target's direction; at γ̂ = ${gammaHats[0]} it grows by ${growth[0].value.toPrecision(2)} ± ${growth[0].error.toPrecision(1)}, at γ̂ = ${gammaHats.at(-1)} by ${growth.at(-1)!.value.toPrecision(3)}.`,
    };
  },
};

interface AlignmentTask {
  inputs: number;
  target: number;
  gammaHat: number;
  width: number;
  times: readonly number[];
}

/** Output of a net and feature kernel for the target's direction, the first input, at the times. */
function* alongTarget(
  { inputs, target, gammaHat, width, times }: AlignmentTask,
  seed: number,
): Work<{ f: number[]; kernel: number[] }> {
  const first = (value: number) => {
    const row = matrix(1, inputs);
    row.data[0] = value;
    return row;
  };
  const sxx = matrix(inputs, inputs);
  for (let d = 0; d < inputs; d++) sxx.data[d * (inputs + 1)] = 1;
  const moments = { sxx, syx: first(target), syy: target ** 2, samples: Number.POSITIVE_INFINITY };
  const net = createNet({ inputs, outputs: 1, hidden: 1, width, gamma0: gammaHat / Math.sqrt(inputs), seed });
  const run = yield* gradientFlowSteps(net, { moments, times, tolerance: 1e-6 });
  return {
    f: run.predictors.map(({ data }) => data[0]),
    kernel: run.nets.map((one) => one.featureKernels(first(Math.sqrt(inputs)))[1].data[0]),
  };
}
