/** Whether a result tells of NaN or infinities: in its numbers, in bytes of a file it encodes, in what a net computes. */
export function hasNonFinite(value: unknown, depth = 6): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  if (value instanceof Float64Array || value instanceof Float32Array) return value.some((x) => !Number.isFinite(x));
  if (ArrayBuffer.isView(value)) return false;
  if ('predictor' in value && 'spec' in value && typeof value.predictor === 'function') {
    return hasNonFinite(value.predictor(), depth - 1);
  }
  return Object.values(value).some((entry) => hasNonFinite(entry, depth - 1));
}
