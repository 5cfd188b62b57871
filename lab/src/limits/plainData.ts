/**
 * A result as data for JSON: typed arrays as arrays, matrices as { rows, cols, data }, functions and undefined left out. Infinite
 * numbers as the text 'Infinity' or '-Infinity', which --input reads back; not a number as null.
 */
export function plainData(value: unknown): unknown {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return null;
    // JSON has no −0
    return Number.isFinite(value) ? value + 0 : String(value);
  }
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, plainData);
  if (Array.isArray(value)) return value.map(plainData);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([name, entry]) => entry !== undefined && typeof entry !== 'function' && !(name === 'dtype' && isMatrix(value)),
      )
      .map(([name, entry]) => [name, plainData(entry)]),
  );
}

export interface PlainMatrix {
  rows: number;
  cols: number;
  data: ArrayLike<number>;
}

export function isMatrix(value: unknown): value is PlainMatrix {
  if (typeof value !== 'object' || value === null) return false;
  const { rows, cols, data } = value as Partial<PlainMatrix>;
  return Number.isInteger(rows) && Number.isInteger(cols) && data?.length === rows! * cols!;
}
