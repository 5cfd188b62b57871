import { ValueError } from '../../errors';
import { hiddenLayers } from '../../perLayer';
import { booleanValue, integer, knownOptions, positive } from '../../validate';

/** Power-law data: modes k = 1, 2, … of variance λ_k = k^−α and a target with λ_k w*_k² = k^−(αβ+1). */
export interface PowerLawData {
  /** α > 0. */
  spectrumExponent: number;
  /** β > 0. */
  sourceExponent: number;
  /**
   * Number K of groups of modes, their edges equally spaced in log k from 1 to kmax; a group stands for as many modes as lie between
   * its edges, at their geometric mean: a continuum, whose exponents are those of the sum, while its loss starts lower, at ½/(αβ). 'all': every
   * mode 1 … kmax by itself, as trained nets have them. Default 160.
   */
  modes?: number | 'all';
  /** Largest k, > 1. Default 1e7; needed, as an integer, with modes: 'all'. */
  kmax?: number;
  /** Whether the loss contains the modes above kmax, never learned: kmax^(−αβ)/(2αβ). Default true. */
  tail?: boolean;
}

export const powerLawDataOptions = ['spectrumExponent', 'sourceExponent', 'modes', 'kmax', 'tail'];

/** Most groups or modes: some vectors of this length are kept for every step. */
const MOST_MODES = 1e6;

export interface PowerLawModes {
  spectrumExponent: number;
  sourceExponent: number;
  /** λ, descending. */
  eigenvalues: Float64Array;
  /** w*, for groups times the root of their number of modes: they all share λ, so only that counts. */
  targets: Float64Array;
  /** Loss of the modes above kmax. */
  tail: number;
}

/** @throws ValueError for numbers outside their range. */
export function powerLawModes(data: PowerLawData, kmaxDefault = 1e7): PowerLawModes {
  const spectrumExponent = positive('spectrumExponent', data.spectrumExponent);
  const sourceExponent = positive('sourceExponent', data.sourceExponent);
  const every = data.modes === 'all';
  const kmax = every ? integer('kmax', data.kmax, 1, MOST_MODES) : positive('kmax', data.kmax ?? kmaxDefault);
  if (!every && kmax <= 1) throw new ValueError(`kmax: expected a number above 1, got ${kmax}`);
  const count = every ? kmax : integer('modes', data.modes ?? 160, 1, MOST_MODES);
  const edge = (j: number) => Math.exp((Math.log(kmax) * j) / count);
  const power = spectrumExponent * sourceExponent;
  const eigenvalues = new Float64Array(count);
  const targets = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const k = every ? j + 1 : edge(j + 0.5);
    const multiplicity = every ? 1 : edge(j + 1) - edge(j);
    eigenvalues[j] = k ** -spectrumExponent;
    targets[j] = Math.sqrt(multiplicity * k ** (spectrumExponent - power - 1));
  }
  // ½ ∫ k^(−αβ−1) dk; a single mode k fills k − ½ … k + ½
  const tail = booleanValue('tail', data.tail ?? true) ? (kmax + (every ? 0.5 : 0)) ** -power / (2 * power) : 0;
  return { spectrumExponent, sourceExponent, eigenvalues, targets, tail };
}

/**
 * Exponents of loss ∝ t^−exponent on power-law data. `lazy` (fixed kernel): β. `rich`: max(β, (L+1)β/(1+Lβ)), L → ∞: max(β, 1). It
 * follows from balanced layers: modes that are not yet learned feel the kernel of W_1 … readout alone, G^1 ∝ ‖predictor‖^(2L/(L+1)), and the
 * predictor up to mode k has norm² ∝ k^(α(1−β)) for β < 1, else a finite one. L = 1, 2β/(1+β): Bordelon, Atanasov & Pehlevan, arXiv:2409.17858;
 * L > 1 was derived for this library and checked against the dynamics.
 */
export function powerLawExponents(options: { sourceExponent: number; hidden: number }): { lazy: number; rich: number } {
  knownOptions('powerLawExponents', options, ['sourceExponent', 'hidden']);
  const lazy = positive('sourceExponent', options.sourceExponent);
  if (options.hidden === Number.POSITIVE_INFINITY) return { lazy, rich: Math.max(lazy, 1) };
  const L = hiddenLayers(options.hidden);
  return { lazy, rich: lazy < 1 ? ((L + 1) * lazy) / (1 + L * lazy) : lazy };
}
