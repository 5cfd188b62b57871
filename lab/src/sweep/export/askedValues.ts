import type { CellConfig } from '../cell';
import { observables } from '../observables/registry';
import { keptStudy, textOf } from '../storeStudy';
import { parseStudy } from '../study/parseStudy';
import type { Column } from './columns';

/** A value that cells can have, whether or not one of them does. */
export type AskedValue = Pick<Column, 'name' | 'kind'>;

/** Observables of several values, and of other than numbers. */
const KNOWN: Record<string, AskedValue[]> = {
  interval: numbers('intervalLow', 'intervalHigh'),
  slope: numbers('slope', 'slopeLow', 'slopeHigh', 'slopeExpected'),
  limitDistance: numbers('limitDistance', 'limitDeviation'),
  rows: curves('rowSizes', 'rowValues', 'rowErrors'),
  verdict: [{ name: 'verdict', kind: 'text' }],
  statistic: [{ name: 'statistic', kind: 'text' }],
  explanation: [{ name: 'explanation', kind: 'text' }],
};
for (const name of ['weightNorms', 'weightMovement', 'gradientKernelNorms', 'featureKernelNorms', 'featureMovement'])
  KNOWN[name] = curves(name);
for (const { name, curve } of observables) if (curve) KNOWN[name] = curves(name, `${name}Steps`);

/**
 * What the study of a sweep asks for, in its order: the study that the folder keeps, else its file at `path`. None where it cannot be read.
 */
export function askedOfStudy(folder: string, path: string): AskedValue[] {
  const text = keptStudy(folder) ?? textOf(path);
  if (text === undefined) return [];
  try {
    const study = parseStudy(text, path);
    return askedValues(study.configAt(study.axes.map(({ points }) => points[0])));
  } catch {
    return [];
  }
}

/** The values of a cell's observables. */
export function askedValues(config: CellConfig): AskedValue[] {
  if (!Array.isArray(config.observables)) return [];
  return config.observables.flatMap((entry) => {
    const { name = Object.keys(entry)[0] } = typeof entry === 'string' ? { name: entry } : (entry as { name?: string });
    return KNOWN[name] ?? numbers(name);
  });
}

function numbers(...names: string[]): AskedValue[] {
  return names.map((name) => ({ name, kind: 'number' }));
}

function curves(...names: string[]): AskedValue[] {
  return names.map((name) => ({ name, kind: 'curve' }));
}
