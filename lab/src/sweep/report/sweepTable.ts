import { seedsText } from '../../report/htmlParts';
import { count, withError } from '../../view/format';
import type { Table } from '../../view/resultTable';
import type { CellGroup } from './cellGroups';
import type { SweepAxis } from './sweepAxes';
import { valueName } from './sweepPlots';

/** A table with the numbers behind its texts. */
export interface SweepTable extends Table {
  /** In full, and the standard error; by row and column. */
  value(row: number, column: number): string | undefined;
  error(row: number, column: number): string | undefined;
}

/** Words of an observable that a cell of the table shows. */
const MOST_WORDS = 3;

/** One row a group of cells: axes, cells, seeds, then observables: means ± standard error, words with how often they come. */
export function sweepTable(groups: readonly CellGroup[], axes: readonly SweepAxis[]): SweepTable {
  const fixed = axes.filter(({ seed }) => !seed);
  const random = axes.filter(({ seed }) => seed);
  const numbers = [...new Set(groups.flatMap((group) => Object.keys(group.numbers)))];
  const words = [...new Set(groups.flatMap((group) => Object.keys(group.words)))];
  const first = fixed.length;
  const head = [
    ...fixed.map(({ path }) => path),
    'cells',
    ...random.map(({ path }) => (random.length === 1 ? 'seeds' : path)),
    ...numbers,
    ...words,
  ];
  const from = first + 1 + random.length;
  const meanAt = (row: number, column: number) => groups[row].numbers[numbers[column - from]];
  return {
    head,
    left: [
      ...fixed.flatMap(({ numeric }, c) => (numeric ? [] : [c])),
      ...random.map((_, i) => first + 1 + i),
      ...words.map((_, i) => from + numbers.length + i),
    ],
    rows: groups.map((group) => [
      ...fixed.map(({ path }) => valueName(group.axes[path])),
      group.failed > 0 ? `${count(group.done)}, ${count(group.failed)} failed` : count(group.done),
      ...random.map(({ path }) => (group.seeds[path] ? seedsText(group.seeds[path]).replace(/^seeds? /, '') : '–')),
      ...numbers.map((name) => {
        const mean = group.numbers[name];
        if (!mean) return '–';
        const some = mean.count < group.done ? ` (${mean.count} of ${group.done})` : '';
        return `${withError(mean.mean, mean.standardError)}${some}`;
      }),
      ...words.map((name) => wordsText(group.words[name] ?? {}, group.done)),
    ]),
    value: (row, column) => {
      if (column < first) return String(groups[row].axes[fixed[column].path]);
      if (column === first) return String(groups[row].done);
      const mean = meanAt(row, column);
      return mean && String(mean.mean);
    },
    error: (row, column) => {
      const error = meanAt(row, column)?.standardError;
      return error === undefined ? undefined : Number.isFinite(error) ? String(error) : '';
    },
  };
}

function wordsText(words: Record<string, number>, of: number): string {
  const sorted = Object.entries(words).sort(([, a], [, b]) => b - a);
  if (sorted.length === 0) return '–';
  const cut = (word: string) => (word.length > 60 ? `${word.slice(0, 60)}…` : word);
  if (sorted.length === 1 && sorted[0][1] === of) return cut(sorted[0][0]);
  const shown = sorted.slice(0, MOST_WORDS).map(([word, times]) => `${cut(word)} ${times} of ${of}`);
  return [...shown, ...(sorted.length > MOST_WORDS ? [`${sorted.length - MOST_WORDS} more`] : [])].join(', ');
}

/** Values of an axis in a few words. */
export function axisText({ values, numeric, seed }: SweepAxis): string {
  if (seed && numeric) return seedsText(values as number[]).replace(/^seeds? /, '');
  if (values.length <= 10) return values.map(valueName).join(', ');
  return `${count(values.length)} values from ${valueName(values[0])} to ${valueName(values[values.length - 1])}`;
}
