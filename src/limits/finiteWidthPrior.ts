import { integer, isNumberList, knownOptions, positive, reject } from '../validate';
import { bartlettMixing } from './mixture/bartlettMixing';
import { type OutputMixture, outputMixture } from './mixture/outputMixture';
import { gammaProductMixing } from './mixture/scalarMixing';

export interface FiniteWidthPriorOptions {
  /** Widths N_1 … N_L of the hidden layers. */
  widths: ArrayLike<number>;
  /** Outputs C, also more than some widths. Default 1. */
  outputs?: number;
  /** Variance of one output at an input with x·x = D: the product of all s_l². Default 1. */
  scale?: number;
}

/**
 * Prior, and posterior, of deep linear nets of finite widths, exactly: outputs are a Gaussian mixture,
 *   S | Q ~ MatrixNormal(0, Q ⊗ scale·K),   one output: q = Π χ²_{N_l}/N_l,   E q^k = Π_l Π_{j<k} (1 + 2j/N_l),
 * with Q a chain of Wishart matrices; densities are Meijer G-functions, computed as Mellin–Barnes integrals. E[Q_ij Q_kl] has
 * A = (e2 + 2em)/3 and B = (e2 − em)/3, e2 = Π(1 + 2/N_l), em = Π(1 − 1/N_l).
 *
 * Nets: parameterization 'ntk', or gamma0 = 1/√N, with Gaussian initialization and without skip connections.
 * Zavatone-Veth & Pehlevan (arXiv:2104.11734); Bassetti et al. (2024); Hanin & Zlokapa (arXiv:2212.14457);
 * formulas: docs/limits/proportional-limit.md.
 * @throws ValueError for bad options.
 */
export function finiteWidthPrior(options: FiniteWidthPriorOptions): OutputMixture {
  knownOptions('finiteWidthPrior', options, ['widths', 'outputs', 'scale']);
  if (!isNumberList(options.widths) || options.widths.length === 0) {
    reject('widths', 'the width of at least one hidden layer', options.widths);
  }
  const widths = Array.from(options.widths, (width, l) => integer(`widths[${l}]`, width, 1));
  const outputs = integer('outputs', options.outputs ?? 1, 1, 1000);
  return outputMixture({
    outputs,
    scale: positive('scale', options.scale ?? 1),
    scalar: gammaProductMixing(widths),
    narrowest: widths.reduce((least, width) => Math.min(least, width)),
    sampler: bartlettMixing(widths, outputs),
    moments: {
      e2: widths.reduce((product, width) => product * (1 + 2 / width), 1),
      em: widths.reduce((product, width) => product * (1 - 1 / width), 1),
    },
  });
}
