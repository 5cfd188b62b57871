import { escapeHtml } from '../report/escapeHtml';
import { type PlotValue, valuesSvg } from '../report/plotValues';
import type { FigureContent } from './definition';
import { figureColours, type Mode } from './drawColours';
import { drawLegend, entryWidth, type LegendEntry, legendEntries, legendRows, ROW } from './drawLegend';
import { drawPanel, panelHead } from './drawPanel';
import { svgLine, wrapText } from './drawText';

export interface DrawnFigure {
  id: string;
  title: string;
  content: FigureContent;
  /** Lines of text below, each wrapped on its own; the first in the colour of text, the others paler. */
  below: readonly string[];
}

const FONT = "system-ui, 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";
const PADDING = 18;
const GAP = 26;
/** Of the picture, by the number of panels beside each other. */
const WIDTHS = [760, 940, 1120];
/** Of a panel's plot, likewise. */
const HEIGHTS = [330, 300, 280];
const TITLE = 17;
const BELOW = 12.5;
const LINE = { title: 23, below: 18 };
/** A legend of at most this width and this many names stands beside a single panel. */
const BESIDE = { width: 190, entries: 14 };

/**
 * A figure as the text of an SVG file: one to three panels beside each other (or stacked), a legend that panels with the same names
 * share, title and caption. The same numbers give the same bytes: coordinates are rounded to hundredths of a pixel.
 */
export function drawFigure({ id, title, content, below }: DrawnFigure, mode: Mode): string {
  const { panels, stacked = false } = content;
  const { looks, ...colours } = figureColours(content, mode);
  const columns = stacked ? 1 : panels.length;
  const width = WIDTHS[columns - 1];
  const inner = width - 2 * PADDING;
  const parts: string[] = [];
  const pointed: PlotValue[][] = [];
  let y = PADDING;

  for (const line of wrapText(title, inner, TITLE, true)) {
    parts.push(text(line, PADDING, y + LINE.title / 2, TITLE, colours.ink, 600));
    y += LINE.title;
  }
  y += 8;

  const entries = panels.map(({ series }, i) => legendEntries(series, looks[i]));
  const shared = sharedLegend(entries);
  const widest = shared && Math.max(...shared.map(entryWidth));
  const beside =
    panels.length === 1 && widest! <= BESIDE.width && shared!.length <= BESIDE.entries && shared!.length > 1;
  const panelWidth = beside ? inner - widest! - GAP : (inner - GAP * (columns - 1)) / columns;
  if (shared && !beside && shared.length > 1) {
    const rows = legendRows(shared, inner);
    parts.push(drawLegend(rows, PADDING, y, colours));
    y += ROW * rows.length + 10;
  }
  const own = panels.map((_, i) => (shared ? [] : legendRows(entries[i], panelWidth)));

  const grid = stacked ? panels.map((_, i) => [i]) : [panels.map((_, i) => i)];
  for (const row of grid) {
    const titles = Math.max(...row.map((i) => panelHead(panels[i], panelWidth).titleHeight));
    const rows = Math.max(...row.map((i) => own[i].length));
    const legends = rows > 0 ? ROW * rows + 6 : 0;
    const head = titles + legends + Math.max(...row.map((i) => panelHead(panels[i], panelWidth).labelHeight));
    const drawn = row.map((i, column) => {
      const x = PADDING + column * (panelWidth + GAP);
      const height = HEIGHTS[(stacked ? panels.length : columns) - 1];
      const options = { panel: panels[i], colours, looks: looks[i], width: panelWidth, height, head, id: `${id}-${i}` };
      const { svg, height: total, values } = drawPanel(options);
      const top = y;
      pointed.push(...values.map((curve) => curve.map((at) => ({ ...at, x: at.x + x, y: at.y + top }))));
      parts.push(placed(svg, x, y), drawLegend(own[i], x, y + titles, colours));
      return total;
    });
    if (beside) {
      const column = shared!.map((entry) => [entry]);
      parts.push(drawLegend(column, PADDING + panelWidth + GAP, y + head, colours));
    }
    y += Math.max(...drawn) + (stacked ? 10 : 0);
  }

  y += 10;
  below.forEach((paragraph, i) => {
    for (const line of wrapText(paragraph, inner, BELOW)) {
      parts.push(text(line, PADDING, y + LINE.below / 2, BELOW, i === 0 ? colours.ink : colours.muted));
      y += LINE.below;
    }
    y += 3;
  });
  const size = { width, height: Math.ceil(y + PADDING - 6) };
  return rounded(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" font-family="${FONT}" role="img" aria-label="${escapeHtml([title, ...below].join('. '))}"><rect width="${size.width}" height="${size.height}" fill="${colours.paper}"/>${parts.join('\n')}${valuesSvg(pointed)}</svg>
`);
}

/** The one legend of panels that have the same names, or some of those of the panel with the most. */
function sharedLegend(entries: readonly LegendEntry[][]): LegendEntry[] | undefined {
  const most = entries.reduce((longest, one) => (one.length > longest.length ? one : longest));
  const known = new Map(most.map(({ name }) => [name, 0]));
  if (entries.flat().some(({ name }) => !known.has(name))) return undefined;
  return most.map((entry) => {
    const same = entries.flat().filter(({ name }) => name === entry.name);
    const line = same.find((one) => one.line)?.line;
    return { ...entry, line, dots: same.some(({ dots }) => dots) };
  });
}

/** The plot library's picture inside of ours. */
function placed(svg: string, x: number, y: number): string {
  return svg.replace(/^<svg[^>]*?viewBox="([^"]*)"[^>]*>/, (_, box: string) => {
    const [, , width, height] = box.split(' ');
    return `<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${box}" overflow="visible" fill="currentColor" text-anchor="middle">`;
  });
}

function text(line: string, x: number, y: number, size: number, fill: string, weight = 400): string {
  return `<text x="${x}" y="${y}" dy="0.35em" font-size="${size}" font-weight="${weight}" fill="${fill}">${svgLine(line, size)}</text>`;
}

/** Numbers within tags to two decimals; text stays. */
function rounded(svg: string): string {
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.startsWith('<svg xmlns')
      ? tag
      : tag.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(100 * Number(number)) / 100)),
  );
}
