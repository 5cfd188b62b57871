/** From samples to a table of rates, ratios and targets. */
import type { Target } from './targets';
import type { Task } from './tasks';

/** One contestant's seconds per unit of work, round by round, or why there are none. */
export interface Entry {
  contestant: string;
  rounds: number[][];
  note?: string;
  /** Largest relative difference of the result from the reference. */
  difference?: number;
  /** Why it was not measured. */
  reason?: string;
}

export interface Rate {
  contestant: string;
  note?: string;
  difference?: number;
  reason?: string;
  /** In the task's unit: best and median over all samples; spread is the interquartile range over the median. */
  best?: number;
  median?: number;
  spread?: number;
  /** Best of ours over best of this one. */
  portable?: number;
  relaxed?: number;
}

export const builds = ['portable', 'relaxed'] as const;

export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const low = Math.floor(place);
  return sorted[low] + (place - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}

/** Rates of all contestants in one task. */
export function ratesOf(task: Pick<Task, 'rate'>, entries: readonly Entry[]): Rate[] {
  const rates = entries.map(({ rounds, ...entry }): Rate => {
    const all = rounds.flat();
    if (all.length === 0) return entry;
    const median = quantile(all, 0.5);
    return {
      ...entry,
      best: task.rate.count / Math.min(...all),
      median: task.rate.count / median,
      spread: (quantile(all, 0.75) - quantile(all, 0.25)) / median,
    };
  });
  for (const build of builds) {
    const own = rates.find(({ contestant }) => contestant === build)?.best;
    for (const rate of rates) {
      if (own && rate.best && rate.contestant !== build) rate[build] = own / rate.best;
    }
  }
  return rates;
}

export interface Verdict {
  /** Name of the target. */
  name: string;
  task: string;
  build: (typeof builds)[number];
  against: string;
  ratio: number;
  target: number;
  met: boolean;
}

/** Whether each build reaches its target: its best over the best of the opponents named, in this task or another. */
export function verdicts(task: string, target: Target, own: readonly Rate[], others: readonly Rate[] = own): Verdict[] {
  return builds.flatMap((build) => {
    const mine = own.find(({ contestant }) => contestant === build)?.best;
    const wanted = target[build];
    const names = target.against === 'itself' ? [build] : target.against;
    const opponents = others.filter(({ contestant, best }) => best && names.includes(contestant));
    if (!mine || wanted === undefined || opponents.length === 0) return [];
    const strongest = opponents.reduce((a, b) => (b.best! > a.best! ? b : a));
    const other = target.of?.(task);
    const who = target.against === 'itself' ? [] : [strongest.contestant];
    const against = [...who, ...(other ? [other] : [])].join(', ');
    const ratio = mine / strongest.best!;
    return [{ name: target.name, task, build, against, ratio, target: wanted, met: ratio >= wanted }];
  });
}

const number = (value?: number) =>
  value === undefined ? '' : value >= 1000 ? value.toFixed(0) : value >= 100 ? value.toFixed(1) : value.toPrecision(3);
const times = (value?: number) => (value === undefined ? '' : `${number(value)}×`);

/** Rows of cells, as text with aligned columns; the first and the last are left-aligned. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const cell = (text: string, column: number) =>
    column === 0 || column === widths.length - 1 ? text.padEnd(widths[column]) : text.padStart(widths[column]);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

/** One task as a table for the terminal. */
export function taskTable(task: Task, rates: readonly Rate[], found: readonly Verdict[]): string {
  const { unit } = task.rate;
  const rows = rates.map((rate) => [
    `  ${rate.contestant}`,
    number(rate.best),
    number(rate.median),
    rate.spread === undefined ? '' : `${(100 * rate.spread).toFixed(0)} %`,
    times(rate.portable),
    times(rate.relaxed),
    rate.difference === undefined ? '' : rate.difference.toExponential(0),
    rate.reason ?? rate.note ?? '',
  ]);
  const header = [task.name, `best ${unit}`, 'median', 'spread', 'portable/it', 'relaxed/it', 'difference', ''];
  const lines = found.map(
    ({ build, against, ratio, target, met }) =>
      `  ${build} against ${against}: ${number(ratio)}×, target ≥ ${number(target)}×: ${met ? 'met' : 'MISSED'}`,
  );
  return [aligned([header, ...rows]), ...lines].join('\n');
}
