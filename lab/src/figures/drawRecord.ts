import type { Mode } from './drawColours';
import { drawFigure } from './drawFigure';
import type { FigureRecord } from './runFigure';

/** A computed figure as SVG text, its caption below it. */
export function drawRecord({ id, title, content, caption }: FigureRecord, mode: Mode): string {
  const { text, paper, settings, command } = caption;
  return drawFigure({ id, title, content, below: [text, `${paper}. Settings: ${together(settings)}.`, command] }, mode);
}

/** Lines do not break within a setting, unless it is a list. */
function together(settings: string): string {
  return settings.replaceAll(' = ', '\u00a0=\u00a0');
}
