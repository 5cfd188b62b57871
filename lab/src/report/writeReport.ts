import type { Result } from '../run/result';
import type { Learned } from '../run/runComparison';
import { lossFigure } from './curvesFigure';
import { standalone } from './figure';
import { page } from './page';
import { literalPalette } from './palette';
import type { ReportFolder } from './reportFolder';
import { runJson } from './runJson';
import { distanceFigure } from './sizeFigures';

/** report.html, run.json and the two main figures as files of their own. */
export function writeReport(folder: ReportFolder, result: Result, learned: readonly Learned[]): void {
  const palette = literalPalette('light', result.rows.length);
  folder.write('run.json', runJson(result));
  folder.write('figures/loss.svg', standalone(lossFigure(result, palette), palette));
  if (result.fit) folder.write('figures/distance.svg', standalone(distanceFigure(result, palette), palette));
  folder.write('report.html', page(result, learned));
}
