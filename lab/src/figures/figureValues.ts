import { InputError } from '../inputError';
import type { FigureDefinition, FigureValues } from './definition';

/** Settings that count something where their usual values are positive integers; others (`gamma0 = 2`) are only whole by chance. */
const COUNTS = new Set([
  ...['bins', 'depths', 'directions', 'distanceWidths', 'draws', 'edgePoints', 'every', 'features', 'gradientLayers'],
  ...['gradientNets', 'gradientWidth', 'groups', 'hidden', 'inputs', 'layers', 'layersOfLimit', 'matrices'],
  ...[
    'matricesOfRates',
    'members',
    'mixingDraws',
    'modes',
    'narrow',
    'nets',
    'points',
    'products',
    'rates',
    'relaxing',
  ],
  ...['samples', 'samplesOfNorms', 'seeds', 'size', 'steps', 'width', 'widths'],
]);
/** Counts can be this many times those of the full figure. */
const COUNTS_MOST = 1000;

/** What decides a figure's numbers: its settings, those of the quick version in their place, those that were given over both. */
export function figureValues(
  { id, settings: { full, quick }, among = {} }: FigureDefinition,
  asked: { quick?: boolean; set?: readonly string[] },
): FigureValues {
  const values: FigureValues = { ...full };
  if (asked.quick)
    for (const [name, value] of Object.entries(quick ?? {})) if (value !== undefined) values[name] = value;
  for (const text of asked.set ?? []) {
    const [name, given] = parts(text);
    if (!Object.hasOwn(full, name)) {
      throw new InputError(
        `--set: expected one of the settings ${Object.keys(full).join(', ')} of ${id}, got "${name}"`,
      );
    }
    values[name] = sameKind(name, full[name], given);
    checkCount(name, full[name], values[name]);
  }
  for (const [name, other] of Object.entries(among)) checkAmong(values, name, other);
  return values;
}

function parts(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InputError(`--set: expected name=value, got "${text}"`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** Text as a value of the kind that stands in the settings. */
function sameKind(name: string, like: FigureValues[string], text: string): FigureValues[string] {
  if (typeof like === 'string') return text;
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (typeof like === 'number') {
    if (numbers.length === 1 && Number.isFinite(numbers[0])) return numbers[0];
    throw new InputError(`--set: expected a number for ${name}, got "${text}"`);
  }
  if (numbers.every(Number.isFinite)) return numbers;
  throw new InputError(`--set: expected numbers with commas between for ${name}, got "${text}"`);
}

function checkCount(name: string, usual: FigureValues[string], given: FigureValues[string]): void {
  const numbers = [usual].flat();
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;
  if (!COUNTS.has(name) || !numbers.every(isCount)) return;
  const most = COUNTS_MOST * Math.max(...numbers);
  const wrong = [given].flat().find((value) => !isCount(value) || value > most);
  if (wrong === undefined) return;
  throw new InputError(`--set: ${name}: expected a positive integer up to ${most}, got ${wrong}`);
}

function checkAmong(values: FigureValues, name: string, other: string): void {
  const known = [values[other]].flat();
  const wrong = [values[name]].flat().find((value) => !known.includes(value));
  if (wrong === undefined) return;
  throw new InputError(`--set: ${name}: expected numbers among those of ${other} (${known.join(', ')}), got ${wrong}`);
}
