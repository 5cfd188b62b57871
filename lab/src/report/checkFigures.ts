import * as Plot from '@observablehq/plot';
import type { CheckFound, CheckRecord } from '../run/checkReport';
import { count, short, sizeText } from '../view/format';
import { figure } from './figure';
import type { Palette } from './palette';
import { scalingFigure } from './scalingFigure';

/** Rows of the overview are this high. */
const ROW = 26;
/** The overview shows this many margins to either side; intervals beyond it are cut. */
const MOST_MARGINS = 3;

/** What one check measured against size, with fitted and expected slope where there is one; undefined for a single size. */
export function checkFigure({ title, size, found }: CheckRecord, palette: Palette): string | undefined {
  const rows = (found?.rows ?? []).filter((row) => Number.isFinite(row.value) && Number.isFinite(row.size));
  if (!found || new Set(rows.map((row) => row.size)).size < 2) return undefined;
  const [colour] = palette.series;
  return scalingFigure({
    palette,
    description: `${title}: measured at ${size} ${rows.map((row) => sizeText(row.size)).join(', ')}, with standard errors`,
    size,
    label: 'measured',
    rows: rows.map((row) => ({ ...row, colour })),
    slope: found.slope && { ...found.slope, intercept: interceptOf(rows, found.slope.value) },
    point: { label: 'mean with its standard error', stroke: colour },
  });
}

/** Of the line with this exponent that lies in the middle of the points. */
function interceptOf(rows: readonly { size: number; value: number }[], slope: number): number {
  return rows.reduce((sum, { size, value }) => sum + Math.log(value) - slope * Math.log(size), 0) / rows.length;
}

/** Value and interval of every check that has a margin, in units of it; undefined where none has. */
export function overviewFigure(checks: readonly CheckRecord[], palette: Palette): string | undefined {
  const rows = checks.flatMap(({ id, found }) => inMargins(id, found));
  if (rows.length === 0) return undefined;
  const [colour] = palette.series;
  const labels = Math.max(...rows.map(({ id }) => id.length));
  return figure({
    palette,
    description: `Value and interval of ${count(rows.length)} checks in units of their margin, beyond which they disagree: ${rows.map(({ id }) => id).join(', ')}.`,
    height: 110 + ROW * rows.length,
    marginLeft: 20 + 7.6 * labels,
    x: {
      domain: [-MOST_MARGINS, MOST_MARGINS],
      label: 'value in units of the margin →',
      labelAnchor: 'center',
      labelArrow: false,
      ticks: [-3, -2, -1, 0, 1, 2, 3],
      tickFormat: (value: number) => String(value).replace('-', '−'),
    },
    y: { type: 'band', domain: rows.map(({ id }) => id), label: null, tickSize: 0 },
    legend: [
      { label: 'value with its interval', stroke: colour, width: 3 },
      { label: "counts as the theory's", stroke: palette.grid, width: 10 },
    ],
    legendPlace: 'above',
    marks: [
      Plot.rect([0], { x1: -1, x2: 1, fill: palette.grid }),
      Plot.ruleX([0], { stroke: palette.muted }),
      Plot.ruleY(rows, { y: 'id', x1: 'low', x2: 'high', stroke: colour, strokeWidth: 3 }),
      Plot.dot(
        rows.filter(({ value }) => Math.abs(value) <= MOST_MARGINS),
        { y: 'id', x: 'value', r: 5, fill: colour, stroke: palette.paper, strokeWidth: 1.5 },
      ),
    ],
    values: rows.map(({ id, value, interval }) => ({
      name: id,
      points: [
        { x: value, y: id, text: `${short(value, 3)} margins (${short(interval[0], 3)} to ${short(interval[1], 3)})` },
      ],
    })),
  });
}

function inMargins(id: string, found: CheckFound | undefined) {
  if (!found?.interval || !found.margin || ![found.value, ...found.interval].every(Number.isFinite)) return [];
  const interval = found.interval.map((end) => end / found.margin!);
  const [low, high] = interval.map((x) => Math.max(-MOST_MARGINS, Math.min(MOST_MARGINS, x)));
  return [{ id, value: found.value / found.margin, interval, low, high }];
}
