import {
  empiricalNtk,
  type Matrix,
  matmul,
  matrix,
  ntkKernel,
  ntkRandomness,
  randomNormal,
  sampleNet,
} from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn } from '../simulations';
import { draws } from './draws';
import { preActivations } from './layers';
import { curve, estimate, means } from './series';
import { tangentKernels } from './tangentKernels';

const full = {
  widths: [32, 64, 128, 256, 512, 1024, 2048, 4096],
  depths: [1, 2, 3],
  samples: 8,
  inputs: 16,
  nets: 16,
};

/** How far the kernels of one random net are from those of infinite width (theory: limits/ntkKernel.ts). */
export const ntkConvergenceFigure: FigureDefinition = {
  id: 'ntk-convergence',
  title: 'Kernels of one net come to those of infinite width as 1/√N',
  experiment: 'nngp',
  after: 'Lee et al. 2019',
  settings: { full, quick: { widths: [32, 64, 128, 256, 512], nets: 60 } },
  *content(values) {
    const { widths, depths, samples, inputs, nets } = values as typeof full;
    const x = randomNormal({ seed: 7, rows: samples, cols: inputs });
    const parts = yield* inTurn(depths, function* (hidden) {
      const spec = { activation: 'relu', hidden, weightVariance: 2 } as const;
      const limit = ntkKernel(x, spec);
      const byWidth = yield* inTurn(widths, (width) =>
        draws(nets, (seed) => {
          const net = sampleNet({ ...spec, inputs, width, seed });
          return [
            distance(features(net, x), limit.nngp),
            distance(empiricalNtk(net, x), limit),
            estimate(tangentKernels(hidden, width, seed).map((ratio) => (ratio - 1) ** 2)).mean,
          ];
        }),
      );
      const name = `L = ${hidden}`;
      const dots = (quantity: number) =>
        means(
          name,
          widths,
          byWidth.map((found) => found.map((values) => values[quantity])),
        );
      const squares = dots(2);
      const root: Series = {
        ...squares,
        y: Array.from(squares.y, Math.sqrt),
        error: Array.from(squares.error!, (error, i) => error / (2 * Math.sqrt(squares.y[i]))),
      };
      return {
        nngp: [rootOfWidth(dots(0)), dots(0)],
        ntk: [rootOfWidth(dots(1)), dots(1)],
        linear: [curve(name, widths, (width) => Math.sqrt(ntkRandomness({ hidden, width }).relativeVariance)), root],
      };
    });
    const panel = (title: string, series: Series[]) => ({
      title,
      x: { label: 'width N', log: true },
      y: { label: 'relative distance', log: true },
      series,
    });
    const [first, last, deepest] = [widths[0], widths.at(-1)!, Math.max(...depths)];
    const spread = (width: number) =>
      `${(100 * Math.sqrt(ntkRandomness({ hidden: deepest, width }).relativeVariance)).toFixed(0)} %`;
    return {
      panels: [
        panel(
          'NNGP kernel, ReLU',
          parts.flatMap(({ nngp }) => nngp),
        ),
        panel(
          'tangent kernel, ReLU',
          parts.flatMap(({ ntk }) => ntk),
        ),
        panel(
          'tangent kernel, linear, one input',
          parts.flatMap(({ linear }) => linear),
        ),
      ],
      ordered: true,
      caption: `Distance of the kernels of ${samples} inputs from their limit (Frobenius norm), mean over ${nets} nets (dots); lines have the predicted slope −½ at fitted heights. Right: root mean square at one input with the exact law of every width, ${spread(first)} at L = ${deepest}, N = ${first} and ${spread(last)} at N = ${last}.`,
    };
  },
};

/** s² ⟨h_L, h_L'⟩/N: the kernel of the outputs, the readout averaged out. */
function features(net: ReturnType<typeof sampleNet>, x: Matrix): Matrix {
  const z = preActivations(net, x).at(-2)!;
  const h = matrix(z.rows, z.cols, z.data.map(net.activation.value));
  return matmul(h, h, { transposeB: true, alpha: net.layers.at(-1)!.scale ** 2 });
}

function distance(found: Matrix, limit: Matrix): number {
  return Math.hypot(...found.data.map((value, i) => value - limit.data[i])) / Math.hypot(...limit.data);
}

/** c/√N through the dots, at the mean height of their logarithms. */
function rootOfWidth({ name, x, y }: Series): Series {
  const height = Array.from(x, (width, i) => Math.log(y[i] * Math.sqrt(width))).reduce((a, b) => a + b) / x.length;
  return curve(name, Array.from(x), (width) => Math.exp(height) / Math.sqrt(width));
}
