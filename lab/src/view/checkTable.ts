import type { CheckRecord } from '../run/checkReport';
import { estimateText, expectedSlopeText, probability, slopeText, testText, verdictOf } from './findingText';
import { count, secondsText } from './format';
import { type Table, tableText } from './resultTable';
import { wrap } from './wrap';

/** Several checks as one table, the statistic of each in words as the second column. */
export function checkTable(checks: readonly CheckRecord[]): Table {
  return {
    head: [
      'check',
      'statistic',
      'value [interval]',
      'z or p',
      'exponent [interval]',
      'theory',
      'samples',
      'time',
      'verdict',
    ],
    rows: checks.map((record) => {
      const { id, found, seconds } = record;
      const numbers = found
        ? [
            found.statistic,
            estimateText(found),
            shortTest(found.z, found.p),
            slopeText(found) || '–',
            expectedSlopeText(found) || '–',
            count(found.samples),
            secondsText(seconds),
          ]
        : ['–', '–', '–', '–', '–', '–', '–'];
      return [id, ...numbers, verdictOf(record)];
    }),
    left: [0, 1, 8],
  };
}

/**
 * The same for a terminal of so many columns (undefined: not a terminal, lines of any length): one line a check; where that is
 * too narrow, words go to a line below; where even that is, numbers do as well.
 */
export function checkTableText(checks: readonly CheckRecord[], columns?: number): string {
  const table = checkTable(checks);
  const full = tableText(table);
  if (columns === undefined || widest(full) <= columns) return full;
  const below = (text: string) => `  ${wrap(text, columns - 2, 2)}`;
  const middle = withLines(columnsOf(table, BRIEF), (i) => [below(wordsOf(checks[i], table.rows[i]))]);
  if (widest(middle.head) <= columns) return middle.text;
  return withLines(columnsOf(table, [0, 6, 7, 8]), (i) => [wordsOf(checks[i]), ...numbers(checks[i])].map(below)).text;
}

/** Columns of the table beside `wordsOf`. */
export const BRIEF = [0, 2, 3, 4, 5, 8];

export function columnsOf({ head, rows, left = [] }: Table, kept: readonly number[]): Table {
  const pick = (cells: string[]) => kept.map((c) => cells[c]);
  return { head: pick(head), rows: rows.map(pick), left: kept.flatMap((c, i) => (left.includes(c) ? [i] : [])) };
}

/** What the value of a check is, with samples and time where its row of the table is given. */
export function wordsOf({ found, failure }: CheckRecord, row?: string[]): string {
  const work = found && row ? `; ${row[6]} samples, ${row[7]}` : '';
  return `${found?.statistic ?? failure ?? ''}${work}`;
}

/** A table as text with lines below each row. */
function withLines(table: Table, below: (row: number) => string[]) {
  const [head, rule, ...rows] = tableText(table).split('\n');
  return { head: rule, text: [head, rule, ...rows.flatMap((line, i) => [line, ...below(i)])].join('\n') };
}

function numbers({ found }: CheckRecord): string[] {
  if (!found) return [];
  const slope = found.slope ? [`exponent ${slopeText(found)}, theory ${expectedSlopeText(found)}`] : [];
  const value = [estimateText(found), testText(found)].filter(Boolean).join(', ');
  return [value, ...slope];
}

function shortTest(z?: number, p?: number): string {
  if (p !== undefined) return `p ${probability(p)}`;
  return z === undefined ? '–' : testText({ z });
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.trimEnd().length));
}
