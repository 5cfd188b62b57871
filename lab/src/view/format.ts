/** Numbers as people read them. */

/** Four significant digits, no exponent for everyday sizes. */
export function short(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return minus(value.toExponential(digits - 1).replace('e+', 'e'));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return exponent(value, decimals);
}

/**
 * Value with its uncertainty, both to the same decimal place: one digit of the error, two if it starts with 1 or 2. At
 * most six digits of the value; an error below those is left out.
 */
export function withError(value: number, error: number): string {
  if (!Number.isFinite(error) || error <= 0 || value === 0) return short(value);
  const power = Math.floor(Math.log10(error));
  const digits = error / 10 ** power < 2.95 ? 1 : 0;
  const most = 5 - Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.max(0, Math.min(12, digits - power, most));
  if (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-4) return `${short(value, 3)} ± ${short(error, 2)}`;
  const shownError = error.toFixed(decimals);
  return `${exponent(value, decimals)}${Number(shownError) > 0 ? ` ± ${shownError}` : ''}`;
}

function minus(text: string): string {
  return text.replaceAll('-', '−');
}

/** A number as it can be typed again, with at most three digits. */
export function typed(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const everyday = rounded === 0 || (Math.abs(rounded) < 1e6 && Math.abs(rounded) >= 1e-4);
  return everyday ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** Text for a terminal: control characters (of a binary file, say) as escapes, as JSON writes them. */
export function visible(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0)!;
    const control =
      code < 32 ||
      (code >= 127 && code < 160) ||
      code === 0xfeff ||
      (code >= 0x200b && code <= 0x200f) ||
      (code >= 0x2028 && code <= 0x202e);
    return control ? `\\u${code.toString(16).padStart(4, '0')}` : letter;
  }).join('');
}

/** A cell or name of somebody's file in quotes, cut where it is long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** A score: percent with two decimals, or a plain number. */
export function scoreText(value: number, percent: boolean, deviation = Number.NaN): string {
  if (!percent) return withError(value, deviation);
  const spread = Number.isFinite(deviation) ? ` ± ${(100 * deviation).toFixed(2)}` : '';
  return `${(100 * value).toFixed(2)}${spread} %`;
}

/** 6e4 as 60,000; with a noun, in the plural unless there is one. */
export function count(value: number, noun = ''): string {
  const number = value.toLocaleString('en-US');
  return noun === '' ? number : `${number} ${noun}${value === 1 ? '' : 's'}`;
}

/** A size: counts in full, other numbers as short as they are. */
export function sizeText(size: number): string {
  return Number.isInteger(size) ? count(size) : minus(typed(size));
}

export function secondsText(seconds: number): string {
  if (seconds < 0.1) return `${Math.max(1, Math.round(1000 * seconds))} ms`;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/** With so many decimals and a true minus sign, which goes where all of them are zero. */
export function exponent(value: number, decimals = 2): string {
  return minus(value.toFixed(decimals).replace(/^-(?=[0.]+$)/, ''));
}

/** Sizes that are counts: '20 inputs', not 'input 20'. */
const COUNTS = ['inputs', 'samples', 'layers', 'factors', 'steps'];

/** What one entry of a parameter that lists sizes is called: 'widths' holds widths, 'hidden' numbers of hidden layers. */
export function sizeName(axis: string): string {
  if (/^hiddens?$/.test(axis)) return 'hidden layers';
  const words = axis.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return COUNTS.includes(axis) ? axis : words.replace(/s$/, '');
}
