import type { Grid } from './plot';
import { pngImage } from './pngImage';
import type { Scale } from './scale';
import { px } from './svgText';
import { mixed, type Theme } from './theme';

/** A map as one image stretched over its rectangle. */
export function drawGrid(
  { rows, cols, values, range, x: xEnds, y: yEnds }: Grid,
  x: Scale,
  y: Scale,
  theme: Theme,
): string {
  const [least, most] = range;
  const rgba = new Uint8Array(4 * rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = values[(rows - 1 - i) * cols + j];
      if (Number.isNaN(value)) continue;
      rgba.set([...mixed(theme.ramp, (value - least) / (most - least)), 255], 4 * (i * cols + j));
    }
  }
  const [left, top] = [x.at(xEnds[0]), y.at(yEnds[1])];
  const [width, height] = [x.at(xEnds[1]) - left, y.at(yEnds[0]) - top];
  return `<image x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(height)}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${pngImage(cols, rows, rgba)}"/>`;
}
