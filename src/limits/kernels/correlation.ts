/** Variances whose product is between these are multiplied; of others ratios are taken first. */
export const PRODUCTS = { least: 1e-280, most: 1e300 };

/** c/√(ab) within [−1, 1], 0 where a variance is 0; ab may over- or underflow. */
export function correlation(a: number, b: number, c: number): number {
  const product = a * b;
  // one root where that is safe: equal vectors are parallel to the last bit
  const rho =
    product > PRODUCTS.least && product < PRODUCTS.most ? c / Math.sqrt(product) : c / Math.sqrt(a) / Math.sqrt(b);
  return Math.max(-1, Math.min(1, rho)) || 0;
}
