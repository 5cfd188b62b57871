import type { FigureContent, Panel, Series } from '../../figures/definition';
import { thinned } from '../../report/plotValues';
import type { CellGroup } from './cellGroups';
import { isPartner, limitOf } from './limitOf';
import type { SweepAxis } from './sweepAxes';

/** One plot of a report. */
export interface SweepPlot {
  /** Names its files. */
  name: string;
  title: string;
  content: FigureContent;
}

/** How the axes of a sweep are laid out in its plots. */
export interface PlotAxes {
  /** Along x: the first axis of numbers. */
  x?: SweepAxis;
  /** One line a value. */
  lines?: SweepAxis;
  /** One plot a combination of values of the others. */
  plots: Record<string, number | string>[];
  /** Combinations that are not drawn. */
  more: number;
}

/** Lines of one plot, points of a line, and plots of one observable. */
const MOST = { lines: 8, points: 300, plots: 6 };
/** Decades that make an axis logarithmic. */
const LOG_FROM = 20;

/** What lists of numbers run along. */
const ALONG = {
  step: { title: (name: string) => `${name} while training`, words: 'against the step of training' },
  size: { title: (name: string) => `${name} against size`, words: 'at each size' },
  entry: { title: (name: string) => `${name}, entry by entry`, words: 'by its entries, counted from 1' },
};

function alongOf(name: string, groups: readonly CellGroup[]): keyof typeof ALONG {
  return groups.find(({ curves }) => curves[name])?.curves[name].along ?? 'entry';
}

/** Evenly chosen values where there are more than can be told apart. */
export function lineValues(axis: SweepAxis | undefined): (number | string)[] {
  if (!axis) return [];
  const { values } = axis;
  if (values.length <= MOST.lines) return values;
  return Array.from({ length: MOST.lines }, (_, i) => values[Math.round((i * (values.length - 1)) / (MOST.lines - 1))]);
}

/** Seeds are averaged over; axes that move together count as their first. */
export function plotAxes(axes: readonly SweepAxis[]): PlotAxes {
  const free = axes.filter(({ seed, movesWith, values }) => !seed && !movesWith && values.length > 1);
  const x = free.find(({ numeric }) => numeric);
  const [lines, ...others] = free.filter((axis) => axis !== x);
  let plots: PlotAxes['plots'] = [{}];
  for (const { path, values } of others) {
    plots = plots
      .flatMap((chosen) => values.slice(0, 100).map((value) => ({ ...chosen, [path]: value })))
      .slice(0, 1000);
  }
  return { x, lines, plots: plots.slice(0, MOST.plots), more: Math.max(0, plots.length - MOST.plots) };
}

/** Every observable that is a number against the first axis, and every curve against its steps; means over seeds. */
export function sweepPlots(groups: readonly CellGroup[], axes: PlotAxes): SweepPlot[] {
  const numbers = namesOf(groups, ({ numbers }) => numbers);
  const curves = namesOf(groups, ({ curves }) => curves);
  const drawn = (names: string[]) => names.filter((name) => !isPartner(name, names));
  return axes.plots.flatMap((chosen, i) => {
    const inPlot = groups.filter((group) => holds(group, chosen));
    const where = Object.entries(chosen).map(([path, value]) => `${path} ${valueName(value)}`);
    const plot = (name: string, what: string, content: FigureContent | undefined): SweepPlot[] => {
      if (!content) return [];
      const title = [what, ...where].join(', ');
      return [{ name: axes.plots.length > 1 ? `${name}-${i + 1}` : name, title, content }];
    };
    return [
      ...drawn(numbers).flatMap((name) =>
        plot(name, `${name} against ${axes.x?.path}`, numberContent(name, inPlot, axes)),
      ),
      ...drawn(curves).flatMap((name) =>
        plot(`${name}-curves`, ALONG[alongOf(name, inPlot)].title(name), curveContent(name, inPlot, axes)),
      ),
    ];
  });
}

/** Whether a group lies on a line that is drawn. */
export function isDrawn({ axes }: Pick<CellGroup, 'axes'>, { x, lines, plots }: PlotAxes): boolean {
  const drawnLine = lines ? lineValues(lines).includes(axes[lines.path]) : true;
  const drawnX = x ? lineValues(x).includes(axes[x.path]) : true;
  return drawnLine && drawnX && plots.some((chosen) => holds({ axes }, chosen));
}

function numberContent(name: string, groups: readonly CellGroup[], { x, lines }: PlotAxes): FigureContent | undefined {
  if (!x) return undefined;
  const series: Series[] = [];
  const limits: Parameters<typeof limitSeries>[0][number][] = [];
  const limit = limitOf(name).find((other) => groups.some(({ numbers }) => numbers[other]));
  for (const value of lines ? lineValues(lines) : [undefined]) {
    const mine = groups.filter(({ axes }) => value === undefined || axes[lines!.path] === value);
    const label = value === undefined ? 'mean over seeds' : `${lines!.path} ${valueName(value)}`;
    const points = (of: string) => {
      const all = mine.filter(({ numbers }) => numbers[of]);
      const sorted = all.map(({ axes, numbers }) => ({ x: Number(axes[x.path]), mean: numbers[of] }));
      return thinned(
        sorted.sort((a, b) => a.x - b.x),
        MOST.points,
      );
    };
    series.push(...meanSeries(label, points(name)));
    if (limit) limits.push({ name: value === undefined ? undefined : label, points: points(limit) });
  }
  if (new Set(series.flatMap((one) => Array.from(one.x))).size < 2) return undefined;
  series.push(...limitSeries(limits));
  return contentOf(series, { label: x.path, log: x.log }, name, {
    ordered: lines?.numeric,
    caption: [
      `${name} against ${x.path}${x.values.length > MOST.points ? ` (${MOST.points} of ${x.values.length} values)` : ''}`,
      lines && `one line a value of ${lines.path}${some(lines)}`,
      'means over seeds with their standard errors',
      limit && `dashed: ${limit}`,
    ],
  });
}

/** One line a value of the first axis; where there is a second, at its middle value. */
function curveContent(name: string, groups: readonly CellGroup[], { x, lines }: PlotAxes): FigureContent | undefined {
  const by = x ?? lines;
  const other = x ? lines : undefined;
  const at = other && lineValues(other)[Math.floor((lineValues(other).length - 1) / 2)];
  const limit = limitOf(name).find((one) => groups.some(({ curves }) => curves[one]));
  const series: Series[] = [];
  const limits: Parameters<typeof limitSeries>[0][number][] = [];
  for (const value of by ? lineValues(by) : [undefined]) {
    const mine = groups.filter(
      ({ axes }) => (value === undefined || axes[by!.path] === value) && (!other || axes[other.path] === at),
    );
    const label = value === undefined ? 'mean over seeds' : `${by!.path} ${valueName(value)}`;
    const points = (of: string) =>
      mine.flatMap(({ curves }) => {
        const entries = [...(curves[of]?.at ?? [])].sort(([a], [b]) => a - b);
        const most = Math.max(...entries.map(([, mean]) => mean.count));
        // where some runs have ended the mean is that of others
        return entries.filter(([, mean]) => mean.count === most).map(([step, mean]) => ({ x: step, mean }));
      });
    series.push(...meanSeries(label, points(name), true));
    if (limit) limits.push({ name: value === undefined ? undefined : label, points: points(limit) });
  }
  series.push(...limitSeries(limits));
  return contentOf(series, { label: alongOf(name, groups), log: alongOf(name, groups) === 'size' }, name, {
    ordered: by?.numeric,
    caption: [
      `${name} ${ALONG[alongOf(name, groups)].words}`,
      by && `one line a value of ${by.path}${some(by)}`,
      other && `${other.path} ${valueName(at!)}`,
      'means over seeds, with a band of their standard errors',
      limit && `dashed: ${limit}`,
    ],
  });
}

interface MeanPoint {
  x: number;
  mean: { mean: number; standardError: number };
}

function meanSeries(name: string, points: MeanPoint[], band = false): Series[] {
  if (points.length === 0) return [];
  const [x, y] = [points.map((point) => point.x), points.map(({ mean }) => mean.mean)];
  const error = points.map(({ mean }) => mean.standardError || 0);
  if (!band) {
    return [
      { name, x, y, says: '' },
      { name, x, y, error, dots: true },
    ];
  }
  const low = y.map((value, i) => Math.max(value - error[i], value > 0 ? value / 1000 : Number.NEGATIVE_INFINITY));
  return [{ name, x, y, band: { low, high: y.map((value, i) => value + error[i]) } }];
}

/** The limit beside every line; one for all where it is the same for all. */
function limitSeries(limits: readonly { name: string | undefined; points: MeanPoint[] }[]): Series[] {
  const drawn = limits
    .filter(({ points }) => points.length > 1)
    .map(({ name, points }) => ({ name, x: points.map((one) => one.x), y: points.map(({ mean }) => mean.mean) }));
  const [first, ...others] = drawn;
  const same = others.every(
    ({ x, y }) => x.length === first.x.length && x.every((at, i) => at === first.x[i] && near(y[i], first.y[i])),
  );
  if (drawn.length === 0) return [];
  if (same) return [{ ...first, name: 'limit', dashed: true, reference: true }];
  return drawn.map(({ name, x, y }) => ({ name: name ?? 'limit', x, y, dashed: true, says: `limit, ${name}` }));
}

/** Means of equal numbers differ by their rounding. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.abs(a);
}

function contentOf(
  series: Series[],
  x: Panel['x'],
  name: string,
  { ordered, caption }: { ordered?: boolean; caption: (string | undefined)[] },
): FigureContent | undefined {
  const values = series.flatMap(({ y }) => Array.from(y)).filter(Number.isFinite);
  if (values.length === 0) return undefined;
  // losses that rounding took to exactly 0 have no place on the logarithmic axis of the others
  const scaled = /loss$/i.test(name) ? values.filter((value) => value !== 0) : values;
  const [least, most] = [Math.min(...scaled), Math.max(...scaled)];
  const log = least > 0 && most / least >= LOG_FROM;
  const zeros = log && scaled.length < values.length;
  const drawn = zeros ? series.map(withoutZeros).filter(({ y }) => y.length > 0) : series;
  return {
    panels: [{ x, y: { label: name, log }, series: drawn }],
    ordered,
    caption: `${[...caption, zeros && 'what is exactly 0 is left out'].filter(Boolean).join('; ')}.`,
  };
}

function withoutZeros({ x, y, error, band, ...series }: Series): Series {
  const kept = (of: ArrayLike<number>) => Array.from(of).filter((_, i) => y[i] !== 0);
  return {
    ...series,
    x: kept(x),
    y: kept(y),
    ...(error && { error: kept(error) }),
    ...(band && { band: { low: kept(band.low), high: kept(band.high) } }),
  };
}

function namesOf(groups: readonly CellGroup[], of: (group: CellGroup) => object): string[] {
  return [...new Set(groups.flatMap((group) => Object.keys(of(group))))];
}

function holds({ axes }: Pick<CellGroup, 'axes'>, chosen: Record<string, number | string>): boolean {
  return Object.entries(chosen).every(([path, value]) => axes[path] === value);
}

function some(axis: SweepAxis): string {
  return axis.values.length > MOST.lines ? ` (${MOST.lines} of ${axis.values.length})` : '';
}

/** A value of an axis as people read it. */
export function valueName(value: number | string): string {
  const text = typeof value === 'string' ? value : String(Number(value.toPrecision(5)));
  return text.replace(/^-/, '−');
}
