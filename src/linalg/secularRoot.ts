const EPS = 2 ** -52;
/** Steps before a root counts as found; three to six are usual, and every step halves the bracket at worst. */
const MOST_STEPS = 100;

/**
 * Root i of the secular equation 1 + Σ z_k²/(d_k² − σ²) = 0, in (d_i, d_{i+1}) or beyond the last d: a singular value of
 * the matrix with z as first row and d (ascending, d_0 = 0) on the diagonal otherwise. Iteration from both poles (Bunch,
 * Nielsen & Sorensen 1978) on σ² less the square of the nearer pole, so that all differences keep their digits.
 * @param squares z_k²; @param delta receives d_k² − σ² for every k.
 */
export function secularRoot(n: number, i: number, d: Float64Array, squares: Float64Array, delta: Float64Array): number {
  const last = i === n - 1;
  let gap = 0;
  let origin = i;
  let mu: number;
  if (last) {
    for (let k = 0; k < n; k++) gap += squares[k];
    mu = gap / 2;
  } else {
    gap = (d[i + 1] - d[i]) * (d[i + 1] + d[i]);
    let f = 1;
    for (let k = 0; k < n; k++) f += squares[k] / ((d[k] - d[i]) * (d[k] + d[i]) - gap / 2);
    const [near, far] = [squares[i], squares[i + 1]];
    const c = f + (2 * near) / gap - (2 * far) / gap;
    if (f >= 0) mu = quadraticRoot(c * gap + near + far, near * gap, c);
    else {
      origin = i + 1;
      mu = quadraticRoot(near + far - c * gap, -far * gap, c);
    }
  }
  const pole = d[origin];
  for (let k = 0; k < n; k++) delta[k] = (d[k] - pole) * (d[k] + pole);
  let low = origin === i ? 0 : -gap / 2;
  let high = origin === i ? (last ? gap : gap / 2) : 0;
  if (!(mu > low && mu < high)) mu = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS; step++) {
    let left = 0;
    let leftSlope = 0;
    for (let k = 0; k <= i; k++) {
      const inverse = 1 / (delta[k] - mu);
      const term = squares[k] * inverse;
      left += term;
      leftSlope += term * inverse;
    }
    let right = 0;
    let rightSlope = 0;
    for (let k = i + 1; k < n; k++) {
      const inverse = 1 / (delta[k] - mu);
      const term = squares[k] * inverse;
      right += term;
      rightSlope += term * inverse;
    }
    const f = 1 + left + right;
    if (Math.abs(f) <= 4 * EPS * (1 - left + right)) break;
    if (f < 0) low = mu;
    else high = mu;
    const a = delta[i] - mu;
    let next: number;
    if (last) {
      next = mu + a + (leftSlope * a * a) / (f - leftSlope * a);
    } else {
      const b = delta[i + 1] - mu;
      const c = f - leftSlope * a - rightSlope * b;
      next = mu + quadraticRoot((a + b) * f - a * b * (leftSlope + rightSlope), a * b * f, c);
    }
    if (next === mu) break;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (next === low || next === high) break;
    mu = next;
  }
  for (let k = 0; k < n; k++) delta[k] -= mu;
  return pole + mu / (pole + Math.sqrt(pole * pole + mu));
}

/** The root of c·x² − a·x + b that stays finite as c vanishes or the one between the poles, computed without cancellation. */
function quadraticRoot(a: number, b: number, c: number): number {
  const root = Math.sqrt(Math.max(0, a * a - 4 * b * c));
  return a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root);
}
