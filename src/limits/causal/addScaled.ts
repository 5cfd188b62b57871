/** to += factor·from, entry by entry. */
export function addScaled(to: Float64Array | Float32Array, from: ArrayLike<number>, factor = 1): void {
  for (let i = 0; i < from.length; i++) to[i] += factor * from[i];
}
