import { erf, normalCdf } from '../../special/erf';
import { callback, finite, isNumberList, knownOptions, oneOf, reject } from '../../validate';
import { findKinks } from './findKinks';
import type { GaussianMoments } from './gaussianMoments';
import { jumpAt, type Real } from './jumpAt';

/** A function that acts on every neuron. */
export interface ActivationFunction {
  /** φ(u) for every finite u. */
  value: (u: number) => number;
  /** φ'(u). Default: differences of five values that stay on one side of every kink, good to about 1e-10. */
  derivative?: (u: number) => number;
  /** φ''(u) between the kinks. */
  secondDerivative?: (u: number) => number;
  /**
   * Where φ, φ' or φ'' jumps. Quadrature is split there; kinks elsewhere are found out by its error estimate. Default: those that are found
   * for |u| ≤ 16, up to 16 of them.
   */
  kinks?: readonly number[];
}

const names = ['linear', 'relu', 'leakyRelu', 'erf', 'sin', 'gelu', 'tanh'] as const;

/** A leaky ReLU of another slope for u < 0: −1 is |u|, 1 the line. */
export interface LeakyRelu {
  /** Slope for u < 0. */
  leakyRelu: number;
}

/** 'leakyRelu' has slope 0.01 on the left; 'gelu' is u·Φ(u), not its tanh approximation. */
export type Activation = (typeof names)[number] | LeakyRelu | ActivationFunction;

/** Slope of 'leakyRelu' for u < 0. */
const LEAK = 0.01;

/** Slope for u < 0 of ReLU and its leaky variants; undefined for other activations. */
export function leakOf(activation: Activation): number | undefined {
  if (activation === 'relu') return 0;
  if (activation === 'leakyRelu') return LEAK;
  if (typeof activation !== 'object' || activation === null || !('leakyRelu' in activation)) return undefined;
  knownOptions('activation', activation, ['leakyRelu']);
  return finite('activation.leakyRelu', activation.leakyRelu);
}

/** An activation of which everything is known. */
export interface KnownActivation {
  /** φ. */
  value: (u: number) => number;
  /** φ'. */
  derivative: (u: number) => number;
  /** φ'' between the kinks. */
  secondDerivative: (u: number) => number;
  /** Where φ or φ' jumps: ascending, no two equal. */
  kinks: number[];
  /** Relative error of φ' where it is differences. */
  noise?: number;
  /** Expectations in closed form, where quadrature would cancel. */
  moments?: (q: number) => GaussianMoments;
}

const normalPdf = (u: number) => Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI);
const gaussian = (u: number) => (2 / Math.sqrt(Math.PI)) * Math.exp(-u * u);
const rampOf = (leak: number): KnownActivation => ({
  value: (u) => (u > 0 ? u : leak * u),
  derivative: (u) => (u > 0 ? 1 : leak),
  secondDerivative: () => 0,
  kinks: [0],
});
const smooth = (
  value: KnownActivation['value'],
  derivative: KnownActivation['value'],
  secondDerivative: KnownActivation['value'],
): KnownActivation => ({ value, derivative, secondDerivative, kinks: [] });
const slopeOfTanh = (u: number) => 1 / Math.cosh(u) ** 2;

const known: Record<(typeof names)[number], KnownActivation> = {
  linear: smooth(
    (u) => u,
    () => 1,
    () => 0,
  ),
  relu: rampOf(0),
  leakyRelu: rampOf(LEAK),
  erf: smooth(erf, gaussian, (u) => -2 * u * gaussian(u)),
  sin: {
    ...smooth(Math.sin, Math.cos, (u) => -Math.sin(u)),
    moments: (q) => ({
      square: -Math.expm1(-2 * q) / 2,
      slope: (1 + Math.exp(-2 * q)) / 2,
      fourthSlope: (3 + 4 * Math.exp(-2 * q) + Math.exp(-8 * q)) / 8,
      growth: Math.exp(-2 * q),
    }),
  },
  gelu: smooth(
    (u) => u * normalCdf(u),
    (u) => normalCdf(u) + u * normalPdf(u),
    (u) => (2 - u * u) * normalPdf(u),
  ),
  tanh: smooth(Math.tanh, slopeOfTanh, (u) => -2 * Math.tanh(u) * slopeOfTanh(u)),
};

/**
 * Reads the option `activation`.
 * @throws ValueError for an unknown name, a value that is not a function (also when it is asked, for a result that is no number), or
 *   kinks that are not finite numbers.
 */
export function knownActivation(activation: unknown): KnownActivation {
  if (typeof activation === 'function') reject('activation', '{ value: a function of a number }', activation);
  if (typeof activation !== 'object' || activation === null) return known[oneOf('activation', activation, names)];
  const leak = leakOf(activation as Activation);
  if (leak !== undefined) return rampOf(leak);
  knownOptions('activation', activation, ['value', 'derivative', 'secondDerivative', 'kinks']);
  const { value: f, derivative: slope, secondDerivative: curvature, kinks } = activation as ActivationFunction;
  const value = numeric('value', f);
  const derivative = slope === undefined ? undefined : numeric('derivative', slope);
  const secondDerivative = curvature === undefined ? undefined : numeric('secondDerivative', curvature);
  if (kinks !== undefined && !isNumberList(kinks)) reject('activation.kinks', 'an array of numbers', kinks);
  const declared = kinks && Array.from(kinks, (kink, i) => finite(`activation.kinks[${i}]`, kink));
  const places = [...new Set(declared ?? findKinks(value, derivative))].sort((a, b) => a - b);
  const first = derivative ?? differences(value, places);
  const second = secondDerivative ?? differences(first, places);
  return { value, derivative: first, secondDerivative: second, kinks: places, ...(!derivative && { noise: SETTLED }) };
}

/** A jump at a kink; smaller ones are like curvature. */
const SHARP = { step: 1e-7, part: 1 / 4, share: 1e-4 };

/** The kinks at which φ or φ' jumps; at the others the curvature alone does. */
export function sharpKinks({ kinks, value, derivative }: KnownActivation): number[] {
  return kinks.filter((kink) => [value, derivative].some((f) => jumpAt(f, kink, SHARP) !== undefined));
}

/** A caller's function; arithmetic takes null for 0 and throws errors of its own at a bigint. */
function numeric(name: string, f: unknown): Real {
  const of = callback(`activation.${name}`, f as Real, 'a function of a number');
  return (u) => {
    const result = of(u);
    return typeof result === 'number' ? result : reject(`activation.${name}(${u})`, 'a number', result);
  };
}

/** Relative change by half the step at which differences count as converged. */
const SETTLED = 1e-10;
/** Share of f that differences may be off, times the step. */
const ROUNDING = 1e-12;
/** Relative change by differences from one side at which φ bends at 0. */
const BENT = 1e-9;
/** Quarterings of the step at most. */
const QUARTERINGS = 6;

/**
 * Fourth-order differences, from the side away from a kink within two steps: the step is quartered from 1e-3·max(1, |u|) until half of it
 * changes nothing, or rounding more than it mends.
 */
function differences(f: Real, kinks: readonly number[]): Real {
  return (u) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0, step = 1e-3 * Math.max(1, Math.abs(u)); k <= QUARTERINGS; k++, step /= 4) {
      const found = difference(f, kinks, u, step / 2);
      const change = Math.abs(found - difference(f, kinks, u, step));
      const size = Math.max(Math.abs(found), Math.abs(f(u)));
      if (k === 0 || change < least) best = found;
      // rounding; across a kink nothing settles before the step is too short to meet it
      else if (!(change > (ROUNDING / step) * size)) break;
      least = Math.min(least, change);
      if (change <= SETTLED * size) break;
    }
    return best;
  };
}

function difference(f: Real, kinks: readonly number[], u: number, step: number): number {
  for (const kink of kinks) if (Math.abs(u - kink) <= 2 * step) return sided(f, u, u >= kink ? step : -step);
  const both = central(f, u, step);
  if (Math.abs(u) > 2 * step) return both;
  // many functions bend at 0, if only their curvature jumps there: too sharply to be found, or beside kinks that are declared
  const one = sided(f, u, u >= 0 ? step : -step);
  return Math.abs(both - one) <= BENT * Math.max(Math.abs(one), Math.abs(f(u))) ? both : one;
}

function central(f: Real, u: number, h: number): number {
  return (f(u - 2 * h) - f(u + 2 * h) + 8 * (f(u + h) - f(u - h))) / (12 * h);
}

function sided(f: Real, u: number, h: number): number {
  return (-25 * f(u) + 48 * f(u + h) - 36 * f(u + 2 * h) + 16 * f(u + 3 * h) - 3 * f(u + 4 * h)) / (12 * h);
}
