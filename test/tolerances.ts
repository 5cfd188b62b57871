import type { Dtype } from '../src/matrix';

const eps: Record<Dtype, number> = { float64: 2 ** -52, float32: 2 ** -23 };

/**
 * The one table of rounding tolerances (dtype × operation × size), relative to the natural scale of the result:
 * products to the product of absolute values, trained weights to the largest weight.
 */
export const tolerance = {
  /** Entry of a product with inner size k, relative to |A||B|. */
  product: (dtype: Dtype, k: number) => (k + 4) * eps[dtype],
  /** Deterministic limits against tabulated values (the table's own digits and the solver's rounding). */
  limit: 1e-9,
};
