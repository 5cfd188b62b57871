/** The 5(4) pair of Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19: seven stages, the last one that of the next step. */

/** Row j: what stage j + 1 adds of the stages before it; the last row gives the solution of order 5. */
export const stages: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];

/** Order 5 less order 4: the error of a step. */
export const differences: readonly number[] = [
  71 / 57600,
  0,
  -71 / 16695,
  71 / 1920,
  -17253 / 339200,
  22 / 525,
  -1 / 40,
];

/**
 * Factor on the step size after a step with this error (1: as large as tolerated): 0.9·error^(−3/16) within 0.2 … 5.
 * The exponent is close to the ideal 1/5 and takes only square roots, which are the same on every engine.
 */
export function stepFactor(error: number): number {
  const root = Math.sqrt(Math.sqrt(Math.sqrt(Math.sqrt(error))));
  return Math.min(5, Math.max(0.2, 0.9 / (root * root * root)));
}
