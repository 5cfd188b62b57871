/** Cells of the table on [0, 1], powers of the distance from a cell's centre, and room for them. */
const CELLS = 128;
const TERMS = 7;
const ROOM = 8;

/** Made at the first call, not when the package is imported. */
let made: Float64Array | undefined;

/**
 * P(u > 0, v > 0) of a centred Gaussian pair of covariance c, ½ − atan2(root, c)/2π with root = √(ab − c²) of the variances a and b
 * (Sheppard 1899), to a few units in the last place also where it is close to 0. Half the angle is an arctangent in [0, π/4],
 * from a table of Taylor series: Math.atan2 would take longer than all else in a pair of ReLU's kernel.
 * @param scale √(ab).
 */
export function orthantProbability(root: number, c: number, scale: number): number {
  if (root === 0) return c < 0 ? 0 : 0.5;
  made ??= arctangents();
  const table = made;
  const half = root / (Math.abs(c) + scale);
  const cell = (half * CELLS + 0.5) | 0;
  const u = half - cell / CELLS;
  const uu = u * u;
  const at = cell * ROOM;
  const low = table[at] + u * (table[at + 1] + u * table[at + 2]);
  const high = table[at + 3] + u * table[at + 4] + uu * (table[at + 5] + u * table[at + 6]);
  const share = (low + u * uu * high) / Math.PI;
  return c < 0 ? share : 0.5 - share;
}

/** Taylor series of the arctangent at k/CELLS: θ, then (−1)^(n−1) cosⁿθ sin(n(π/2 − θ))/n. The next term is below rounding. */
function arctangents(): Float64Array {
  const table = new Float64Array((CELLS + 1) * ROOM);
  for (let cell = 0; cell <= CELLS; cell++) {
    const angle = Math.atan(cell / CELLS);
    table[cell * ROOM] = angle;
    for (let n = 1; n < TERMS; n++) {
      const sign = n % 2 === 1 ? 1 : -1;
      table[cell * ROOM + n] = (sign * Math.cos(angle) ** n * Math.sin(n * (Math.PI / 2 - angle))) / n;
    }
  }
  return table;
}
