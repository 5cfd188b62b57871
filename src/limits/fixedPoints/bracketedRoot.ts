/**
 * A root of f between two points where its signs differ, to the last bits of the root: inverse quadratic interpolation where
 * it is safe, else bisection (Chandrupatla 1997).
 */
export function bracketedRoot(f: (x: number) => number, from: number, to: number): number {
  let [a, b, c] = [to, from, to];
  let [fa, fb] = [f(a), f(b)];
  let fc = fa;
  let t = 0.5;
  for (;;) {
    const x = a + t * (b - a);
    const fx = f(x);
    if (Math.sign(fx) === Math.sign(fa)) [c, fc] = [a, fa];
    else [c, b, fc, fb] = [b, a, fb, fa];
    [a, fa] = [x, fx];
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const share = (Number.EPSILON * Math.abs(best) + 1e-300) / Math.abs(b - a);
    if (share > 0.5 || fa === 0 || fb === 0) return fa === 0 ? a : fb === 0 ? b : best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    const interpolate = phi * phi < xi && (1 - phi) ** 2 < 1 - xi;
    t = interpolate
      ? (fa / (fb - fa)) * (fc / (fb - fc)) + (((c - a) / (b - a)) * fa * fb) / ((fc - fa) * (fc - fb)) || 0.5
      : 0.5;
    t = Math.min(1 - share, Math.max(share, t));
  }
}
