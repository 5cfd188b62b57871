import { escapeHtml } from '../report/escapeHtml';
import { type PlotValue, valuesSvg } from '../report/plotValues';
import type { FigureContent } from './definition';
import { type Colours, figureColours, type Mode } from './drawColours';
import { drawLegend, legendPlan, legendRows, ROW } from './drawLegend';
import { drawPanel, panelHead } from './drawPanel';
import { svgText, wrapText } from './drawText';

export interface DrawnFigure {
  id: string;
  title: string;
  content: FigureContent;
  /** Lines of text below, each wrapped on its own; the first in the colour of text, the others paler. */
  below: readonly string[];
}

const FONT = "system-ui, 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";
const PADDING = 18;
/** Without title and caption: a page has room around. */
const BARE_PADDING = 2;
const GAP = 26;
/** Of the picture, by the number of panels beside each other. */
const WIDTHS = [760, 940, 1120];
/** Of a panel's plot, likewise. */
const HEIGHTS = [330, 300, 280];
const TITLE = 17;
const BELOW = 12.5;
const LINE = { title: 23, below: 18 };

/** What has been drawn, down to `y`. */
interface Sheet {
  parts: string[];
  values: PlotValue[][];
  /** Left end and width of what is drawn. */
  left: number;
  inner: number;
  y: number;
}

/**
 * A figure as the text of an SVG file: one to three panels beside each other (or stacked), a legend that panels with the same names
 * share, title and caption. The same numbers give the same bytes: coordinates are rounded to hundredths of a pixel.
 */
export function drawFigure({ id, title, content, below }: DrawnFigure, mode: Mode): string {
  const { panels, stacked } = content;
  const { looks, ...colours } = figureColours(content, mode);
  const width = WIDTHS[stacked ? 0 : panels.length - 1];
  const padding = title === '' && below.length === 0 ? BARE_PADDING : PADDING;
  const sheet: Sheet = { parts: [], values: [], left: padding, inner: width - 2 * padding, y: padding };
  write(sheet, title, { size: TITLE, line: LINE.title, fill: colours.ink, weight: 600 });
  if (title) sheet.y += 8;
  drawPanels(sheet, { id, content, looks, colours });
  if (below.length > 0) sheet.y += 10;
  for (const [i, text] of below.entries()) {
    write(sheet, text, { size: BELOW, line: LINE.below, fill: i === 0 ? colours.ink : colours.muted });
    sheet.y += 3;
  }
  const height = Math.ceil(sheet.y + (below.length > 0 ? padding - 6 : padding));
  const label = escapeHtml([title, ...below].filter(Boolean).join('. '));
  const root = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" role="img" aria-label="${label}">`;
  const ground = `<rect width="${width}" height="${height}" fill="${colours.paper}"/>`;
  return `${root}${rounded([ground, ...sheet.parts, valuesSvg(sheet.values)].filter(Boolean).join('\n'))}</svg>\n`;
}

interface Drawing {
  id: string;
  content: FigureContent;
  looks: Colours['looks'];
  colours: Omit<Colours, 'looks'>;
}

/** Panels with their legends. */
function drawPanels(sheet: Sheet, { id, content: { panels, stacked }, looks, colours }: Drawing): void {
  const { parts, values, left, inner } = sheet;
  const plan = legendPlan(panels, looks);
  const columns = stacked ? 1 : panels.length;
  const width = plan.beside ? inner - plan.beside - GAP : (inner - GAP * (columns - 1)) / columns;
  if (plan.shared.length > 0 && !plan.beside) {
    const rows = legendRows(plan.shared, inner);
    parts.push(drawLegend(rows, left, sheet.y, colours));
    sheet.y += ROW * rows.length + 10;
  }
  const own = plan.own.map((entries) => legendRows(entries, width));
  const numbers = panels.map((_, i) => i);
  for (const row of stacked ? numbers.map((i) => [i]) : [numbers]) {
    const heads = row.map((i) => panelHead(panels[i], width));
    const titles = Math.max(...heads.map(({ titleHeight }) => titleHeight));
    const legends = Math.max(...row.map((i) => (own[i].length > 0 ? ROW * own[i].length + 6 : 0)));
    const head = titles + legends + Math.max(...heads.map(({ labelHeight }) => labelHeight));
    const bottoms = row.map((i, column) => {
      const corner = { x: left + column * (width + GAP), y: sheet.y };
      const size = { width, height: HEIGHTS[panels.length - 1], head };
      const drawn = drawPanel({ panel: panels[i], ...corner, ...size, looks: looks[i], colours, id: `${id}-${i}` });
      parts.push(drawn.svg, drawLegend(own[i], corner.x, corner.y + titles, colours));
      values.push(...drawn.values);
      return drawn.height;
    });
    if (plan.beside) {
      const column = plan.shared.map((entry) => [entry]);
      parts.push(drawLegend(column, left + width + GAP, sheet.y + head, colours));
    }
    sheet.y += Math.max(...bottoms) + (stacked ? 10 : 0);
  }
}

/** Text in lines as wide as the sheet. */
function write(sheet: Sheet, text: string, style: { size: number; line: number; fill: string; weight?: number }): void {
  const { size, line: height, fill, weight } = style;
  for (const line of wrapText(text, sheet.inner, size, weight !== undefined)) {
    sheet.parts.push(svgText({ line, x: sheet.left, y: sheet.y + height / 2, size, fill, weight }));
    sheet.y += height;
  }
}

/** Numbers within tags to two decimals; text stays. */
function rounded(svg: string): string {
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(100 * Number(number)) / 100)),
  );
}
