import type { Reading } from '../scenes/scene';
import type { PlotData } from './plot';

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Every number behind the plots, a row each: plot, kind, series, x, y. Numbers are written with all the digits that tell them apart.
 * Bars have their left edges as x; cells of a map have x and y of their centres in `series`.
 */
export function csvOf(plots: ReadonlyMap<string, PlotData>, readings: Iterable<Reading> = []): string {
  const rows = ['plot,kind,series,x,y'];
  const row = (...cells: (string | number)[]) => rows.push(cells.map((cell) => quoted(String(cell))).join(','));
  for (const [plot, { series, pictures, grid }] of plots) {
    for (const { id, kind, x, y } of series.values()) {
      for (let i = 0; i < y.length; i++) row(plot, kind, id, x[i], y[i]);
    }
    for (const { id, kind, values } of pictures.values()) {
      for (let i = 0; i < values.length; i++) row(plot, kind, id, i, values[i]);
    }
    if (grid) {
      const { rows: height, cols, values } = grid;
      const centre = ([least, most]: [number, number], k: number, n: number) =>
        least + ((most - least) * (k + 0.5)) / n;
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < cols; j++) {
          row(plot, 'theory', `map at ${centre(grid.y, i, height)}`, centre(grid.x, j, cols), values[i * cols + j]);
        }
      }
    }
  }
  for (const { label, kind, value } of readings) row('readings', kind, label, '', value);
  return `${rows.join('\n')}\n`;
}
