/** The n×n matrix with z as row `first` and d on the rest of the diagonal (d of `first` is 0). */
export interface Arrow {
  first: number;
  d: Float64Array;
  z: Float64Array;
}

/** Basis vectors `kept` and `dropped` became c·kept + s·dropped and c·dropped − s·kept. */
export interface Turn {
  kept: number;
  dropped: number;
  c: number;
  s: number;
}

/**
 * Which entries of the arrow are left to the secular equation: those of z above `tolerance` with d further than that from
 * the next kept one; equal d are turned into one another, on both sides. Overwrites the arrow.
 * @returns kept: indices by ascending d, `first` at the head; turns in the order they were made.
 */
export function deflateArrow({ first, d, z }: Arrow, tolerance: number): { kept: number[]; turns: Turn[] } {
  // The head may not vanish and the next pole may not meet it: moved by no more than the tolerance.
  if (Math.abs(z[first]) <= tolerance) z[first] = tolerance;
  const kept = [first];
  const turns: Turn[] = [];
  const order = Uint32Array.from(d.keys()).sort((i, j) => d[i] - d[j]);
  for (const j of order) {
    if (j === first || Math.abs(z[j]) <= tolerance) continue;
    const previous = kept[kept.length - 1];
    if (previous === first) {
      d[j] = Math.max(d[j], tolerance / 2);
    } else if (d[j] - d[previous] <= tolerance) {
      const length = Math.hypot(z[previous], z[j]);
      turns.push({ kept: j, dropped: previous, c: z[j] / length, s: z[previous] / length });
      z[j] = length;
      kept.pop();
    }
    kept.push(j);
  }
  return { kept, turns };
}
