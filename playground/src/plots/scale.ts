import type { Axis } from './plot';

/** One axis of a drawing: from values to pixels and back, with its ticks. */
export interface Scale {
  log: boolean;
  least: number;
  most: number;
  /** Pixel of a value; NaN where the axis does not have it. */
  at(value: number): number;
  value(pixel: number): number;
  ticks: { value: number; text: string }[];
}

/** Share of the range left free at either end. */
const ROOM = 0.04;
/** Pixels that a tick should have for itself. */
const BETWEEN_TICKS = { x: 64, y: 36 };

/** @param from, to pixels of the two ends */
export function scaleOf(axis: Axis, data: Iterable<ArrayLike<number>>, from: number, to: number): Scale {
  const log = axis.scale === 'log';
  let [least, most] = extent(axis, data, log);
  const fixed = { least: axis.least === least, most: axis.most === most };
  const [a, b] = log ? [Math.log10(least), Math.log10(most)] : [least, most];
  const room = (b - a) * ROOM;
  const [low, high] = [fixed.least ? a : a - room, fixed.most ? b : b + room];
  [least, most] = log ? [10 ** low, 10 ** high] : [low, high];
  const perUnit = (to - from) / (high - low);
  const room2 = Math.abs(to - from) / (to > from ? BETWEEN_TICKS.x : BETWEEN_TICKS.y);
  const wanted = Math.max(2, Math.floor(room2));
  return {
    log,
    least,
    most,
    at: (value) => from + ((log ? Math.log10(value) : value) - low) * perUnit,
    value: (pixel) => {
      const value = low + (pixel - from) / perUnit;
      return log ? 10 ** value : value;
    },
    ticks: log ? logTicks(low, high, wanted) : linearTicks(low, high, wanted),
  };
}

function extent(axis: Axis, data: Iterable<ArrayLike<number>>, log: boolean): [number, number] {
  let [least, most] = [axis.least ?? Number.POSITIVE_INFINITY, axis.most ?? Number.NEGATIVE_INFINITY];
  for (const values of data) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < least && axis.least === undefined) least = value;
      if (value > most && axis.most === undefined) most = value;
    }
  }
  if (least > most) [least, most] = [axis.least ?? (log ? 0.1 : 0), axis.most ?? 1];
  if (least === most) [least, most] = log ? [least / 2, most * 2] : [least - 0.5, most + 0.5];
  return least < most ? [least, most] : [most, least];
}

/** 1, 2, 2.5 or 5 times a power of ten. */
function linearTicks(low: number, high: number, wanted: number) {
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= raw) ?? 10);
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
    const value = Number((k * step).toPrecision(12));
    ticks.push({ value, text: text(value) });
  }
  return ticks;
}

/** Powers of ten, fewer where they crowd; their halves and fifths, where they are rare. */
function logTicks(low: number, high: number, wanted: number) {
  const decades = high - low;
  const factors = decades * 3 <= wanted ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / wanted));
  const ticks = [];
  for (let exponent = Math.floor(low); exponent <= Math.ceil(high); exponent++) {
    if (exponent % every !== 0) continue;
    for (const factor of factors) {
      const value = Number(`${factor}e${exponent}`);
      const at = Math.log10(value);
      if (at >= low - 1e-9 && at <= high + 1e-9) ticks.push({ value, text: text(value) });
    }
  }
  return ticks.length > 1 ? ticks : linearTicks(10 ** low, 10 ** high, wanted).filter(({ value }) => value > 0);
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A number as an axis shows it. */
function text(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return String(Number(value.toPrecision(6))).replace('-', '−');
  const [digits, exponent] = value.toExponential().split('e');
  const power = exponent
    .replace('+', '')
    .replace(/\d/g, (digit) => superscripts[Number(digit)])
    .replace('-', '⁻');
  const factor = digits === '1' ? '' : `${digits.replace('-', '−')}·`;
  return `${factor}10${power}`;
}
