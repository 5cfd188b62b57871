import { jsonText } from '../report/jsonText';
import { svgToPng } from '../report/svgToPng';
import { drawRecord } from './drawRecord';
import { galleryPage } from './galleryPage';
import type { FigureRecord } from './runFigure';

export interface FigureFile {
  name: string;
  content: string | Uint8Array;
}

/** The files of a figure in the formats asked for: `svg`, `png`, `html`, `json`. */
export function figureFiles(record: FigureRecord, formats: readonly string[], dark = false): FigureFile[] {
  const svg = drawRecord(record, dark ? 'dark' : 'light');
  const make: Record<string, () => string | Uint8Array> = {
    svg: () => svg,
    png: () => svgToPng(svg),
    html: () => galleryPage([record]),
    json: () => jsonText(record),
  };
  return formats.map((format) => ({ name: `${record.id}.${format}`, content: make[format]() }));
}
