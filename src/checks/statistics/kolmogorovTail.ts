/** P(K > x) of Kolmogorov's limit law, by whichever of its two theta series is short at x. */
export function kolmogorovTail(x: number): number {
  if (!(x > 0)) return 1;
  let sum = 0;
  if (x < 1) {
    for (let j = 1; j < 20; j += 2) sum += Math.exp(-((j * Math.PI) ** 2) / 8 / x / x);
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let j = 1; j < 20; j++) sum += (j % 2 ? 2 : -2) * Math.exp(-2 * (j * x) ** 2);
  return sum;
}
