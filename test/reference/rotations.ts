/** One sweep of plane rotations: rotation k acts on rows `first + step·k` and the next, step = ±1. */
export interface Sweep {
  first: number;
  step: 1 | -1;
  rotations: { c: number; s: number }[];
}

/** Rows x and y of every rotation, one after the other, become c·x + s·y and c·y − s·x. Overwrites `rows`. */
export function rotateRows(rows: number[][], sweeps: readonly Sweep[]): number[][] {
  for (const { first, step, rotations } of sweeps) {
    rotations.forEach(({ c, s }, k) => {
      const [x, y] = [rows[first + step * k], rows[first + step * (k + 1)]];
      for (let j = 0; j < x.length; j++) [x[j], y[j]] = [c * x[j] + s * y[j], c * y[j] - s * x[j]];
    });
  }
  return rows;
}
