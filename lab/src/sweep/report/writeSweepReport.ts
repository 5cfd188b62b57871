import { drawFigure } from '../../figures/drawFigure';
import { svgToPng } from '../../report/svgToPng';
import type { ExportFile } from '../export/exportFile';
import { sweepPage } from './sweepPage';
import type { SweepReport } from './sweepReport';

/** Writes the page, and every plot as PNG beside it where `png` says so; returns the paths, the page's first. */
export function writeSweepReport(
  report: SweepReport,
  page: string,
  png: boolean,
  open: (path: string, ending: string) => ExportFile,
): string[] {
  const write = (path: string, ending: string, content: Uint8Array): string => {
    const file = open(path, ending);
    try {
      file.write(content);
      file.publish();
    } finally {
      file.discard();
    }
    return file.path;
  };
  const written = write(page, 'html', Buffer.from(sweepPage(report)));
  const pictures = png ? report.plots : [];
  return [
    written,
    ...pictures.map(({ name, title, content }) => {
      const svg = drawFigure({ id: name, title, content, below: [content.caption, report.commands.run] }, 'light');
      return write(page.replace(/(\.html)?$/, `-${name}.png`), 'png', svgToPng(svg));
    }),
  ];
}
