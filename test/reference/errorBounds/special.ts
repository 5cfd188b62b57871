/** Special functions inside the limits, against values of mpmath with 40 digits (test/reference/data/gamma.json) and others. */
import { BERNOULLI } from '../../../src/special/bernoulli';
import { complexLogGamma } from '../../../src/special/complexLogGamma';
import { digamma } from '../../../src/special/digamma';
import { erf, erfc, normalCdf } from '../../../src/special/erf';
import { logGammaMoment } from '../../../src/special/gammaMoment';
import { logGammaProduct } from '../../../src/special/gammaProduct';
import { gaussHermite } from '../../../src/special/gaussHermite';
import { gaussLegendre } from '../../../src/special/gaussLegendre';
import { logGamma } from '../../../src/special/logGamma';
import { trigamma } from '../../../src/special/trigamma';
import { tolerance } from '../../tolerances';
import table from '../data/gamma.json';
import { DoubleDouble, expExact } from '../doubleDouble';
import { type ErrorBound, larger } from './errorBound';

const worst = (errors: readonly number[]) => errors.reduce(larger, 0) / tolerance.special;
const relative = (value: number, exact: number, least = 0) => {
  const error = Math.abs(value - exact);
  return error === 0 ? 0 : error / Math.max(Math.abs(exact), least);
};

/** erf x = 2/√π e^(−x²) Σ 2^k x^(2k+1)/(1·3·…·(2k+1)) in double-double. */
function exactErf(x: number): DoubleDouble {
  const square = DoubleDouble.of(x).times(x);
  const term = DoubleDouble.of(x);
  const sum = DoubleDouble.of(x);
  for (let k = 1; k < 400; k++) {
    term.times(2 * square.hi, 2 * square.lo).over(2 * k + 1);
    sum.add(term.hi, term.lo);
  }
  const decay = expExact(new DoubleDouble(-square.hi, -square.lo));
  // 2/√π to 32 digits.
  return sum.times(decay.hi, decay.lo).times(1.1283791670955126, 1.533545961316588e-17);
}

const points = Array.from({ length: 60 }, (_, i) => (i + 0.5) / 10);

function erfError(): number {
  return worst(
    points.flatMap((x) => {
      const inside = exactErf(x);
      const outside = new DoubleDouble(-inside.hi, -inside.lo).add(1).value;
      // 1 − erf cancels: 30 digits less those of erfc.
      const tail = outside > 1e-15 ? relative(erfc(x), outside) : 0;
      const scaled = relative(normalCdf(x * Math.SQRT2), 1 - outside / 2);
      return [relative(erf(x), inside.value), relative(erfc(-x), 1 + inside.value), tail, scaled];
    }),
  );
}

/** Moments of the standard normal, and of the uniform law on [−1, 1], as far as the rule is exact. */
function ruleErrors(n: number): number {
  const [hermite, legendre] = [gaussHermite(n), gaussLegendre(n)];
  const errors: number[] = [];
  let moment = 1;
  for (let k = 0; 2 * k < Math.min(2 * n, 20); k++) {
    if (k > 0) moment *= 2 * k - 1;
    errors.push(relative(sum(hermite.nodes, hermite.weights, 2 * k), moment));
    errors.push(relative(sum(legendre.nodes, legendre.weights, 2 * k), 2 / (2 * k + 1)));
  }
  return worst(errors);
}

const sum = (nodes: Float64Array, weights: Float64Array, power: number) =>
  nodes.reduce((total, x, i) => total + weights[i] * x ** power, 0);

/** The law of one factor Gamma(a)/a is known: log-density of its logarithm, and E g = 1, E g² = 1 + 1/a. */
function gammaProductError(): number {
  const errors: number[] = [];
  for (const a of [0.5, 2, 7.5, 40]) {
    for (const x of [-1.5, -0.2, 0, 0.4]) {
      const terms = [a * Math.log(a), -logGamma(a), a * x, -a * Math.exp(x)];
      const density = terms.reduce((total, term) => total + term);
      const size = terms.reduce((total, term) => total + Math.abs(term), 1);
      errors.push(relative(logGammaProduct([{ a, count: 1 }], x), density, size));
    }
    errors.push(
      relative(Math.exp(logGammaMoment(a, 1, 0).re), 1),
      relative(Math.exp(logGammaMoment(a, 2, 0).re), 1 + 1 / a),
    );
  }
  return worst(errors);
}

const common = { area: 'Special functions', dtype: 'float64', sizes: [1], quick: 1 } as const;
const bound = '10⁻¹³';

export const special: ErrorBound[] = [
  {
    ...common,
    functions: ['logGamma', 'bernoulli'],
    error: 'relative',
    bound,
    measure: () =>
      worst([...table.logGamma.map(([x, exact]) => relative(logGamma(x), exact)), relative(BERNOULLI[0], 1 / 6)]),
  },
  {
    ...common,
    functions: ['digamma'],
    error: 'relative to 1 + |ψ|',
    bound,
    measure: () => worst(table.digamma.map(([x, exact]) => relative(digamma(x), exact, 1))),
  },
  {
    ...common,
    functions: ['trigamma'],
    error: 'relative',
    bound,
    measure: () => worst(table.trigamma.map(([x, exact]) => relative(trigamma(x), exact))),
  },
  {
    ...common,
    functions: ['complexLogGamma'],
    error: 'relative to 1 + |log Γ|',
    bound,
    measure: () =>
      worst(
        table.complexLogGamma.flatMap(([re, im, real, imaginary]) => {
          const value = complexLogGamma(re, im);
          const size = Math.max(1, Math.hypot(real, imaginary));
          return [relative(value.re, real, size), relative(value.im, imaginary, size)];
        }),
      ),
  },
  { ...common, functions: ['erf'], error: 'relative; erf, erfc, normalCdf', bound, measure: erfError },
  {
    ...common,
    functions: ['gammaMoment', 'gammaProduct'],
    error: 'relative to the terms of the logarithm',
    bound,
    measure: gammaProductError,
  },
  {
    ...common,
    functions: ['gaussHermite', 'gaussLegendre'],
    error: 'moments up to degree 18, relative',
    bound,
    sizes: [1, 5, 30, 100],
    quick: 3,
    measure: ({ n }) => ruleErrors(n),
  },
];
