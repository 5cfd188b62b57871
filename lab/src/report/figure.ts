import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Palette } from './palette';

export interface LegendEntry {
  label: string;
  stroke: string;
  dash?: string;
  width?: number;
  opacity?: number;
}

export interface FigureOptions extends Plot.PlotOptions {
  palette: Palette;
  /** What the figure shows, for people who hear it instead of seeing it. */
  description: string;
  legend: LegendEntry[];
  legendCorner: 'top-right' | 'bottom-left' | 'bottom-right';
  marks: Plot.Markish[];
}

const WIDTH = 760;
const HEIGHT = 430;
const LINE_HEIGHT = 19;
const SWATCH = 30;
const LETTER = 7.3;

/** A plot as SVG text, drawn without a browser. */
export function figure({ palette, description, legend, legendCorner, marks, ...options }: FigureOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    document: document as unknown as Document,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 64,
    marginRight: 20,
    marginTop: 32,
    marginBottom: 48,
    style: { fontSize: '13px', color: palette.ink, background: 'none', overflow: 'visible' },
    ...options,
    marks: [...marks, legendMark(legend, legendCorner, palette)],
  });
  const element = svg as unknown as { setAttribute(name: string, value: string): void; outerHTML: string };
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', description);
  element.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return element.outerHTML;
}

/** The same figure as a file of its own: its own ground, so that it is readable on any page. */
export function standalone(svg: string, { paper }: Palette): string {
  const ground = `<rect x="0" y="0" width="100%" height="100%" fill="${paper}"/>`;
  const at = svg.indexOf('</style>') + '</style>'.length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.slice(0, at)}${ground}${svg.slice(at)}\n`;
}

function legendMark(entries: LegendEntry[], corner: FigureOptions['legendCorner'], palette: Palette): Plot.Markish {
  return ((_index, _scales, _values, dimensions, context) => {
    const { document } = context as unknown as { document: Document };
    const make = (name: string, attributes: Record<string, string | number>, text?: string) => {
      const node = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
      if (text !== undefined) node.textContent = text;
      return node;
    };
    const width = SWATCH + 22 + LETTER * Math.max(...entries.map(({ label }) => label.length));
    const height = LINE_HEIGHT * entries.length + 12;
    const x = corner.endsWith('right')
      ? dimensions.width - dimensions.marginRight - width - 4
      : dimensions.marginLeft + 8;
    const y = corner.startsWith('top')
      ? dimensions.marginTop + 2
      : dimensions.height - dimensions.marginBottom - height - 8;
    const group = make('g', { transform: `translate(${x},${y})`, 'text-anchor': 'start', 'aria-hidden': 'true' });
    group.appendChild(
      make('rect', { width, height, rx: 6, fill: palette.paper, 'fill-opacity': 0.85, stroke: palette.grid }),
    );
    entries.forEach((entry, i) => {
      const middle = 6 + LINE_HEIGHT * (i + 0.5);
      group.appendChild(
        make('line', {
          x1: 8,
          x2: 8 + SWATCH,
          y1: middle,
          y2: middle,
          stroke: entry.stroke,
          'stroke-width': entry.width ?? 2.5,
          'stroke-opacity': entry.opacity ?? 1,
          ...(entry.dash ? { 'stroke-dasharray': entry.dash } : {}),
        }),
      );
      group.appendChild(
        make('text', { x: SWATCH + 16, y: middle, dy: '0.35em', fill: palette.ink, stroke: 'none' }, entry.label),
      );
    });
    return group as unknown as SVGElement;
  }) as Plot.RenderFunction;
}
