import type { Series } from './definition';
import type { Colours, Look } from './drawColours';
import { DASH, DOT } from './drawSeries';
import { shapePath, shapes } from './drawShapes';
import { svgLine, textWidth } from './drawText';

export interface LegendEntry {
  name: string;
  look: Look;
  line?: 'solid' | 'dashed';
  dots: boolean;
}

const SIZE = 13;
const SWATCH = 24;
const GAP = 7;
const APART = 20;
export const ROW = 20;

/** What stands for each name in the panels given: its line, its dots or both. */
export function legendEntries(series: readonly Series[], looks: Map<string, Look>): LegendEntry[] {
  return [...new Set(series.map(({ name }) => name))].map((name) => {
    const same = series.filter((one) => one.name === name);
    const line = same.find(({ dots }) => !dots);
    return {
      name,
      look: looks.get(name)!,
      line: line && (line.dashed ? 'dashed' : 'solid'),
      dots: same.some(({ dots }) => dots),
    };
  });
}

export function entryWidth({ name }: LegendEntry): number {
  return SWATCH + GAP + textWidth(name, SIZE);
}

/** Rows of entries no wider than `width`. */
export function legendRows(entries: readonly LegendEntry[], width: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [];
  let left = 0;
  for (const entry of entries) {
    const needed = entryWidth(entry) + APART;
    if (rows.length === 0 || needed - APART > left) {
      rows.push([]);
      left = width;
    }
    rows[rows.length - 1].push(entry);
    left -= needed;
  }
  return rows;
}

/** Rows of a legend as SVG text; its first row is centred `ROW`/2 below `y`. */
export function drawLegend(
  rows: readonly LegendEntry[][],
  x: number,
  y: number,
  { ink, paper }: Omit<Colours, 'looks'>,
): string {
  return rows
    .flatMap((row, i) => {
      let at = x;
      const middle = y + ROW * (i + 0.5);
      return row.map((entry) => {
        const from = at;
        at += entryWidth(entry) + APART;
        return `${swatch(entry, from, middle, paper)}<text x="${from + SWATCH + GAP}" y="${middle}" dy="0.35em" font-size="${SIZE}" fill="${ink}">${svgLine(entry.name, SIZE)}</text>`;
      });
    })
    .join('');
}

function swatch({ look: { colour, shape }, line, dots }: LegendEntry, x: number, y: number, paper: string): string {
  const stroke = line
    ? `<line x1="${x}" x2="${x + SWATCH}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2.4"${line === 'dashed' ? ` stroke-dasharray="${DASH}"` : ''}/>`
    : '';
  if (!dots) return stroke;
  return `${stroke}<path transform="translate(${x + SWATCH / 2},${y})" d="${shapePath(shapes[shape % shapes.length], Math.PI * DOT ** 2)}" fill="${colour}" stroke="${paper}" stroke-width="0.8"/>`;
}
