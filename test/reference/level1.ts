/** Vector operations in plain float64. */

export function dot(x: ArrayLike<number>, y: ArrayLike<number>): { value: number; scale: number } {
  let value = 0;
  let scale = 0;
  for (let i = 0; i < x.length; i++) {
    value += x[i] * y[i];
    scale += Math.abs(x[i] * y[i]);
  }
  return { value, scale };
}

export function axpy(alpha: number, x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  return Array.from(x, (value, i) => alpha * value + y[i]);
}

export function scal(alpha: number, x: ArrayLike<number>): number[] {
  return Array.from(x, (value) => alpha * value);
}

/** Euclidean length, scaled so that no square overflows or underflows. */
export function nrm2(x: ArrayLike<number>): number {
  return Math.hypot(...Array.from(x));
}
