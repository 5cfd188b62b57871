/** Statistics of a sample that are standard normal (z) when its entries are independent standard normals. */
export interface Statistic {
  name: string;
  z: number;
}

const LAGS = [1, 2, 3, 4, 8, 16, 4096];
const LEVELS = [3, 4, 5];

/** (k − 1)!! for even k: the k-th moment of a standard normal. */
function normalMoment(k: number): number {
  return k % 2 === 1 ? 0 : k < 2 ? 1 : (k - 1) * normalMoment(k - 2);
}

/** Φ by Marsaglia's series ("Evaluating the normal distribution", 2004); absolute error near 1e-15. */
export function normalCdf(x: number): number {
  if (x < -9 || x > 9) return x < 0 ? 0 : 1;
  let term = x;
  let sum = x;
  for (let k = 3; sum + term !== sum; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Moments of order 1 … 8, each with its exact standard error. */
export function momentStatistics(x: ArrayLike<number>): Statistic[] {
  const sums = new Float64Array(9);
  for (let i = 0; i < x.length; i++) {
    let power = 1;
    for (let k = 1; k <= 8; k++) {
      power *= x[i];
      sums[k] += power;
    }
  }
  return Array.from({ length: 8 }, (_, i) => {
    const k = i + 1;
    const expected = normalMoment(k);
    const error = Math.sqrt((normalMoment(2 * k) - expected ** 2) / x.length);
    return { name: `moment ${k}`, z: (sums[k] / x.length - expected) / error };
  });
}

/** Correlations of entries, and of their squares, at distances that match the vectors, groups and chunks of the kernel. */
export function serialStatistics(x: ArrayLike<number>): Statistic[] {
  return LAGS.flatMap((lag) => pairStatistics(x, x, lag).map(({ name, z }) => ({ name: `${name}, lag ${lag}`, z })));
}

/** Correlations of x_i with y_(i + lag), and of their squares. */
export function pairStatistics(x: ArrayLike<number>, y: ArrayLike<number>, lag = 0): Statistic[] {
  const count = x.length - lag;
  let first = 0;
  let second = 0;
  for (let i = 0; i < count; i++) {
    const a = x[i];
    const b = y[i + lag];
    first += a * b;
    second += (a * a - 1) * (b * b - 1);
  }
  return [
    { name: 'correlation', z: first / Math.sqrt(count) },
    { name: 'correlation of squares', z: second / (2 * Math.sqrt(count)) },
  ];
}

/** Numbers of entries beyond 3, 4 and 5 on either side. */
export function tailStatistics(x: ArrayLike<number>): Statistic[] {
  return LEVELS.flatMap((level) => {
    let above = 0;
    let below = 0;
    for (let i = 0; i < x.length; i++) {
      if (x[i] > level) above++;
      else if (x[i] < -level) below++;
    }
    const expected = x.length * normalCdf(-level);
    const z = (found: number) => (found - expected) / Math.sqrt(expected);
    return [
      { name: `above ${level}`, z: z(above) },
      { name: `below −${level}`, z: z(below) },
    ];
  });
}

/** p-value of the Kolmogorov–Smirnov test against the standard normal law. */
export function kolmogorovSmirnov(x: ArrayLike<number>): number {
  const sorted = Float64Array.from(x).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((v, i) => {
    const cdf = normalCdf(v);
    distance = Math.max(distance, cdf - i / n, (i + 1) / n - cdf);
  });
  const lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  let p = 0;
  for (let j = 1; j <= 100; j++) p += 2 * (-1) ** (j - 1) * Math.exp(-2 * (j * lambda) ** 2);
  return Math.min(1, Math.max(0, p));
}

/**
 * p-value of the Anderson–Darling test against the standard normal law, which weighs the tails more; asymptotic law of
 * Marsaglia and Marsaglia ("Evaluating the Anderson–Darling distribution", 2004), error below 2e-6.
 */
export function andersonDarling(x: ArrayLike<number>): number {
  const sorted = Float64Array.from(x).sort();
  const n = sorted.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (2 * i + 1) * Math.log(normalCdf(sorted[i]) * normalCdf(-sorted[n - 1 - i]));
  const a = -n - sum / n;
  const cdf =
    a < 2
      ? (Math.exp(-1.2337141 / a) / Math.sqrt(a)) *
        (2.00012 + (0.247105 - (0.0649821 - (0.0347962 - (0.011672 - 0.00168691 * a) * a) * a) * a) * a)
      : Math.exp(-Math.exp(1.0776 - (2.30695 - (0.43424 - (0.082433 - (0.008056 - 0.0003146 * a) * a) * a) * a) * a));
  return Math.min(1, Math.max(0, 1 - cdf));
}

/** The statistics of independent parts of one sample as statistics of the whole. */
export function pooled(parts: Statistic[][]): Statistic[] {
  return parts[0].map(({ name }, i) => ({
    name,
    z: parts.reduce((sum, part) => sum + part[i].z, 0) / Math.sqrt(parts.length),
  }));
}

/** Every statistic above but the Kolmogorov–Smirnov and Anderson–Darling tests. */
export function battery(x: ArrayLike<number>): Statistic[] {
  return [...momentStatistics(x), ...serialStatistics(x), ...tailStatistics(x)];
}
