import type { DualActivation } from './dualActivation';

/** Share of ab below which ab − c² has lost digits that show. */
const NEAR = 1e-6;
/** Relative, of variances and covariances. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * The same dual, with the rounding of c in its errors where u and v are nearly parallel: long inputs that hardly differ depend on
 * digits of ab − c² that are not there. Equal inputs are exact.
 */
export function withRounding(dual: DualActivation): DualActivation {
  const [one, slopeOfOne] = [new Float64Array(1), new Float64Array(1)];
  return {
    rows: (q) => dual.rows(q),
    pairs: (left, i, right, from, k, d) => {
      const a = left.q[i];
      const near: { j: number; c: number }[] = [];
      for (let j = 0; j < k.length; j++) {
        const [b, c] = [right.q[from + j], k[j]];
        if (c * c > (1 - NEAR) * a * b && !(a === b && Math.abs(c) === a)) near.push({ j, c });
      }
      const errors = { ...dual.pairs(left, i, right, from, k, d) };
      for (const { j, c } of near) {
        one[0] = c * (1 - ROUNDING);
        dual.pairs(left, i, right, from + j, one, d && slopeOfOne);
        errors.value = Math.max(errors.value, Math.abs(one[0] - k[j]));
        if (d) errors.slope = Math.max(errors.slope, Math.abs(slopeOfOne[0] - d[j]));
      }
      return errors;
    },
  };
}
