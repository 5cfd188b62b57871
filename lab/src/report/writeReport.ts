import type { Result } from '../run/result';
import type { Learned } from '../run/runComparison';
import { lossFigure } from './curvesFigure';
import { page } from './page';
import { literalPalette } from './palette';
import type { ReportFolder } from './reportFolder';
import { runJson } from './runJson';
import { distanceFigure } from './sizeFigures';
import { writeFigure } from './writeFigure';

/** report.html, run.json and the two main figures as files of their own; those also as PNG where `png` says so. */
export function writeReport(folder: ReportFolder, result: Result, learned: readonly Learned[], png = false): void {
  const palette = literalPalette('light', result.rows.length);
  folder.write('run.json', runJson(result));
  writeFigure(folder, 'loss', lossFigure(result, palette), palette, png);
  if (result.fit) writeFigure(folder, 'distance', distanceFigure(result, palette), palette, png);
  folder.write('report.html', page(result, learned));
}
