import type { CheckRecord } from '../run/checkReport';
import { estimateText, expectedSlopeText, marginText, slopeText, testText } from './findingText';
import { count, secondsText, sizeText, withError } from './format';
import { type Table, tableText } from './resultTable';
import { wrap } from './wrap';

/** What was measured at each size. */
export function rowsTable({ size, found }: CheckRecord): Table {
  return {
    head: [size, 'samples', 'measured ± standard error'],
    rows: (found?.rows ?? []).map((row) => [
      sizeText(row.size),
      count(row.samples),
      withError(row.value, row.standardError),
    ]),
  };
}

/** The finding as lines of name and value; those that are there. */
export function findingLines({ found }: CheckRecord): [name: string, value: string][] {
  if (!found) return [];
  const margin = marginText(found);
  const test = testText(found);
  const slope = slopeText(found);
  return [
    ['statistic', found.statistic],
    ['value', `${estimateText(found)}${margin && `; ${margin} counts as the theory's`}`],
    ...(test ? [['test', test] as [string, string]] : []),
    ...(slope ? [['exponent', `${slope}; theory ${expectedSlopeText(found)}`] as [string, string]] : []),
    ['samples', `${count(found.samples)}${found.needed ? `; about ${count(found.needed)} would give a verdict` : ''}`],
  ];
}

/** One check for a terminal: table of sizes, finding, sentence, and how to repeat it. */
export function checkText(record: CheckRecord, summary: readonly string[], columns = Number.POSITIVE_INFINITY): string {
  const lines = findingLines(record);
  const name = Math.max(...lines.map(([text]) => text.length)) + 3;
  return [
    '',
    wrap(record.title, columns),
    '',
    ...(record.found ? [tableText(rowsTable(record)), ''] : []),
    ...lines.map(([text, value]) => wrap(`${text.padEnd(name)}${value}`, columns, name)),
    '',
    ...[...summary, ...record.notes].map((line) => wrap(line, columns)),
    '',
    `${secondsText(record.seconds)}. Again: ${record.command}`,
  ].join('\n');
}
