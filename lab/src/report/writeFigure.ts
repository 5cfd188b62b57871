import { standalone } from './figure';
import type { Palette } from './palette';
import type { ReportFolder } from './reportFolder';
import { svgToPng } from './svgToPng';

/** A figure drawn with a literal palette as figures/NAME.svg, and as NAME.png of twice the size where `png` says so. */
export function writeFigure(folder: ReportFolder, name: string, svg: string, palette: Palette, png: boolean): void {
  const file = standalone(svg, palette);
  folder.write(`figures/${name}.svg`, file);
  if (png) folder.write(`figures/${name}.png`, svgToPng(file));
}
