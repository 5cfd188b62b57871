import { finiteWidthPrior, kernelRenormalization } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { upTo } from '../simulations';
import { interpolation } from './interpolation';
import { equalWidths } from './mixtureNets';
import { spaced } from './series';

const full = {
  width: 16,
  samples: 4,
  depths: [1, 2, 4, 6, 8, 12],
  labelNorms: [0.3, 1, 3],
  nets: 40_000,
  directions: 50,
  layersOfLimit: 10_000,
};

/** Hanin & Zlokapa: depth × samples/width decides what a deep net makes of its data (theory: limits/finiteWidthPrior.ts). */
export const evidenceFigure: FigureDefinition = {
  id: 'evidence',
  title: 'Bayesian interpolation: LP/N acts as the depth of a net',
  experiment: 'kernel-renormalization',
  after: 'Hanin & Zlokapa 2023',
  settings: { full, quick: { nets: 4000 } },
  *content(values) {
    const { width, samples, depths, labelNorms, nets, directions, layersOfLimit } = values as typeof full;
    const x = depths.map((hidden) => (hidden * samples) / width);
    const line = spaced(0, Math.max(...x), 41);
    const posteriors = yield* interpolation({ width, depths, samples, labelNorms, nets, directions });
    const parts = labelNorms.map((r, k) => {
      const found = posteriors.map((one) => one[k]);
      const name = `r = ${r}`;
      const labels = upTo(samples).map(() => Math.sqrt(r));
      const constant = -0.5 * samples * Math.log(2 * Math.PI);
      const gaussian = -0.5 * samples * r;
      const laws = depths.map((hidden) =>
        finiteWidthPrior({ widths: equalWidths(hidden, width) }).posterior({
          kernel: upTo(samples).map((i) => upTo(samples).map((j) => (i === j ? 1 : 0))),
          y: labels,
          noiseStd: 0,
        }),
      );
      const exactX = [0, ...x];
      return {
        factor: [
          { name, x: exactX, y: [1, ...laws.map(({ mixing }) => mixing.data[0])] },
          {
            name,
            x,
            y: found.map(({ factor }) => factor),
            error: found.map(({ factorError }) => factorError),
            dots: true,
          },
        ],
        limit: {
          name: 'N, P, L → ∞',
          x: line,
          y: line.map((depth) => renormalized(depth, r, layersOfLimit)),
          dashed: true,
          reference: true,
        },
        evidence: [
          { name, x: exactX, y: [0, ...laws.map(({ logEvidence }) => logEvidence - constant - gaussian)] },
          {
            name,
            x,
            y: found.map(({ logEvidence }) => logEvidence - gaussian),
            error: found.map(({ logEvidenceError }) => logEvidenceError),
            dots: true,
          },
        ],
      };
    });
    return {
      panels: [
        {
          title: 'factor of the predictive variance',
          x: { label: 'LP/N' },
          y: { label: 'E[q | y]', log: true },
          series: [...parts.flatMap(({ factor }) => factor), ...parts.map(({ limit }) => limit)],
        },
        {
          title: 'evidence for depth',
          x: { label: 'LP/N' },
          y: { label: 'log p(y) less that of L = 0' },
          series: parts.flatMap(({ evidence }) => evidence),
        },
      ],
      ordered: true,
      caption: `N = ${width}, P = ${samples}, L = ${depths[0]} … ${depths.at(-1)}, labels with r = yᵀK⁻¹y/P: exact (lines), ${nets} nets weighted by the likelihood (dots), and −log κ = λ(1 − r/κ) of the limit at λ = LP/N. Depth takes the variance of predictions from 1 to r, and labels other than the prior would draw, r ≠ 1, speak for it.`,
    };
  },
};

/** Infinitely many layers with few samples a layer, from the limit of a fixed number of layers. */
function renormalized(effectiveDepth: number, labelNorm: number, hidden: number): number {
  return kernelRenormalization({ samplesPerWidth: effectiveDepth / hidden, hidden, labelNorm }).kernelScale;
}
