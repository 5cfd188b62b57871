import { finiteWidthPrior, kernelRenormalization } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, upTo } from '../simulations';
import { type Interpolation, interpolation } from './interpolation';
import { equalWidths } from './mixtureNets';
import { curve, spaced } from './series';

const full = {
  width: 16,
  depths: [1, 2, 4],
  samples: [1, 2, 3, 4, 6],
  labelNorm: 2,
  labelNorms: [0.3, 0.6, 1, 1.5, 2, 2.5],
  samplesOfNorms: 4,
  nets: 40_000,
  directions: 50,
};

/** Li & Sompolinsky: the factor that P ~ N data put before the kernel (theory: limits/kernelRenormalization.ts). */
export const kernelRenormalizationFigure: FigureDefinition = {
  id: 'kernel-renormalization',
  title: 'Data renormalize the kernel of nets as P grows with N',
  experiment: 'kernel-renormalization',
  after: 'Li & Sompolinsky 2021',
  settings: { full, quick: { nets: 3000 } },
  *content(values) {
    const { width, depths, samples, labelNorm, labelNorms, samplesOfNorms, nets, directions } = values as typeof full;
    const nameOf = (hidden: number) => `L = ${hidden}`;
    const measured = (P: number, norms: number[]) =>
      interpolation({ width, depths, samples: P, labelNorms: norms, nets, directions });
    // [x][depth]
    const bySamples = (yield* inTurn(samples, (P) => measured(P, [labelNorm]))).map((one) => one.map(([only]) => only));
    const norms = yield* measured(samplesOfNorms, labelNorms);
    const byNorm = labelNorms.map((_, k) => norms.map((one) => one[k]));
    const p = samples.map((P) => P / width);
    const lineP = spaced(0, Math.max(...p), 41);
    const wholeP = [0, ...p];
    const lineR = spaced(Math.min(...labelNorms), Math.max(...labelNorms), 41);
    const limit = (hidden: number, samplesPerWidth: number, r: number) =>
      kernelRenormalization({ samplesPerWidth, hidden, labelNorm: r }).kernelScale;
    const exact = (hidden: number, P: number, r: number) =>
      P === 0
        ? 1
        : finiteWidthPrior({ widths: equalWidths(hidden, width) }).posterior({
            kernel: upTo(P).map((i) => upTo(P).map((j) => (i === j ? 1 : 0))),
            y: upTo(P).map(() => Math.sqrt(r)),
            noiseStd: 0,
          }).mixing.data[0];
    const dots = (at: number, x: number[], found: Interpolation[][], scale = (_: number) => 1, add = 0) => ({
      name: nameOf(depths[at]),
      x,
      y: found.map((one, i) => scale(i) * (add + one[at].factor)),
      error: found.map((one, i) => scale(i) * one[at].factorError),
      dots: true,
    });
    const thin = (name: string, at: number[], f: (at: number) => number) => ({ ...curve(name, at, f), dashed: true });
    const left = (i: number) => 1 - p[i];
    const unchanged = (ends: number[], f: (at: number) => number) => ({
      ...curve('Gaussian process', ends, f),
      dashed: true,
      reference: true,
    });
    const atNorms = samplesOfNorms / width;
    return {
      panels: [
        {
          title: `labels of r = ${labelNorm}`,
          x: { label: 'P/N' },
          y: { label: 'E[q | y]' },
          series: [
            ...depths.flatMap((hidden, at) => [
              curve(nameOf(hidden), lineP, (q) => limit(hidden, q, labelNorm)),
              thin(nameOf(hidden), wholeP, (q) => exact(hidden, q * width, labelNorm)),
              dots(at, p, bySamples),
            ]),
            unchanged([0, Math.max(...p)], () => 1),
          ],
        },
        {
          title: `P/N = ${atNorms}`,
          x: { label: 'r = yᵀK⁻¹y/P' },
          y: { label: 'E[q | y]' },
          series: [
            ...depths.flatMap((hidden, at) => [
              curve(nameOf(hidden), lineR, (r) => limit(hidden, atNorms, r)),
              thin(nameOf(hidden), lineR, (r) => exact(hidden, samplesOfNorms, r)),
              dots(at, labelNorms, byNorm),
            ]),
            unchanged([lineR[0], lineR.at(-1)!], () => 1),
          ],
        },
        {
          title: 'test error, D = N inputs',
          x: { label: 'P/N' },
          y: { label: 'mean squared error' },
          series: [
            ...depths.flatMap((hidden, at) => [
              curve(nameOf(hidden), lineP, (q) => (1 - q) * (labelNorm + limit(hidden, q, labelNorm))),
              thin(nameOf(hidden), wholeP, (q) => (1 - q) * (labelNorm + exact(hidden, q * width, labelNorm))),
              dots(at, p, bySamples, left, labelNorm),
            ]),
            unchanged([0, Math.max(...p)], (q) => (1 - q) * (labelNorm + 1)),
          ],
        },
      ],
      ordered: true,
      caption: `The limit's u₀^L (lines), the exact law of width ${width} (dashed) and ${nets} nets weighted by the likelihood (dots). At L = ${depths.at(-1)}, P/N = ${p.at(-1)} the width has ${exact(depths.at(-1)!, samples.at(-1)!, labelNorm).toFixed(2)}, the limit ${limit(depths.at(-1)!, p.at(-1)!, labelNorm).toFixed(2)}. Labels larger than the prior's, r > 1, enlarge the kernel; the mean prediction does not move.`,
    };
  },
};
