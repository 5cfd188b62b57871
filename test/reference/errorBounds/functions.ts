/** Functions of matrices against functions of a known spectrum: backward error times condition number of the function. */
import { expm } from '../../../src/linalg/expm';
import { powm } from '../../../src/linalg/powm';
import { sqrtm } from '../../../src/linalg/sqrtm';
import { matrix } from '../../../src/matrix';
import { tolerance } from '../../tolerances';
import { DoubleDouble, expExact } from '../doubleDouble';
import {
  exactIdentity,
  exactly,
  exactNorm,
  exactProduct,
  exactSandwich,
  exactScaled,
  exactSum,
} from '../exactMatrices';
import { type ErrorBound, type ErrorCase, knownSpectrum, normals, normwise, unit } from './errorBound';

const stable = (n: number) => tolerance.matrixFunction * n * 2 * unit.float64;

/** The largest eigenvalue is 1, so that ‖A‖₂ = 1 and the least is 1/κ. */
function rootError(of: ErrorCase): number {
  const { a, values, left } = knownSpectrum(of.n, of.n, of, true);
  const exact = exactSandwich(
    left,
    values.map(({ hi, lo }) => new DoubleDouble(hi, lo).sqrt()),
    left,
  );
  // d√λ/dλ = 1/(2√λ), at most √κ/2.
  return normwise(sqrtm(a).data, exact, stable(of.n) * Math.max(1, Math.sqrt(of.condition) / 2) * Math.sqrt(of.n));
}

function powerError(of: ErrorCase, p: number): number {
  const { a, values, left } = knownSpectrum(of.n, of.n, of, true);
  const powers = values.map(({ hi, lo }) => {
    const base = new DoubleDouble(hi, lo);
    if (p === 3) return new DoubleDouble(hi, lo).times(hi, lo).times(hi, lo);
    return DoubleDouble.of(1).over(p === -1 ? hi : base.sqrt().hi, base.lo);
  });
  const exact = exactSandwich(left, powers, left);
  // |p| λ^(p−1) times the backward error, largest at the smallest eigenvalue for p < 1.
  const slope = Math.max(1, Math.abs(p) * (p < 1 ? of.condition ** (1 - p) : 1));
  return normwise(powm(a, p).data, exact, stable(of.n) * slope * Math.sqrt(of.n));
}

/** `condition` is ‖A‖₂ here: symmetric with eigenvalues 0 … −‖A‖, or any matrix of that size. */
function exponentialError({ n, condition: size, seed }: ErrorCase): number {
  if (seed % 2 === 0) {
    const { left } = knownSpectrum(n, n, { n, condition: 1, seed }, true);
    const values = Array.from({ length: n }, (_, i) => DoubleDouble.of((-size * i) / Math.max(1, n - 1)));
    const a = exactSandwich(left, values, left);
    const exact = exactSandwich(left, values.map(expExact), left);
    const entries = matrix(
      n,
      n,
      a.hi.map((x, i) => x + a.lo[i]),
    );
    // Normal: the condition number of the exponential is ‖A‖.
    return normwise(expm(entries).data, exact, stable(n) * Math.max(1, size) * exactNorm(exact));
  }
  const drawn = normals(n, n, seed);
  const scale = Math.min(size, 4) / Math.hypot(...drawn.data);
  const a = matrix(
    n,
    n,
    drawn.data.map((x) => x * scale),
  );
  const exact = seriesExponential(exactly(a));
  // In general at most ‖A‖ e^‖A‖/‖e^A‖ (Higham 2008, equation 10.17).
  return normwise(expm(a).data, exact, stable(n) * Math.max(1, Math.min(size, 4)) * Math.exp(Math.min(size, 4)));
}

/** Σ a^k/k! for norms of a few. */
function seriesExponential(a: ReturnType<typeof exactly>) {
  let term = exactIdentity(a.rows);
  let sum = term;
  for (let k = 1; k <= 60; k++) {
    term = exactScaled(exactProduct(term, a), DoubleDouble.of(1).over(k));
    sum = exactSum(sum, term);
  }
  return sum;
}

const common = { area: 'Matrix functions', dtype: 'float64', sizes: [1, 5, 33, 64], quick: 3 } as const;

export const functions: ErrorBound[] = [
  {
    ...common,
    functions: ['sqrtm'],
    conditions: [1, 1e4, 1e8, 1e12],
    error: '‖X − A^½‖',
    bound: 'c n ε √(nκ)/2 ‖A‖',
    measure: rootError,
  },
  ...[-1, -0.5, 3].map(
    (p): ErrorBound => ({
      ...common,
      functions: [`powm, p = ${p === -0.5 ? '−½' : String(p).replace('-', '−')}`],
      conditions: [1, 1e4, 1e8],
      error: '‖X − A^p‖',
      bound: 'c n ε √n |p| max λ^(p−1)',
      measure: (of) => powerError(of, p),
    }),
  ),
  {
    ...common,
    functions: ['expm'],
    conditions: [0.01, 1, 40],
    error: '‖X − e^A‖',
    bound: 'c n ε ‖A‖ ‖e^A‖ (normal A), c n ε ‖A‖ e^{‖A‖} (any)',
    sizes: [1, 5, 21, 33],
    measure: exponentialError,
  },
];
