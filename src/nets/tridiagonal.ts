/**
 * Largest eigenvalue of a symmetric tridiagonal matrix, by bisection on the number of eigenvalues above a shift
 * (Sylvester's inertia of the LDLᵀ factors). `beside` has one entry fewer than `diagonal`.
 */
export function largestEigenvalue(diagonal: readonly number[], beside: readonly number[]): number {
  const n = diagonal.length;
  const reach = (k: number) => Math.abs(beside[k - 1] ?? 0) + Math.abs(k < n - 1 ? beside[k] : 0);
  let high = Math.max(...diagonal.map((d, k) => d + reach(k)));
  let low = Math.max(...diagonal);
  for (let pass = 0; pass < 200; pass++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (isBelow(diagonal, beside, middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** Whether an eigenvalue lies above `shift`: a pivot of shift − T is not positive. */
function isBelow(diagonal: readonly number[], beside: readonly number[], shift: number): boolean {
  let pivot = 1;
  for (let k = 0; k < diagonal.length; k++) {
    const square = k > 0 ? beside[k - 1] * beside[k - 1] : 0;
    pivot = shift - diagonal[k] - square / pivot;
    if (pivot <= 0) return true;
  }
  return false;
}
