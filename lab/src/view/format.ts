/** Numbers as people read them. */

/** Four significant digits, no exponent for everyday sizes. */
export function short(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4)
    return value
      .toExponential(digits - 1)
      .replace('-', '−')
      .replace('e+', 'e');
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toFixed(decimals).replace('-', '−');
}

/** Value with its uncertainty, both to the same decimal place: one digit of the error, two if it starts with 1 or 2. */
export function withError(value: number, error: number): string {
  if (!Number.isFinite(error) || error <= 0) return short(value);
  const power = Math.floor(Math.log10(error));
  const digits = error / 10 ** power < 2.95 ? 1 : 0;
  const decimals = Math.min(12, Math.max(0, digits - power));
  if (Math.abs(value) >= 1e6) return `${short(value)} ± ${short(error, 2)}`;
  return `${value.toFixed(decimals).replace('-', '−')} ± ${error.toFixed(decimals)}`;
}

/** A score: percent with two decimals, or a plain number. */
export function scoreText(value: number, percent: boolean, deviation = Number.NaN): string {
  if (!percent) return withError(value, deviation);
  const spread = Number.isFinite(deviation) ? ` ± ${(100 * deviation).toFixed(2)}` : '';
  return `${(100 * value).toFixed(2)}${spread} %`;
}

/** 6e4 as 60,000. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

export function secondsText(seconds: number): string {
  if (seconds < 0.1) return `${Math.max(1, Math.round(1000 * seconds))} ms`;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/** An exponent with a true minus sign. */
export function exponent(value: number, decimals = 2): string {
  return value.toFixed(decimals).replace('-', '−');
}

/** What one entry of a parameter that lists sizes is called: 'widths' holds widths. */
export function sizeName(axis: string): string {
  return axis.replace(/s$/, '');
}
