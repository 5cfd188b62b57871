/** Golden-section search for the maximum of what has one in the interval. */
export function highest(f: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [atC, atD] = [f(c), f(d)];
  for (let i = 0; i < 36; i++) {
    if (atC > atD) {
      [b, d, atD] = [d, c, atC];
      c = b - ratio * (b - a);
      atC = f(c);
    } else {
      [a, c, atC] = [c, d, atD];
      d = a + ratio * (b - a);
      atD = f(d);
    }
  }
  return (a + b) / 2;
}
