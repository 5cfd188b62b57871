import type { DrawOptions } from './drawPlot';
import type { Grid, Series } from './plot';
import { px, svgText, textWidth } from './svgText';
import { colourAt } from './theme';

/** The key above a plot: an entry for every label, and the colours of a map; wraps at the width. */
export function legend(series: readonly Series[], grid: Grid | undefined, options: DrawOptions) {
  const { width, fontSize, theme } = options;
  const text = svgText(theme.ink, fontSize);
  const line = 1.5 * fontSize;
  const swatch = 1.7 * fontSize;
  let [x, y] = [0.5 * fontSize, 1.1 * fontSize];
  const parts: string[] = [];
  const place = (words: string, symbol: (x: number, y: number) => string, symbolWidth = swatch) => {
    const size = symbolWidth + 0.4 * fontSize + textWidth(words, fontSize);
    if (x > fontSize && x + size > width) [x, y] = [0.5 * fontSize, y + line];
    parts.push(symbol(x, y - 0.35 * fontSize), text(words, x + symbolWidth + 0.4 * fontSize, y, 'start'));
    x += size + fontSize;
  };
  const entries = new Map<string, Series>();
  for (const one of [...series].sort(theoryFirst))
    if (one.label && !entries.has(one.label)) entries.set(one.label, one);
  let before: string | undefined;
  for (const [label, one] of entries) {
    place(shortened(label, before), (at, middle) => symbolOf(one, at, middle, swatch, options));
    before = label;
  }
  if (grid) {
    const [least, most] = grid.range;
    const wide = 5 * fontSize;
    const cells = Array.from({ length: 20 }, (_, k) => {
      const colour = colourAt(theme.ramp, k / 19);
      return (at: number, middle: number) =>
        `<rect x="${px(at + (k * wide) / 20)}" y="${px(middle - 0.35 * fontSize)}" width="${px(wide / 20 + 0.5)}" height="${px(0.8 * fontSize)}" fill="${colour}"/>`;
    });
    const words = `${grid.label}, ${least} to ${most}`;
    place(words, (at, middle) => cells.map((cell) => cell(at, middle)).join(''), wide);
  }
  const rows = entries.size > 0 || grid ? y + 0.6 * fontSize : 0;
  return { svg: parts.join(''), height: rows };
}

const theoryFirst = (a: Series, b: Series) => Number(b.kind === 'theory') - Number(a.kind === 'theory');

/** “width 8”, “width 16”, “width 32” read faster as “width 8”, “16”, “32”, and leave the room to the plot. */
export function shortened(label: string, before: string | undefined): string {
  const [words, known] = [label.split(' '), before?.split(' ') ?? []];
  const same = words.findIndex((word, i) => word !== known[i]);
  return same > 0 && /^\d/.test(words[same]) ? words.slice(same).join(' ') : label;
}

function symbolOf(series: Series, x: number, y: number, size: number, { theme, fontSize }: DrawOptions): string {
  const { kind, mark = 'line', shade } = series;
  const theory = kind === 'theory';
  const colour = shade === undefined && theory ? theme.ink : colourAt(theme.ramp, shade ?? 1);
  const unit = fontSize / 13;
  if (mark === 'bars') {
    const tall = 0.8 * fontSize;
    return `<rect x="${px(x)}" y="${px(y - tall / 2)}" width="${px(size)}" height="${px(tall)}" fill="${colour}" fill-opacity="0.45" stroke="${colour}"/>`;
  }
  if (mark === 'points') return `<circle cx="${px(x + size / 2)}" cy="${px(y)}" r="${px(3 * unit)}" fill="${colour}"/>`;
  const dash = mark === 'dashed' ? ` stroke-dasharray="${px(6 * unit)} ${px(5 * unit)}"` : '';
  const weight = theory ? (mark === 'dashed' ? 2 : 3.8) : 2;
  return `<path d="M${px(x)} ${px(y)}h${px(size)}" stroke="${colour}" stroke-width="${px(weight * unit)}"${dash}/>`;
}
