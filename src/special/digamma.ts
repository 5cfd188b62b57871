import { BERNOULLI, STIRLING_FROM } from './bernoulli';

/**
 * ψ(x) = d log Γ/dx for real x, NaN at its poles 0, −1, −2 …; absolute error of some roundings of 1 + |ψ|.
 * Recurrence, reflection and asymptotic series (Abramowitz & Stegun 6.3.5, 6.3.7, 6.3.18).
 */
export function digamma(x: number): number {
  if (x <= 0) {
    const fraction = x - Math.round(x);
    return fraction === 0 ? Number.NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
  }
  const { z, series, below } = asymptotic(x);
  return Math.log(z) - 0.5 / z - series - below;
}

/** ψ(x) − log x ≈ −1/(2x) for x ≥ ½, to its own digits. */
export function digammaLessLog(x: number): number {
  const { z, series, below } = asymptotic(x);
  return Math.log(z / x) - 0.5 / z - series - below;
}

/** ψ(x) = log z − 1/(2z) − series − below, at some z = x + n, x > 0. */
function asymptotic(x: number): { z: number; series: number; below: number } {
  let z = x;
  let below = 0;
  for (; z < STIRLING_FROM; z++) below += 1 / z;
  let series = 0;
  for (let k = BERNOULLI.length; k > 0; k--) series = (series + BERNOULLI[k - 1] / (2 * k)) / (z * z);
  return { z, series, below };
}

/** From here on the series of `digammaHalfStep` is exact to rounding. */
const HALF_STEPS_FROM = 50;

/** ψ((y + 1)/2) − ψ(y/2) ≈ 1/y for y > 0, to its own digits: ∫ e^(−yt) (1 + tanh(t/2)) dt, t > 0. */
export function digammaHalfStep(y: number): number {
  let z = y;
  let sum = 0;
  for (; z < HALF_STEPS_FROM; z += 2) sum += 2 / (z * (z + 1));
  const s = 1 / (z * z);
  return sum + 1 / z + s * (1 / 2 - s * (1 / 4 - s * (1 / 2 - s * (17 / 8 - s * (31 / 2)))));
}
