import { finite, integer, knownOptions, nonNegative, reject } from '../validate';

export interface FussCatalanOptions {
  /** M ≥ 1 square Gaussian matrices in the product. */
  factors: number;
}

export interface FussCatalanPoint {
  /** Squared singular value. */
  x: number;
  /** ρ(x). */
  density: number;
  /** Share of squared singular values up to x. */
  cdf: number;
}

/** Law of the squared singular values x of a product of M large square Gaussian matrices. */
export interface FussCatalan {
  /** ρ(x): 0 outside the support, Infinity at the hard edge x = 0, where ρ ~ x^(−M/(M+1)). */
  density(x: number): number;
  /** Share of squared singular values up to x. */
  cdf(x: number): number;
  /** The x with cdf(x) = share, for 0 ≤ share ≤ 1 (0 where float64 ends). */
  quantile(share: number): number;
  /** E x^k = C((M+1)k, k)/(Mk+1) for an integer k ≥ 0: exact while k times it is below 2^51. */
  moments(k: number): number;
  /** Upper end of the support, (M+1)^(M+1)/M^M. */
  readonly max: number;
  /** All three at an angle 0 ≤ φ ≤ π/(M+1), from x = max down to 0: the density of φ itself is smooth. */
  at(phi: number): FussCatalanPoint;
}

/**
 * Squared singular values of W_M ⋯ W_1, entries of the N×N matrices N(0, 1/N), as N → ∞: the Fuss–Catalan law, with
 * M = 1 the one of Marchenko & Pastur. In Biane's parameter 0 < φ < π/(M+1) (Penson & Życzkowski 2011, Haagerup & Möller 2013)
 *   x = sin^(M+1)((M+1)φ)/(sin φ sin^M(Mφ)),   ρ = sin²φ sin^(M−1)(Mφ)/(π sin^M((M+1)φ)),
 *   1 − cdf = [(M+1)φ − M sin φ sin((M+1)φ)/sin(Mφ)]/π    (ρ dx integrated in φ).
 * One product deviates from it by about N^(−0.8) in the cdf: its singular values repel each other, so that p-values for
 * independent samples do not apply.
 * @throws ValueError for factors below 1 or unknown options
 */
export function fussCatalan(options: FussCatalanOptions): FussCatalan {
  knownOptions('fussCatalan', options, ['factors']);
  const M = integer('factors', options.factors, 1, 1e6);
  const end = Math.PI / (M + 1);
  const logMax = Math.log(M + 1) + M * Math.log1p(1 / M);
  // The power of a whole number is exact for a few factors; its logarithm never overflows.
  const max = M < 12 ? (M + 1) ** (M + 1) / M ** M : Math.exp(logMax);

  /** What both ends need to full precision: φ itself near max, the rest ε = π − (M+1)φ near zero. */
  const sines = ({ phi, rest }: Angle) => ({
    one: Math.sin(phi),
    inner: Math.sin(M * phi),
    outer: rest < 1 ? Math.sin(rest) : Math.sin((M + 1) * phi),
  });
  const logX = (angle: Angle) => {
    if (angle.phi === 0) return logMax;
    const { one, inner, outer } = sines(angle);
    return Math.log(outer / one) + M * Math.log(outer / inner);
  };
  const densityAt = (angle: Angle) => {
    if (angle.phi === 0) return 0;
    if (angle.rest === 0) return Number.POSITIVE_INFINITY;
    const { one, inner, outer } = sines(angle);
    return ((one * one) / (Math.PI * inner)) * Math.exp(M * Math.log(inner / outer));
  };
  const below = (angle: Angle) => {
    if (angle.phi === 0) return 1;
    const { one, inner, outer } = sines(angle);
    return Math.min(1, (angle.rest + (M * one * outer) / inner) / Math.PI);
  };

  /** The angle where an increasing function of x has a value: bisection in log ε or log φ. */
  const angleWhere = (value: (angle: Angle) => number, target: number): Angle => {
    const fromRest = target < value(fromPhi(end / 2));
    const make = fromRest ? fromEnd : fromPhi;
    const most = Math.log(fromRest ? Math.PI / 2 : end / 2);
    let [low, high] = [-745, most];
    while (high - low > 1e-16 * Math.max(1, Math.abs(low + high))) {
      const middle = (low + high) / 2;
      if (middle === low || middle === high) break;
      if (value(make(Math.exp(middle))) < target === fromRest) low = middle;
      else high = middle;
    }
    return make(Math.exp((low + high) / 2));
  };
  const fromPhi = (phi: number): Angle => ({ phi, rest: Math.PI - (M + 1) * phi });
  const fromEnd = (rest: number): Angle => ({ phi: (Math.PI - rest) / (M + 1), rest });

  return {
    max,
    density: (x) => {
      if (!(finite('x', x) >= 0 && x < max)) return 0;
      return x === 0 ? Number.POSITIVE_INFINITY : densityAt(angleWhere(logX, Math.log(x)));
    },
    cdf: (x) => {
      if (typeof x !== 'number' || Number.isNaN(x)) finite('x', x);
      if (!(x > 0 && x < max)) return x > 0 ? 1 : 0;
      return below(angleWhere(logX, Math.log(x)));
    },
    quantile: (share) => {
      if (!(nonNegative('share', share) <= 1)) reject('share', 'a number between 0 and 1', share);
      return share === 0 ? 0 : share === 1 ? max : Math.exp(logX(angleWhere(below, share)));
    },
    moments: (k) => {
      integer('k', k, 0, 1e5);
      // the first factor of the binomial is Mk + 1; the rest is a whole number
      let moment = 1;
      for (let j = 2; j <= k; j++) moment *= (M * k + j) / j;
      return Math.round(moment);
    },
    at: (phi) => {
      if (!(nonNegative('phi', phi) <= end)) reject('phi', `an angle up to ${end}`, phi);
      const angle = fromPhi(phi);
      const inside = { phi, rest: Math.max(0, angle.rest) };
      return { x: phi === 0 ? max : Math.exp(logX(inside)), density: densityAt(inside), cdf: below(inside) };
    },
  };
}

interface Angle {
  phi: number;
  rest: number;
}
