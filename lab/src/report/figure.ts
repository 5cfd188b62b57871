import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Palette } from './palette';
import { type CurveValues, thinned, valuesSvg, valueText } from './plotValues';

export interface LegendEntry {
  label: string;
  stroke: string;
  dash?: string;
  width?: number;
}

export interface FigureOptions extends Plot.PlotOptions {
  palette: Palette;
  /** What the figure shows, for people who hear it instead of seeing it. */
  description: string;
  legend: LegendEntry[];
  /** In a column to the right of the plot, or in a row above it; never on it, where curves may run. */
  legendPlace: 'right' | 'above';
  marks: Plot.Markish[];
  /** What can be pointed at. Default: nothing. */
  values?: readonly CurveValues[];
}

const WIDTH = 760;
const HEIGHT = 430;
const MARGIN = { left: 62, right: 22, top: 34, bottom: 48 };
const PADDING = 14;
/** Of the legend. */
const LINE_HEIGHT = 21;
const SWATCH = 26;
const GAP = 8;
const LETTER = 7.4;

/** A plot as SVG text, drawn without a browser. */
export function figure({
  palette,
  description,
  legend,
  legendPlace,
  marks,
  values = [],
  ...options
}: FigureOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    document: document as unknown as Document,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right + (legendPlace === 'right' ? Math.max(...legend.map(entryWidth)) : 0),
    marginTop: MARGIN.top + (legendPlace === 'above' ? LINE_HEIGHT : 0),
    marginBottom: MARGIN.bottom,
    style: { fontSize: '13px', color: palette.ink, background: 'none', overflow: 'visible' },
    ...options,
    marks: [...marks, legendMark(legend, legendPlace, palette)],
  });
  const element = svg as unknown as { setAttribute(name: string, value: string): void; outerHTML: string };
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', description);
  element.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const places = valuesSvg(values.map((curve) => placesOf(curve, svg, options)));
  return element.outerHTML.replace(/<\/svg>$/, `${places}</svg>`);
}

/** Points of a curve inside the frame, in pixels. */
function placesOf({ name, points }: CurveValues, plot: ReturnType<typeof Plot.plot>, options: Plot.PlotOptions) {
  const [x, y] = [plot.scale('x')!, plot.scale('y')!];
  const place = (scale: Plot.Scale, value: number | string) => scale.apply(value) + (scale.bandwidth ?? 0) / 2;
  const inside = (scale: Plot.Scale, value: number) => {
    const [from, to] = [...(scale.range as number[])].sort((a, b) => a - b);
    return value >= from - 1 && value <= to + 1;
  };
  const labels = { x: options.x?.label, y: options.y?.label };
  return thinned(
    points
      .map((point) => ({ x: place(x, point.x), y: place(y, point.y), text: valueText(name, point, labels) }))
      .filter((point) => inside(x, point.x) && inside(y, point.y)),
  );
}

/** The same figure as a file of its own, on its own ground, so that it is readable on any page. */
export function standalone(svg: string, { paper }: Palette): string {
  const [width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.slice(1).map(Number);
  const size = { width: width + 2 * PADDING, height: height + 2 * PADDING };
  const at = svg.indexOf('</style>') + '</style>'.length;
  const framed = svg
    .slice(0, at)
    .replace(/viewBox="[^"]*"/, `viewBox="${-PADDING} ${-PADDING} ${size.width} ${size.height}"`)
    .replace(/ width="[^"]*"/, ` width="${size.width}"`)
    .replace(/ height="[^"]*"/, ` height="${size.height}"`);
  const ground = `<rect x="${-PADDING}" y="${-PADDING}" width="${size.width}" height="${size.height}" fill="${paper}"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${framed}${ground}${svg.slice(at)}\n`;
}

function entryWidth({ label }: LegendEntry): number {
  return SWATCH + GAP + LETTER * label.length;
}

function legendMark(entries: LegendEntry[], place: FigureOptions['legendPlace'], palette: Palette): Plot.Markish {
  return ((_index, _scales, _values, dimensions, context) => {
    const { document } = context as unknown as { document: Document };
    const make = (name: string, attributes: Record<string, string | number>, text?: string) => {
      const node = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
      if (text !== undefined) node.textContent = text;
      return node;
    };
    const group = make('g', { 'text-anchor': 'start', 'aria-hidden': 'true' });
    let x = place === 'right' ? dimensions.width - dimensions.marginRight + 16 : dimensions.marginLeft;
    let y = place === 'right' ? dimensions.marginTop + 8 : dimensions.marginTop - 16;
    for (const entry of entries) {
      group.appendChild(
        make('line', {
          x1: x,
          x2: x + SWATCH,
          y1: y,
          y2: y,
          stroke: entry.stroke,
          'stroke-width': entry.width ?? 2.5,
          ...(entry.dash ? { 'stroke-dasharray': entry.dash } : {}),
        }),
      );
      const text = { x: x + SWATCH + GAP, y, dy: '0.35em', fill: palette.ink, stroke: 'none' };
      group.appendChild(make('text', text, entry.label));
      if (place === 'right') y += LINE_HEIGHT;
      else x += entryWidth(entry) + 3 * GAP;
    }
    return group as unknown as SVGElement;
  }) as Plot.RenderFunction;
}
