import { BERNOULLI, STIRLING_FROM } from './bernoulli';

/**
 * log Γ(z), z = re + i·im, the branch that is real on the positive axis and continuous off the negative one (the principal
 * branch of SciPy's loggamma and mpmath): Stirling's series after the recurrence, error of some roundings of the largest
 * term. Infinite at the poles. Abramowitz & Stegun 6.1.41.
 */
export function complexLogGamma(re: number, im: number): { re: number; im: number } {
  let x = re;
  let square = 1;
  let shift = 0;
  let angle = 0;
  while (x < 0 || x * x + im * im < STIRLING_FROM * STIRLING_FROM) {
    square *= x * x + im * im;
    if (square > 1e200 || square < 1e-200) {
      shift += 0.5 * Math.log(square);
      square = 1;
    }
    angle += Math.atan2(im, x);
    x++;
  }
  shift += 0.5 * Math.log(square);
  const norm = x * x + im * im;
  const argument = Math.atan2(im, x);
  if (norm === Number.POSITIVE_INFINITY) {
    // the series is nothing there
    const log = Math.log(Math.hypot(x, im));
    return { re: (x - 0.5) * log - im * argument - x, im: (x - 0.5) * argument + im * log - im };
  }
  // 1/z² and the series in it by Horner's rule
  const a = (x * x - im * im) / (norm * norm);
  const b = (-2 * x * im) / (norm * norm);
  let u = 0;
  let v = 0;
  for (let k = BERNOULLI.length; k > 0; k--) {
    const next = a * u - b * v + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
    v = a * v + b * u;
    u = next;
  }
  const log = 0.5 * Math.log(norm);
  return {
    re: (x - 0.5) * log - im * argument - x + 0.5 * Math.log(2 * Math.PI) + (u * x + v * im) / norm - shift,
    im: (x - 0.5) * argument + im * log - im + (v * x - u * im) / norm - angle,
  };
}
