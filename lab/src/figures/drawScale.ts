import type { Axis, Panel, Series } from './definition';

/** What of an axis is seen, and where a value stands in it. */
export interface Scale {
  domain: [number, number];
  log: boolean;
}

/** A point that can be drawn; `low` and `high` end its band or its error bar. */
export interface Point {
  x: number;
  y: number;
  low: number;
  high: number;
}

/** Lines run this many lengths of an axis out of it at most; the frame cuts them. */
const OUTSIDE = 20;
/** Linear axes end here at most: from one end to the other must be a number too. */
const LINEAR_END = Number.MAX_VALUE / 4;

/** The scales of a panel: the domains given, else what its points span, with room above and below. */
export function panelScales({ x, y, series }: Panel): { x: Scale; y: Scale } {
  const usable = (value: number, log = false) => Number.isFinite(value) && (!log || value > 0);
  const inside = (value: number, { domain }: Axis) => !domain || (value >= domain[0] && value <= domain[1]);
  const xs: number[] = [];
  const ys: number[] = [];
  for (const one of series) {
    for (let i = 0; i < one.x.length; i++) {
      if (!usable(one.x[i], x.log) || !inside(one.x[i], x) || !usable(one.y[i], y.log)) continue;
      xs.push(one.x[i]);
      const [low, high] = extent(one, i);
      for (const value of [one.y[i], low, high]) if (usable(value, y.log)) ys.push(value);
    }
  }
  return { x: scale(x, xs, 0.012), y: scale(y, ys, 0.045) };
}

/** Half an error bar that would leave a logarithmic axis does not widen it. */
function extent({ y, band, error }: Series, i: number): [number, number] {
  if (band) return [band.low[i], band.high[i]];
  const half = error?.[i] ?? 0;
  return Number.isFinite(half) ? [Math.max(y[i] - half, y[i] > 0 ? y[i] / 3 : -Infinity), y[i] + half] : [y[i], y[i]];
}

function scale({ log = false, domain }: Axis, values: number[], room: number): Scale {
  if (domain) return { domain, log };
  let low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (low === high)
    [low, high] = log
      ? [Math.max(low / 2, Number.MIN_VALUE), Math.min(high * 2, Number.MAX_VALUE)]
      : [low - (Math.abs(low) || 1), high + (Math.abs(high) || 1)];
  if (!log) {
    const margin = room * Math.min(high - low, Number.MAX_VALUE);
    return { log, domain: [Math.max(low - margin, -LINEAR_END), Math.min(high + margin, LINEAR_END)] };
  }
  // of logarithms: high / low can be too large for a number
  const factor = 10 ** (room * (Math.log10(high) - Math.log10(low)));
  return { log, domain: [Math.max(low / factor, Number.MIN_VALUE), Math.min(high * factor, Number.MAX_VALUE)] };
}

/** Where a value stands in a scale: 0 at its beginning, 1 at its end. */
export function portion(value: number, { domain: [low, high], log }: Scale): number {
  const [from, to, at] = log ? [low, high, value].map(Math.log) : [low, high, value];
  return (at - from) / (to - from);
}

/** The points of dots that lie within the frame. */
export function dotsWithin(series: Series, x: Scale, y: Scale): Point[] {
  const inside = (value: number, { domain: [low, high] }: Scale) => value >= low && value <= high;
  return points(series)
    .filter((point) => inside(point.x, x) && inside(point.y, y))
    .map((point) => kept(point, x, y));
}

/** The pieces of a line between values that are missing, or not positive on a logarithmic axis. */
export function linePieces(series: Series, x: Scale, y: Scale): Point[][] {
  const pieces: Point[][] = [[]];
  for (const point of points(series)) {
    const drawable = [x, y].every(({ log }, i) => {
      const value = i === 0 ? point.x : point.y;
      return Number.isFinite(value) && (!log || value > 0);
    });
    if (drawable) pieces[pieces.length - 1].push(kept(point, x, y));
    else if (pieces[pieces.length - 1].length > 0) pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}

function points({ x, y, band, error }: Series): Point[] {
  return Array.from(x, (at, i) => ({
    x: at,
    y: y[i],
    low: band?.low[i] ?? y[i] - (error?.[i] ?? 0),
    high: band?.high[i] ?? y[i] + (error?.[i] ?? 0),
  }));
}

/** Far out of the frame nobody sees where; coordinates without end would only break viewers. */
function kept({ x, y, low, high }: Point, xScale: Scale, yScale: Scale): Point {
  const at = (value: number) => clamped(value, yScale);
  return { x: clamped(x, xScale), y: at(y), low: at(low), high: at(high) };
}

function clamped(value: number, { domain: [low, high], log }: Scale): number {
  if (!log) return Math.min(Math.max(value, low - OUTSIDE * (high - low)), high + OUTSIDE * (high - low));
  const [from, to] = [Math.log(low), Math.log(high)];
  const reach = OUTSIDE * (to - from);
  const at = Math.log(Math.max(value, Math.min(1e-300, low)));
  const cut = Math.exp(Math.min(Math.max(at, from - reach), to + reach));
  return Math.min(Math.max(cut, Number.MIN_VALUE), Number.MAX_VALUE);
}
