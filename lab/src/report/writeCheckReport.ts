import type { CheckReport } from '../run/checkReport';
import { checkFigure, overviewFigure } from './checkFigures';
import { checkPage } from './checkPage';
import { jsonText } from './jsonText';
import { literalPalette } from './palette';
import type { ReportFolder } from './reportFolder';
import { writeFigure } from './writeFigure';

/** report.html and run.json of checks; the figures also as files of their own, SVG and PNG, where `png` says so. */
export function writeCheckReport(folder: ReportFolder, report: CheckReport, png = false): void {
  folder.write('run.json', jsonText(report));
  folder.write('report.html', checkPage(report));
  if (!png) return;
  const palette = literalPalette('light', 1);
  const { checks } = report;
  const overview = checks.length > 1 ? overviewFigure(checks, palette) : undefined;
  const figures = [
    ['overview', overview] as const,
    ...checks.map((one) => [one.id, checkFigure(one, palette)] as const),
  ];
  for (const [name, svg] of figures) if (svg) writeFigure(folder, name, svg, palette, true);
}
