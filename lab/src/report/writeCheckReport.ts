import type { CheckReport } from '../run/checkReport';
import { checkPage } from './checkPage';
import { jsonText } from './jsonText';
import type { ReportFolder } from './reportFolder';

/** report.html and run.json of checks. */
export function writeCheckReport(folder: ReportFolder, report: CheckReport): void {
  folder.write('run.json', jsonText(report));
  folder.write('report.html', checkPage(report));
}
