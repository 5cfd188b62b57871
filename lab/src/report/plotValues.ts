import { count, short, withError } from '../view/format';
import { escapeHtml } from './escapeHtml';

/** Points of a plot that say their values when they are pointed at. */
export interface CurveValues {
  /** As in the legend. */
  name: string;
  /** Along the curve. */
  points: readonly CurvePoint[];
}

/** In the units of the axes. */
export interface CurvePoint {
  x: number;
  y: number | string;
  /** What a band spans. */
  low?: number;
  high?: number;
  /** A standard error. */
  error?: number;
  /** In place of the lines of x and y. */
  text?: string;
}

/** A point in pixels with what it says, one line each. */
export interface PlotValue {
  x: number;
  y: number;
  text: string;
}

/** More of one curve cannot be pointed at one by one. */
const MOST_POINTS = 80;
const RADIUS = 7;

/** At most so many of a curve's points, evenly; the first and the last are among them. */
export function thinned<T>(points: readonly T[], most = MOST_POINTS): T[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]);
}

/** The lines that a point says: name, x and y; `labels` are those of the axes. */
export function valueText(
  name: string,
  { x, y, low, high, error, text }: CurvePoint,
  labels: { x?: string | null; y?: string | null },
): string {
  if (text !== undefined) return `${name}\n${text}`;
  const line = (label: string | null | undefined, value: string) =>
    [label?.replace(/\s*[→↑]\s*$/, '').replace(/\s+/g, ' '), value].filter(Boolean).join(': ');
  // logarithmic axes give 8 back as 7.999999999999999
  const near = Number(x.toPrecision(12));
  const whole = Number.isInteger(near) && Math.abs(near) < 1e15;
  const at = whole ? count(near) : String(Number(x.toPrecision(6))).replaceAll('-', '−');
  const value = typeof y === 'string' ? y : withError(y, error ?? Number.NaN);
  const span = low !== undefined && high !== undefined && low < high ? ` (${short(low)} to ${short(high)})` : '';
  return [name, line(labels.x, at), line(labels.y, `${value}${span}`)].join('\n');
}

/**
 * Invisible circles with titles over the points, curve by curve: a browser shows the title of the one below the pointer, also of
 * an SVG on its own; the script of a page finds the nearest one and walks from point to point with the arrow keys.
 */
export function valuesSvg(curves: readonly (readonly PlotValue[])[]): string {
  const groups = curves
    .filter((points) => points.length > 0)
    .map(
      (points) =>
        `<g>${points
          .map(
            ({ x, y, text }) =>
              `<circle cx="${pixels(x)}" cy="${pixels(y)}" r="${RADIUS}"><title>${escapeHtml(text)}</title></circle>`,
          )
          .join('')}</g>`,
    );
  return groups.length > 0
    ? `<g class="values" fill="none" stroke="none" pointer-events="all">${groups.join('')}</g>`
    : '';
}

function pixels(value: number): string {
  return String(Math.round(100 * value) / 100);
}
