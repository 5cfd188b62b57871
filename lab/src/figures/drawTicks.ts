/** Where an axis has ticks, and what stands there. */
export interface Ticks {
  at: number[];
  label(value: number): string;
}

/** Powers of ten between ticks of axes of very many. */
const LONG_STEPS = [20, 25, 50, 100, 150, 200, 250, 300, 350];

/** A power of ten is written as one beyond these. */
const PLAIN = { least: 1e-3, most: 1e4 };

/** Ticks at round numbers; `most` of them fit. */
export function axisTicks([low, high]: [number, number], log: boolean, most: number): Ticks {
  if (!log) return linearTicks(low, high, most);
  const { at, label } = logTicks(low, high, most);
  // one way of writing along an axis
  const powers = at.some((value) => label(value).includes('10') && !/^[\d.]+$/.test(label(value)));
  return { at, label: powers ? (value) => (value >= 1 && value <= 10 ? label(value) : scientific(value)) : label };
}

function linearTicks(low: number, high: number, most: number): Ticks {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const at = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const plain = largest < 1e5 && decimals <= 4;
  return { at, label: (value) => (plain ? minus(value.toFixed(decimals)) : scientific(value)) };
}

/** Powers of ten; where the axis has less than two of them, 2 and 5 between; where it has none, round numbers. */
function logTicks(low: number, high: number, most: number): Ticks {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const decades = powers(Math.ceil(from - 1e-9), Math.floor(to + 1e-9), 1);
  for (const factors of [
    [1, 2, 5],
    [1, 3],
  ]) {
    if ((to - from) * factors.length > most) continue;
    const at = powers(Math.floor(from), Math.ceil(to), 1)
      .flatMap((decade) => factors.map((factor) => Number(`${factor}e${Math.round(Math.log10(decade))}`)))
      .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
    const crowded = decades.length > 2 && at.some((value) => !isPlain(value));
    if (at.length >= 3 && !crowded) return { at, label: everyday };
  }
  if (decades.length < 2) return { ...linearTicks(low, high, Math.min(most, 5)), label: everyday };
  const least = Math.ceil(decades.length / most);
  const every = least <= 10 ? least : (LONG_STEPS.find((step) => step >= least) ?? least);
  const first = Math.ceil((from - 1e-9) / every) * every;
  return { at: powers(first, Math.floor(to + 1e-9), every), label: everyday };
}

function powers(first: number, last: number, every: number): number[] {
  const count = Math.max(0, Math.floor((last - first) / every) + 1);
  return Array.from({ length: count }, (_, i) => Number(`1e${first + i * every}`));
}

function everyday(value: number): string {
  if (isPlain(value)) return minus(String(Number(value.toPrecision(6))));
  return scientific(value);
}

function isPlain(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= PLAIN.least && size < PLAIN.most);
}

function scientific(value: number): string {
  if (value === 0) return '0';
  const [mantissa, exponent] = Number(value.toPrecision(4)).toExponential().split('e');
  const power = `10${superscript(Number(exponent))}`;
  if (mantissa === '1') return power;
  return mantissa === '-1' ? `−${power}` : `${minus(mantissa)}·${power}`;
}

function superscript(exponent: number): string {
  return Array.from(String(exponent), (letter) => (letter === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(letter)])).join('');
}

function minus(text: string): string {
  return text.replace('-', '−');
}
