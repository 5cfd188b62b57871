const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Golden-section search for the maximum of what has one in the interval, to a share of its length. Default 3e-8, where maxima are flat to
 * rounding. Of two equal values, −Infinity say, the lower side is followed.
 */
export function highest(f: (x: number) => number, low: number, high: number, share = 3e-8): number {
  let [a, b] = [low, high];
  let [c, d] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [atC, atD] = [f(c), f(d)];
  // counted: no interval is narrower than the rounding of its ends
  for (let left = Math.ceil(Math.log(share) / Math.log(GOLDEN)); left > 0; left--) {
    if (atC >= atD) {
      [b, d, atD] = [d, c, atC];
      c = b - GOLDEN * (b - a);
      atC = f(c);
    } else {
      [a, c, atC] = [c, d, atD];
      d = a + GOLDEN * (b - a);
      atD = f(d);
    }
  }
  return (a + b) / 2;
}
