import type { Result } from '../run/result';
import { count, scoreText, secondsText, short, sizeName, withError } from './format';

export interface Table {
  head: string[];
  rows: string[][];
  /** Columns aligned to the left; the others to the right. */
  left?: readonly number[];
}

/** The result as a table, one row per size and then the limit's: mean over seeds ± standard deviation; the distance with its standard error. */
export function resultTable(result: Result): Table {
  const { score } = result.data;
  const steps = result.theory.loss.length - 1;
  const singular = sizeName(result.experiment.axis);
  const cells = (first: string, loss: string, scored: string, distance: string, speed: string) =>
    score ? [first, loss, scored, distance, speed] : [first, loss, distance, speed];
  return {
    head: cells(singular, 'final training loss', score?.name ?? '', 'distance to the limit', 'steps/s'),
    rows: [
      ...result.rows.map((row) => {
        const diverged = row.diverged === row.seeds ? 'diverged' : `${row.diverged} of ${row.seeds} diverged`;
        const loss = row.loss ? withError(row.loss.mean, row.loss.deviation) : '';
        return cells(
          count(row.size),
          [loss, row.diverged > 0 ? diverged : ''].filter(Boolean).join('; '),
          row.score && score ? scoreText(row.score.mean, score.percent, row.score.deviation) : '–',
          row.distance ? withError(row.distance.value, row.distance.standardError) : '–',
          row.stepsPerSecond > 0 ? short(row.stepsPerSecond, 3) : '–',
        );
      }),
      cells(
        '∞ (limit)',
        result.theory.diverged ? `diverged at step ${result.theory.diverged.step}` : short(result.theory.loss[steps]),
        score && result.theory.score !== undefined ? scoreText(result.theory.score, score.percent) : '–',
        result.theory.diverged ? '–' : '0',
        `${secondsText(result.theory.seconds)} in all`,
      ),
    ],
  };
}

/** A table for the terminal, three spaces between columns. */
export function tableText({ head, rows, left = [] }: Table): string {
  const lines = [head, ...rows];
  const widths = head.map((_, c) => Math.max(...lines.map((line) => line[c].length)));
  const text = lines.map((line) =>
    line.map((cell, c) => (left.includes(c) ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('   '),
  );
  return [text[0], '─'.repeat(text[0].length), ...text.slice(1)].map((line) => line.trimEnd()).join('\n');
}
