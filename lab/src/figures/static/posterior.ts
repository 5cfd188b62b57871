import { finiteWidthPrior, type MixturePosterior, type OutputMixture, proportionalLimit } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn } from '../simulations';
import { equalWidths } from './mixtureNets';
import { curve, spaced } from './series';
import { weightedNets } from './weightedNets';

const full = { width: 16, depths: [1, 2, 4, 8, 12, 16, 20, 24], noiseStd: 0.5, nets: 60_000 };

/** Three training inputs and a test input, x·x about D; labels larger than the prior expects. */
const x = [
  [1.2, 0.9, -0.8, 1],
  [-0.7, 1.1, 1.3, 0.6],
  [0.9, -1.2, 0.5, 1.1],
  [0.8, 1.3, 0.4, 1.1],
];
const labels = [1.9, 1.6, -1.2];
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0) / a.length;
const train = x.slice(0, -1);
const test = x.at(-1)!;

/** Posterior of nets about as deep as wide against the Gaussian process (theory: limits/proportionalLimit.ts). */
export const posteriorFigure: FigureDefinition = {
  id: 'posterior',
  title: 'The posterior of nets about as deep as wide is no Gaussian process',
  experiment: 'proportional-mixture',
  settings: { full, quick: { depths: [1, 2, 4, 8, 16, 24], nets: 14_000 } },
  *content(values) {
    const { width, depths, noiseStd, nets } = values as typeof full;
    const ratios = depths.map((hidden) => hidden / width);
    const line = spaced(0, Math.max(...ratios), 25);
    const of = (law: OutputMixture): MixturePosterior =>
      law.posterior({
        kernel: train.map((a) => train.map((b) => dot(a, b))),
        y: labels,
        noiseStd,
        testKernel: [train.map((a) => dot(a, test))],
        testVariances: [dot(test, test)],
      });
    const limit = yield* inTurn(line, (depthPerWidth) => of(proportionalLimit({ depthPerWidth })));
    const exact = yield* inTurn(depths, (hidden) => of(finiteWidthPrior({ widths: equalWidths(hidden, width) })));
    const found = yield* weightedNets({ width, depths, nets, x, labels, noiseStd });
    const gaussian = limit[0];
    const name = `nets, N = ${width}`;
    const panel = (
      title: string,
      label: string,
      read: (posterior: MixturePosterior) => number,
      nets: { value: number; error: number }[],
    ) => ({
      title,
      x: { label: 'L/N' },
      y: { label },
      series: [
        { name: 'L/N → α', x: line, y: limit.map(read) },
        { name, x: ratios, y: exact.map(read) },
        { name, x: ratios, y: nets.map(({ value }) => value), error: nets.map(({ error }) => error), dots: true },
        { ...curve('Gaussian process', [0, Math.max(...ratios)], () => read(gaussian)), dashed: true, reference: true },
      ],
    });
    const mean = ({ mean }: MixturePosterior) => mean.data[0];
    const variance = ({ covariance }: MixturePosterior) => covariance[0].data[0];
    const evidence = ({ logEvidence }: MixturePosterior) => logEvidence;
    return {
      panels: [
        panel(
          'mean',
          'posterior mean',
          mean,
          found.map((one) => ({ value: one.mean, error: one.meanError })),
        ),
        panel(
          'variance',
          'posterior variance',
          variance,
          found.map((one) => ({ value: one.variance, error: one.varianceError })),
        ),
        panel(
          'evidence',
          'log p(y)',
          evidence,
          found.map((one) => ({ value: one.logEvidence, error: one.logEvidenceError })),
        ),
      ],
      caption: `One test input after three labels with noise ${noiseStd}: the proportional limit, the exact posterior at N = ${width} (line) and ${nets} nets weighted by the likelihood (dots). At L/N = ${ratios.at(-1)} the variance is ${variance(limit.at(-1)!).toFixed(2)} in the limit, where the Gaussian process has ${variance(gaussian).toFixed(2)}.`,
    };
  },
};
