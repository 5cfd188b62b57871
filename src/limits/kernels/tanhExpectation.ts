import type { PairExpectation } from './polarExpectation';

/** Trapezoidal rule in log τ, whose density vanishes as e^(−π²/8τ²) and e^(−2τ²) at the ends: STEP gives 1e-15. */
const STEP = 0.12;
const ENDS = { least: -1.8, most: 1.5 };
/** Relative, measured. */
const ROUNDING = 1e-14;

let scales: { squares: Float64Array; weights: Float64Array } | undefined;

/**
 * E φ(u)φ(v) and E φ'(u)φ'(v) of tanh at Gaussian pairs of any size. The logistic law, whose distribution function tanh is, is a normal
 * one with a scale τ of Kolmogorov's law (Andrews & Mallows 1974), so that tanh u = E erf(u/√(2τ²)) and
 *
 *     E φφ' = E (2/π) asin(c/√((a + τ²)(b + τ'²))),    E φ'φ' = E (2/π)/√((a + τ²)(b + τ'²) − c²).
 */
export function tanhExpectation(a: number, b: number, c: number): PairExpectation {
  const { squares, weights } = kolmogorovRule();
  // products neither overflow nor vanish
  const unit = a > 1e150 || b > 1e150 ? 2 ** -512 : 1;
  const [as, bs, cs] = [a * unit, b * unit, c * unit];
  const spread = Math.max(0, as * bs - cs * cs);
  let value = 0;
  let slope = 0;
  for (let i = 0; i < squares.length; i++) {
    const x = squares[i] * unit;
    for (let j = 0; j < squares.length; j++) {
      const y = squares[j] * unit;
      const root = Math.sqrt(spread + as * y + bs * x + x * y);
      const weight = weights[i] * weights[j];
      value += weight * Math.atan2(cs, root);
      slope += weight / root;
    }
  }
  value *= 2 / Math.PI;
  slope *= (2 / Math.PI) * unit;
  return { value, slope, valueError: ROUNDING * Math.abs(value), slopeError: ROUNDING * slope };
}

/** Nodes τ² and weights of Kolmogorov's law. */
function kolmogorovRule(): { squares: Float64Array; weights: Float64Array } {
  if (scales) return scales;
  const count = Math.floor((ENDS.most - ENDS.least) / STEP) + 1;
  const roots = Float64Array.from({ length: count }, (_, i) => Math.exp(ENDS.least + i * STEP));
  scales = {
    squares: roots.map((tau) => tau * tau),
    weights: roots.map((tau) => STEP * tau * kolmogorovDensity(tau)),
  };
  return scales;
}

/** Σ (−1)^(j−1) 8τj² e^(−2j²τ²), or, below τ = 1, the same by Poisson's summation. */
function kolmogorovDensity(tau: number): number {
  let sum = 0;
  for (let j = 1; j <= 6; j++) {
    if (tau < 1) {
      const rate = ((2 * j - 1) * Math.PI) ** 2 / (8 * tau * tau);
      sum += (Math.sqrt(2 * Math.PI) / (tau * tau)) * (2 * rate - 1) * Math.exp(-rate);
    } else sum += (j % 2 === 1 ? 8 : -8) * tau * j * j * Math.exp(-2 * (j * tau) ** 2);
  }
  return sum;
}
