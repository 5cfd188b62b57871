import { experiments } from 'deeplinear';
import { libraryVersion } from '../environment';
import { InputError } from '../inputError';
import { drive } from '../run/drive';
import { type Caption, captionText } from './captionText';
import type { FigureContent, FigureDefinition, FigureValues, Series } from './definition';
import { figureFaults } from './figureFaults';

/** A figure's numbers and all that decided them, as plain data: the file ID.json. The same command gives the same bytes. */
export interface FigureRecord {
  format: 'deeplinear-figure/1';
  id: string;
  title: string;
  experiment: string;
  caption: Caption;
  values: FigureValues;
  quick: boolean;
  deeplinear: string;
  content: FigureContent;
}

export interface FigureRun {
  definition: FigureDefinition;
  values: FigureValues;
  quick?: boolean;
}

/**
 * Computes a figure.
 * @throws Interrupted when `signal` was aborted; InputError when nothing can be seen with the values given.
 */
export async function runFigure(
  { definition, values, quick = false }: FigureRun,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<FigureRecord> {
  const content = await drive(definition.content(values), signal, onProgress);
  const { id, title, experiment } = definition;
  const faults = figureFaults(definition, content);
  if (faults.length > 0) throw new InputError(`${id}: with these settings it shows nothing (${faults.join('; ')})`);
  return {
    format: 'deeplinear-figure/1',
    id,
    title,
    experiment,
    caption: captionText(definition, content.caption, values, { quick }, experiments),
    values,
    quick,
    deeplinear: libraryVersion(),
    content: { ...content, panels: content.panels.map((panel) => ({ ...panel, series: panel.series.map(plain) })) },
  };
}

/** Typed arrays as lists, so that JSON keeps them as such. */
function plain({ x, y, band, error, ...others }: Series): Series {
  return {
    ...others,
    x: Array.from(x),
    y: Array.from(y),
    ...(band ? { band: { low: Array.from(band.low), high: Array.from(band.high) } } : {}),
    ...(error ? { error: Array.from(error) } : {}),
  };
}
