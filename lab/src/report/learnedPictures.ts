import type { Matrix } from 'deeplinear';
import type { Learned } from '../run/runComparison';
import { png } from './png';

const BLUE = [33, 102, 172];
const RED = [178, 24, 43];

/**
 * One strip of pictures a predictor: each output's row of weights as an image, red where a bright pixel speaks for the
 * output and blue where it speaks against it. All strips share one colour scale (99th percentile of the first).
 */
export function learnedPictures(
  learned: readonly Learned[],
  image: { rows: number; cols: number },
  outputNames: readonly string[],
): { label: string; pictures: { name: string; source: string }[] }[] {
  if (learned.length === 0) return [];
  const sizes = Array.from(learned[0].predictor.data, Math.abs).sort((a, b) => a - b);
  const most = sizes[Math.floor(0.99 * (sizes.length - 1))] || 1;
  return learned.map(({ label, predictor }) => ({
    label,
    pictures: outputNames.map((name, output) => ({ name, source: picture(predictor, output, image, most) })),
  }));
}

function picture(
  predictor: Matrix,
  output: number,
  { rows, cols }: { rows: number; cols: number },
  most: number,
): string {
  const rgb = new Uint8Array(3 * rows * cols);
  for (let pixel = 0; pixel < rows * cols; pixel++) {
    const weight = Math.max(-1, Math.min(1, predictor.data[output * predictor.cols + pixel] / most));
    const towards = weight > 0 ? RED : BLUE;
    for (let i = 0; i < 3; i++) rgb[3 * pixel + i] = Math.round(255 + (towards[i] - 255) * Math.abs(weight));
  }
  return `data:image/png;base64,${png(cols, rows, rgb).toString('base64')}`;
}
