import type { JobTools } from '../run/jobs';
import type { FigureValues } from './definition';
import { type FigureFile, figureFiles } from './figureFiles';
import { figures } from './registry';
import { type FigureRecord, runFigure } from './runFigure';

export interface FigureTask {
  id: string;
  values: FigureValues;
  quick: boolean;
  formats: readonly string[];
  dark: boolean;
}

export interface FigureResult {
  record: FigureRecord;
  files: FigureFile[];
  /** To compute and to draw it. */
  seconds: number;
}

/** Computes one figure of the registry and draws it. */
export async function figureJob(
  { id, values, quick, formats, dark }: FigureTask,
  { signal, onProgress }: JobTools,
): Promise<FigureResult> {
  const started = performance.now();
  const definition = figures.find((one) => one.id === id)!;
  const record = await runFigure({ definition, values, quick }, signal, onProgress);
  const files = figureFiles(record, formats, dark);
  return { record, files, seconds: (performance.now() - started) / 1000 };
}
