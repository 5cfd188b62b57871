import type { Drawing, DrawOptions } from './drawPlot';
import type { Picture, PlotData, PlotSpec } from './plot';
import { pngImage } from './pngImage';
import { escaped, px, svgText } from './svgText';
import { mixed, type Theme } from './theme';

/** Small pictures side by side with their labels, as many in a row as fit. */
export function drawPictures(spec: PlotSpec, { pictures }: PlotData, { width, fontSize, theme }: DrawOptions): Drawing {
  const all = [...pictures.values()];
  const gap = 0.6 * fontSize;
  const columns = width < 34 * fontSize ? 5 : 10;
  const size = Math.floor((width - gap * (columns + 1)) / columns);
  const tall = size + 1.7 * fontSize;
  const text = svgText(theme.ink, fontSize);
  const parts = all.map((picture, k) => {
    const [x, y] = [gap + (k % columns) * (size + gap), gap + Math.floor(k / columns) * tall];
    const image = `<image x="${px(x)}" y="${px(y)}" width="${size}" height="${size}" style="image-rendering:pixelated" href="${imageOf(picture, theme)}"/>`;
    return image + text(picture.label, x + size / 2, y + size + 1.1 * fontSize, 'middle');
  });
  const height = Math.ceil(gap + Math.max(1, Math.ceil(all.length / columns)) * tall);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(spec.title)}" font-family="system-ui, sans-serif">${parts.join('')}</svg>`;
  return { svg, width, height };
}

function imageOf({ rows, cols, values, range }: Picture, { signed }: Theme): string {
  const rgba = new Uint8Array(4 * rows * cols);
  for (let i = 0; i < rows * cols; i++) rgba.set([...mixed(signed, 0.5 + values[i] / (2 * range)), 255], 4 * i);
  return pngImage(cols, rows, rgba);
}
