import { drawGrid } from './drawGrid';
import { drawPictures } from './drawPictures';
import { legend } from './legend';
import type { PlotData, PlotSpec, Series } from './plot';
import { type Scale, scaleOf } from './scale';
import { escaped, px, svgText } from './svgText';
import { colourAt, type Theme } from './theme';

export interface DrawOptions {
  /** Pixels. The height is that of 'xy' plots without their key; pictures take what they need. */
  width: number;
  height: number;
  /** Pixels of the letters. */
  fontSize: number;
  theme: Theme;
}

export interface Drawing {
  /** A complete SVG document. */
  svg: string;
  width: number;
  height: number;
  /** Of 'xy' plots: where values lie. */
  x?: Scale;
  y?: Scale;
}

/** Lines of theory beyond which they are drawn thinner. */
const MANY = 4;

/** Draws a plot: the same code for the page, for exported files and for tests. */
export function drawPlot(spec: PlotSpec, data: PlotData, options: DrawOptions): Drawing {
  return spec.kind === 'pictures' ? drawPictures(spec, data, options) : drawXy(spec, data, options);
}

function drawXy(spec: PlotSpec, { series: all, grid }: PlotData, options: DrawOptions): Drawing {
  const { width, fontSize, theme } = options;
  const series = [...all.values()];
  const [xAxis, yAxis] = [spec.x ?? { label: 'x' }, spec.y ?? { label: 'y' }];
  const key = legend(series, grid, options);
  const height = Math.ceil(key.height + options.height);
  const gridEnds = (axis: 'x' | 'y') => (grid ? [grid[axis]] : []);
  const top = key.height + 1.9 * fontSize;
  const bottom = height - 2.9 * fontSize;
  const yData = series.flatMap((one) => (one.mark === 'bars' ? [one.y, [0]] : [one.y]));
  const y = scaleOf(tight(yAxis, grid?.y), [...yData, ...gridEnds('y')], bottom, top);
  const letters = Math.max(1, ...y.ticks.map(({ text }) => text.length));
  const left = Math.ceil((0.58 * letters + 0.9) * fontSize);
  const right = width - 0.9 * fontSize;
  const x = scaleOf(tight(xAxis, grid?.x), [...series.map((one) => one.x), ...gridEnds('x')], left, right);

  const text = svgText(theme.muted, fontSize);
  const parts: string[] = [key.svg];
  for (const { value, text: label } of y.ticks) {
    const at = px(y.at(value));
    parts.push(`<path d="M${left} ${at}H${right}" stroke="${theme.grid}"/>`);
    parts.push(text(label, left - 0.4 * fontSize, y.at(value) + 0.35 * fontSize, 'end'));
  }
  for (const { value, text: label } of x.ticks) {
    const at = px(x.at(value));
    parts.push(`<path d="M${at} ${bottom}v${px(0.3 * fontSize)}" stroke="${theme.muted}"/>`);
    parts.push(text(label, x.at(value), bottom + 1.3 * fontSize, 'middle'));
  }
  parts.push(text(xAxis.label, (left + right) / 2, height - 0.5 * fontSize, 'middle'));
  parts.push(text(yAxis.label, left, top - 0.6 * fontSize, 'start'));
  parts.push(`<path d="M${left} ${px(bottom)}H${right}" stroke="${theme.muted}"/>`);

  const clip = `clip-${spec.id}`;
  parts.push(
    `<clipPath id="${clip}"><rect x="${left - 4}" y="${px(top - 4)}" width="${px(right - left + 8)}" height="${px(bottom - top + 4)}"/></clipPath>`,
  );
  parts.push(`<g clip-path="url(#${clip})" fill="none" stroke-linejoin="round" stroke-linecap="round">`);
  if (grid) parts.push(drawGrid(grid, x, y, theme));
  // theory below, heavier: where a net lies on it, both are seen
  const order = [...series].sort((a, b) => weightOf(a) - weightOf(b));
  const laws = series.filter(({ kind, mark }) => kind === 'theory' && (mark ?? 'line') === 'line').length;
  for (const one of order) parts.push(drawSeries(one, x, y, laws > MANY ? 2 : 3.8, options));
  parts.push('</g>');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(spec.title)}" font-family="system-ui, sans-serif">${parts.join('')}</svg>`;
  return { svg, width, height, x, y };
}

/** A map fills its axes: no room at their ends. */
function tight<A extends object>(axis: A, ends: [number, number] | undefined): A {
  return ends ? { ...axis, least: ends[0], most: ends[1] } : axis;
}

const weightOf = ({ kind, mark }: Series) => (mark === 'bars' ? 0 : kind === 'theory' ? 1 : mark === 'points' ? 3 : 2);

function drawSeries(series: Series, x: Scale, y: Scale, heavy: number, { theme, fontSize }: DrawOptions): string {
  const { kind, mark = 'line', shade } = series;
  const unit = fontSize / 13;
  const theory = kind === 'theory';
  const colour = shade === undefined && theory ? theme.ink : colourAt(theme.ramp, shade ?? 1);
  if (mark === 'bars') {
    return `<path d="${barsPath(series, x, y)}" fill="${colour}" fill-opacity="0.45" stroke="${colour}" stroke-width="${px(0.7 * unit)}"/>`;
  }
  if (mark === 'points') {
    const size = theory ? 4.5 : 6;
    return `<path d="${pointsPath(series, x, y)}" stroke="${colour}" stroke-width="${px(size * unit)}"/>`;
  }
  const dash = mark === 'dashed' ? ` stroke-dasharray="${px(6 * unit)} ${px(5 * unit)}"` : '';
  const weight = theory ? (mark === 'dashed' ? 2 : heavy) : 1.5;
  return `<path d="${keptLine(series, x, y)}" stroke="${colour}" stroke-width="${px(weight * unit)}"${dash}/>`;
}

/** Lines as they were drawn last: most of a growing plot does not change from one drawing to the next. */
const kept = new WeakMap<Series, { key: string; path: string }>();

function keptLine(series: Series, x: Scale, y: Scale): string {
  const key = [x, y].flatMap(({ least, most, at }) => [least, most, at(least), at(most)]).join();
  const found = kept.get(series);
  if (found?.key === key) return found.path;
  const path = linePath(series, x, y);
  kept.set(series, { key, path });
  return path;
}

function linePath({ x: xs, y: ys }: Series, x: Scale, y: Scale): string {
  let path = '';
  let pen = 'M';
  for (let i = 0; i < xs.length; i++) {
    const [a, b] = [x.at(xs[i]), y.at(ys[i])];
    if (Number.isFinite(a) && Number.isFinite(b)) {
      path += `${pen}${px(a)} ${px(b)}`;
      pen = 'L';
    } else pen = 'M';
  }
  return path;
}

function pointsPath({ x: xs, y: ys }: Series, x: Scale, y: Scale): string {
  let path = '';
  for (let i = 0; i < xs.length; i++) {
    const [a, b] = [x.at(xs[i]), y.at(ys[i])];
    if (Number.isFinite(a) && Number.isFinite(b)) path += `M${px(a)} ${px(b)}h0`;
  }
  return path;
}

function barsPath({ x: edges, y: ys }: Series, x: Scale, y: Scale): string {
  const floor = y.log ? y.at(y.least) : y.at(0);
  let path = '';
  for (let i = 0; i < ys.length; i++) {
    const top = y.at(ys[i]);
    if (!Number.isFinite(top)) continue;
    path += `M${px(x.at(edges[i]))} ${px(floor)}V${px(top)}H${px(x.at(edges[i + 1]))}V${px(floor)}`;
  }
  return path;
}
