import { isMatrix, type PlainMatrix } from '../limits/plainData';
import { short } from './format';
import { tableText } from './resultTable';
import { someIndices } from './someIndices';

/** Rows of a table of curves; larger ones show some of them. */
const MOST_ROWS = 12;
/** Columns of a shown matrix, and entries of a list on one line. */
const MOST_COLUMNS = 8;
/** Curves beside each other. */
const MOST_CURVES = 7;

/**
 * Plain data (see plainData) for a terminal: numbers as lines, lists of numbers of the same length as one table, small matrices in
 * full, large ones by their size. Lists with an entry for each of `times` are told by time, others by index.
 */
export function limitText(value: unknown, times?: ArrayLike<number>): string {
  if (isNumbers(value)) return curvesText({ value }, times);
  if (typeof value !== 'object' || value === null) return cell(value);
  if (isMatrix(value)) {
    const { rows: _, cols: __, data: ___, ...rest } = value;
    return [matrixText(value), ...sections(rest, times)].join('\n\n');
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isFlat)) return recordsText(value);
  const label = (i: number) => (times?.length === (value as []).length ? `t = ${cell(times[i])}` : `[${i}]`);
  const parts = Array.isArray(value) ? Object.fromEntries(value.map((entry, i) => [label(i), entry])) : value;
  return sections(parts, times).join('\n\n');
}

function sections(value: object, times?: ArrayLike<number>): string[] {
  const entries = Object.entries(value);
  const scalars = entries.filter(([, entry]) => typeof entry !== 'object' || entry === null);
  const lists = entries.filter((entry): entry is [string, number[]] => isNumbers(entry[1]));
  const brief = lists.filter(([, list]) => list.length === 1);
  const curves = lists.filter(([, list]) => list.length > 1);
  const others = entries.filter(([, entry]) => typeof entry === 'object' && entry !== null && !isNumbers(entry));
  const lines: [string, unknown][] = [...scalars, ...brief.map(([name, [only]]): [string, unknown] => [name, only])];
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  const texts =
    lines.length > 0 ? [lines.map(([name, entry]) => `${name.padEnd(width)}  ${cell(entry)}`).join('\n')] : [];
  for (const length of new Set(curves.map(([, list]) => list.length))) {
    const same = curves.filter(([, list]) => list.length === length);
    for (let i = 0; i < same.length; i += MOST_CURVES) {
      texts.push(curvesText(Object.fromEntries(same.slice(i, i + MOST_CURVES)), times));
    }
  }
  for (const [name, entry] of others) texts.push(otherText(name, entry as object, times));
  return texts;
}

function otherText(name: string, entry: object, times?: ArrayLike<number>): string {
  const size = Array.isArray(entry) ? entry.length : undefined;
  if (isMatrix(entry)) return `${name}  ${matrixText(entry)}`;
  if (size === 0) return `${name}  (none)`;
  if (Array.isArray(entry) && entry.every(isMatrix)) {
    const last = entry.length - 1;
    return size === 1
      ? `${name}[0]  ${matrixText(entry[0])}`
      : `${name}  ${size} matrices; the last: ${matrixText(entry[last])}`;
  }
  if (Array.isArray(entry) && entry.every((one) => isRecord(one) && !isMatrix(one))) {
    return `${name}\n${indent(recordsText(entry as Record<string, unknown>[]))}`;
  }
  return `${name}\n${indent(limitText(entry, times))}`;
}

/** Records with the same scalars as a table. */
function recordsText(records: Record<string, unknown>[]): string {
  const head = [...new Set(records.flatMap(Object.keys))].filter((name) =>
    records.every((record) => typeof record[name] !== 'object'),
  );
  if (head.length === 0) return records.map((record, i) => `[${i}]\n${limitText(record)}`).join('\n');
  const rows = someIndices(records.length, MOST_ROWS).map((i) => head.map((name) => cell(records[i][name] ?? '')));
  return tableText({ head, rows });
}

function curvesText(curves: Record<string, number[]>, times?: ArrayLike<number>): string {
  const names = Object.keys(curves);
  const { length } = curves[names[0]];
  const timed = times?.length === length;
  const rows = someIndices(length, MOST_ROWS).map((i) => [
    timed ? cell(times[i]) : String(i),
    ...names.map((name) => cell(curves[name][i])),
  ]);
  return tableText({ head: [timed ? 'time' : 'index', ...names], rows });
}

function matrixText({ rows, cols, data }: PlainMatrix): string {
  if (rows === 1 && cols === 1) return cell(data[0]);
  const title = `${rows}×${cols}`;
  if (rows > MOST_ROWS || cols > MOST_COLUMNS) return `${title} matrix (--json prints it)`;
  const cells = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => cell(data[i * cols + j])),
  );
  const widths = cells[0].map((_, j) => Math.max(...cells.map((row) => row[j].length)));
  return [title, ...cells.map((row) => indent(row.map((text, j) => text.padStart(widths[j])).join('  ')))].join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFlat(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && Object.values(value).every((entry) => typeof entry !== 'object');
}

/** Numbers, with text or null where plain data has no number. */
function isNumbers(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry !== 'object' || entry === null)
  );
}

function cell(value: unknown): string {
  if (value === null) return '–';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value).replace('-', '−') : short(value, 5);
  return value === 'Infinity' ? '∞' : value === '-Infinity' ? '−∞' : String(value);
}
