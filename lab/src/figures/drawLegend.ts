import type { Panel, Series } from './definition';
import type { Colours, Look } from './drawColours';
import { DASH, DOT } from './drawSeries';
import { shapePath, shapes } from './drawShapes';
import { svgText, textWidth } from './drawText';

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
function legendEntries(series: readonly Series[], looks: Map<string, Look>): LegendEntry[] {
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

function entryWidth({ name }: LegendEntry): number {
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
  const drawn = rows.flatMap((row, i) => {
    const middle = y + ROW * (i + 0.5);
    let left = x;
    return row.map((entry) => {
      const from = left;
      left += entryWidth(entry) + APART;
      const name = { line: entry.name, x: from + SWATCH + GAP, y: middle, size: SIZE, fill: ink };
      return `${swatch(entry, from, middle, paper)}${svgText(name)}`;
    });
  });
  return drawn.length > 0 ? `<g class="legend">${drawn.join('')}</g>` : '';
}

function swatch({ look: { colour, shape }, line, dots }: LegendEntry, x: number, y: number, paper: string): string {
  const stroke = line
    ? `<line x1="${x}" x2="${x + SWATCH}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2.4"${line === 'dashed' ? ` stroke-dasharray="${DASH}"` : ''}/>`
    : '';
  if (!dots) return stroke;
  return `${stroke}<path transform="translate(${x + SWATCH / 2},${y})" d="${shapePath(shapes[shape % shapes.length], Math.PI * DOT ** 2)}" fill="${colour}" stroke="${paper}" stroke-width="0.8"/>`;
}

export interface LegendPlan {
  /** The one of all panels; without it each has its own. */
  shared: LegendEntry[];
  /** Width of the shared one in a column beside a single panel; 0: in rows above. */
  beside: number;
  /** Of each panel, where there is none for all. */
  own: LegendEntry[][];
}

/** A legend of at most this width and this many names stands beside a single panel. */
const BESIDE = { width: 190, entries: 14 };

/** One legend for panels of the same names (or of some of those of the panel with the most), else one for each. */
export function legendPlan(panels: readonly Panel[], looks: readonly Map<string, Look>[]): LegendPlan {
  const entries = panels.map(({ series }, i) => legendEntries(series, looks[i]));
  const most = entries.reduce((longest, one) => (one.length > longest.length ? one : longest));
  const known = most.map(({ name }) => name);
  if (entries.flat().some(({ name }) => !known.includes(name))) return { shared: [], beside: 0, own: entries };
  const shared = most.map((entry) => {
    const same = entries.flat().filter(({ name }) => name === entry.name);
    return { ...entry, line: same.find(({ line }) => line)?.line, dots: same.some(({ dots }) => dots) };
  });
  const own = panels.map(() => []);
  // the title says what one curve is
  if (shared.length < 2) return { shared: [], beside: 0, own };
  const width = Math.max(...shared.map(entryWidth));
  const fits = panels.length === 1 && width <= BESIDE.width && shared.length <= BESIDE.entries;
  return { shared, beside: fits ? width : 0, own };
}
