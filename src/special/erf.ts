/** erf x, relative error of a few roundings. Series without cancellation below 2.5 (Abramowitz & Stegun 7.1.6). */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(size)) return Number.NaN;
  return size < SWITCH ? series(x) : Math.sign(x) * (1 - tail(size));
}

/** erfc x = 1 − erf x, relative error below 1e-13 also far in the tail (0 beyond 27). */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x <= -SWITCH) return 2 - tail(-x);
  return x < 0.5 ? 1 - series(x) : tail(x);
}

/** Distribution function of the standard normal. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** e^(x²/2) P(z > x) of a standard normal z, x ≥ 0: Mills' ratio over √(2π), which has digits however far out. */
export function scaledNormalTail(x: number): number {
  const along = x * Math.SQRT1_2;
  if (along < 0.5) return 0.5 * Math.exp(along * along) * (1 - series(along));
  return 0.5 / (continued(along) * Math.sqrt(Math.PI));
}

const SWITCH = 2.5;

/** 2/√π e^(−x²) Σ 2ⁿ x^(2n+1)/(2n+1)!! */
function series(x: number): number {
  const square = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= square / (n + 0.5);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
}

/** erfc x for x ≥ ½. */
function tail(x: number): number {
  if (x > 27) return 0;
  // exp(−x²) of the rounded square would lose as many digits as x² has: the rounding of the square counts too.
  const high = Math.fround(x);
  return (Math.exp(-high * high) * Math.exp(-(x - high) * (x + high))) / (continued(x) * Math.sqrt(Math.PI));
}

/** e^(−x²)/(√π erfc x) for x ≥ ½: x + ½/(x + 1/(x + 3/2/(x + …))), from the tail (A & S 7.1.14). */
function continued(x: number): number {
  let fraction = x;
  for (let k = Math.ceil(20 + 250 / (x * x)); k > 0; k--) fraction = x + k / 2 / fraction;
  return fraction;
}
