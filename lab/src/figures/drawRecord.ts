import { settingsText } from './captionText';
import type { Mode } from './drawColours';
import { drawFigure } from './drawFigure';
import type { FigureRecord } from './runFigure';

/** A computed figure as SVG text, its caption below it. */
export function drawRecord({ id, title, content, caption }: FigureRecord, mode: Mode): string {
  const below = [caption.text, settingsText(caption), caption.command];
  return drawFigure({ id, title, content, below }, mode);
}
