import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { mean } from '../checks/statistics';
import { finiteWidthPrior } from '../limits/finiteWidthPrior';
import { kernelRenormalization } from '../limits/kernelRenormalization';
import { cholesky } from '../linalg/cholesky';
import { triangularSolve } from '../linalg/triangularSolve';
import { type Matrix, matrix } from '../matrix';
import { createNet } from '../nets/createNet';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';

interface Law {
  /** Factor of the kernel in the limit. */
  kernelScale: number;
  /** Log-density of the labels for nets of a width. */
  logEvidence(width: number): number;
}

/** What the features of one net say of one choice of labels, with the readout integrated out. */
interface Posterior {
  /** Log-density of the labels given the features. */
  logLikelihood: number;
  /** Second moment of the output at an input orthogonal to the data, given features and labels. */
  square: number;
}

const samplesOf = (values: ParameterValues, width: number) =>
  Math.max(1, Math.round((values.samplesPerWidth as number) * width));

/** Labels at orthogonal samples, yᵀK⁻¹y/P = labelNorm: all at one of the samples, which one makes no difference. */
const labels = (values: ParameterValues, samples: number) =>
  orthogonal(samples, Math.sqrt(samples * (values.labelNorm as number)));

function law(values: ParameterValues): Law {
  const hidden = values.hidden as number;
  const { kernelScale } = kernelRenormalization({
    samplesPerWidth: values.samplesPerWidth as number,
    hidden,
    labelNorm: values.labelNorm as number,
  });
  const known = new Map<number, number>();
  return {
    kernelScale,
    logEvidence(width) {
      const evidence = known.get(width) ?? logEvidence(values, width);
      known.set(width, evidence);
      return evidence;
    },
  };
}

function logEvidence(values: ParameterValues, width: number): number {
  const samples = samplesOf(values, width);
  const widths = Array.from({ length: values.hidden as number }, () => width);
  return finiteWidthPrior({ widths }).posterior({
    kernel: orthogonal(samples, 1),
    y: labels(values, samples).data.subarray(0, samples),
    noiseStd: 0,
  }).logEvidence;
}

/** Multiples of unit vectors, as rows. */
function orthogonal(size: number, length: number): Matrix {
  const m = matrix(size, size);
  for (let i = 0; i < size; i++) m.data[i * (size + 1)] = length;
  return m;
}

/** The last of the inputs is the one to predict at; given the features all outputs are Gaussian with their kernel. */
function posteriors(values: ParameterValues, width: number, seed: number): Posterior[] {
  const samples = samplesOf(values, width);
  const inputs = samples + 1;
  const shape = { inputs, outputs: 1, hidden: values.hidden as number, width, parameterization: 'ntk', seed } as const;
  const kernel = createNet(shape)
    .featureKernels(orthogonal(inputs, Math.sqrt(inputs)))
    .at(-1)!;
  const factor = cholesky(kernel);
  const at = (i: number, j: number) => factor.data[i * inputs + j];
  const train = matrix(samples, samples);
  for (let i = 0; i < samples; i++) for (let j = 0; j <= i; j++) train.data[i * samples + j] = at(i, j);
  const white = triangularSolve(train, labels(values, samples)).data;
  let log = -0.5 * samples * Math.log(2 * Math.PI);
  for (let i = 0; i < samples; i++) log -= Math.log(at(i, i));
  return Array.from({ length: samples }, (_, y) => {
    let norm = 0;
    let output = 0;
    for (let i = 0; i < samples; i++) {
      const value = white[i * samples + y];
      norm += value ** 2;
      output += at(samples, i) * value;
    }
    return { logLikelihood: log - 0.5 * norm, square: output ** 2 + at(samples, samples) ** 2 };
  });
}

/** Effective number of nets, at least. */
const FEWEST = 30;

/** The observations of widths whose weights are spread over nets enough, else those of the least width, which tell nothing alone. */
function spread(observations: readonly SizedDeviation[]): { kept: readonly SizedDeviation[]; left: number[] } {
  const sizes = [...new Set(observations.map(({ size }) => size))].sort((a, b) => a - b);
  const left = sizes.filter((one) => {
    const weights = observations.filter(({ size }) => size === one).map(({ values: [deviation] }) => 1 + deviation);
    const square = weights.reduce((sum, weight) => sum + weight ** 2, 0);
    return !(weights.reduce((sum, weight) => sum + weight, 0) ** 2 >= FEWEST * square && square > 0);
  });
  const all = left.length === sizes.length;
  return { kept: observations.filter(({ size }) => (all ? size === sizes[0] : !left.includes(size))), left };
}

/** How data renormalize the kernel of a wide net (theory: limits/kernelRenormalization.ts). */
export const kernelRenormalizationExperiment = /* @__PURE__ */ defineExperiment<Law, Posterior[], SizedDeviation>(
  () => ({
    id: 'kernel-renormalization',
    title: 'Data renormalize the kernel of a net as they grow with its width',
    summary:
      'Nets are drawn and weighted by the likelihood of labels without noise, with as many samples as a fixed share of the width. What they predict at a new input has the variance of a Gaussian process whose kernel is multiplied by the renormalization factor, and their mean likelihood is the exact evidence.',
    paper: {
      authors: 'Li, Sompolinsky',
      title: 'Statistical mechanics of deep linear neural networks: the backpropagating kernel renormalization',
      year: 2021,
      url: 'https://doi.org/10.1103/PhysRevX.11.031059',
    },
    page: 'limits/proportional-limit.md',
    parameters: [
      { name: 'samplesPerWidth', type: 'number', default: 0.25, least: 0.01, most: 0.5, doc: 'samples over width' },
      {
        name: 'labelNorm',
        type: 'number',
        default: 3,
        least: 0.1,
        most: 10,
        doc: 'mean square of the whitened labels; 1 as the prior would draw them',
      },
      { name: 'hidden', type: 'integer', default: 1, least: 1, most: 20, doc: 'hidden layers' },
      { name: 'widths', type: 'integers', default: [8, 16, 32], least: 4, most: 512, doc: 'widths of the nets' },
      { name: 'seeds', type: 'integer', default: 6000, least: 1, doc: 'nets a width' },
      { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
    ],
    axis: 'widths',
    expected: {
      law: 'the mean likelihood is the exact evidence, and the variance of predictions is that of the renormalized kernel at infinite width',
      verdict: (observations) => {
        const { kept, left } = spread(observations);
        const finding = interceptFinding(kept, {
          quantities: [
            { name: 'the relative deviation of the evidence', margin: 0.3 },
            { name: 'the relative deviation of the variance of predictions', margin: 0.12 },
          ],
          simulated: 'nets',
          sizeName: 'width',
          doubt: 'the number of layers or samples, or that the kernel stays what it is without data',
        });
        if (left.length === 0) return finding;
        const note = `At width ${left.join(', ')} fewer than ${FEWEST} nets have all the weight: left out, as neither mean nor error tell of those not drawn.`;
        return { ...finding, explain: () => `${finding.explain()} ${note}` };
      },
    },
    theorySteps: (values) => atOnce(() => law(values)),
    observe:
      ({ kernelScale, logEvidence }) =>
      (found, size) => {
        const expected = logEvidence(size);
        const weights = found.map(({ logLikelihood }) => Math.exp(logLikelihood - expected));
        const weighted = found.map(({ square }, y) => weights[y] * (square / kernelScale - 1));
        return { size, values: [mean(weights) - 1, mean(weighted)] };
      },
    simulateSteps: (values, width, seed) => atOnce(() => posteriors(values, width, seed)),
    wrong: [
      {
        id: 'kernel-as-it-was',
        doc: 'a Gaussian process with the kernel of the prior',
        theorySteps: (values) => atOnce(() => ({ ...law(values), kernelScale: 1 })),
      },
      {
        id: 'two-layers-more',
        doc: 'the renormalization of nets with two more hidden layers',
        theorySteps: (values) =>
          atOnce(() => {
            const { kernelScale } = law({ ...values, hidden: 2 + (values.hidden as number) });
            return { ...law(values), kernelScale };
          }),
      },
    ],
  }),
);
