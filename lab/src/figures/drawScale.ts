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
    [low, high] = log ? [low / 2, high * 2] : [low - (Math.abs(low) || 1), high + (Math.abs(high) || 1)];
  if (!log) return { log, domain: [low - room * (high - low), high + room * (high - low)] };
  const factor = (high / low) ** room;
  return { log, domain: [low / factor, high * factor] };
}

/** Where a value stands in a scale: 0 at its beginning, 1 at its end. */
export function portion(value: number, { domain: [low, high], log }: Scale): number {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
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
  const reach = OUTSIDE * Math.log(high / low);
  return Math.exp(Math.min(Math.max(Math.log(Math.max(value, 1e-300)), Math.log(low) - reach), Math.log(high) + reach));
}
