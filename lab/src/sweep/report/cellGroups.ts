import type { CellRecord } from '../cell';
import { MeanOf } from './meanOf';
import type { SweepAxis } from './sweepAxes';

/** Cells that differ only in their seeds. */
export interface CellGroup {
  axes: Record<string, number | string>;
  /** By axis of seeds: those of cells that are done. */
  seeds: Record<string, number[]>;
  done: number;
  failed: number;
  /** Over its cells, by observable. */
  numbers: Record<string, MeanOf>;
  /** How often each word comes. */
  words: Record<string, Record<string, number>>;
  /** At each step that a cell kept; of groups that are drawn. */
  curves: Record<string, Map<number, MeanOf>>;
}

export interface CellGroupsOptions {
  axes: readonly SweepAxis[];
  /** Whether a group's curves are wanted. */
  curves(axes: CellGroup['axes']): boolean;
}

/** More groups are neither listed nor drawn. */
export const MOST_GROUPS = 20_000;
/** Seeds that a group lists, and different words. */
const MOST_LISTED = 1000;

/** Results averaged over seeds, in the study's order; `left` counts the cells of groups beyond the most. */
export function cellGroups(
  records: Iterable<CellRecord>,
  { axes, curves }: CellGroupsOptions,
): { groups: CellGroup[]; left: number } {
  const fixed = axes.filter(({ seed }) => !seed).map(({ path }) => path);
  const random = axes.filter(({ seed }) => seed).map(({ path }) => path);
  const groups = new Map<string, CellGroup>();
  let left = 0;
  for (const record of records) {
    const place = Object.fromEntries(fixed.map((path) => [path, record.axes[path]]));
    const key = JSON.stringify(Object.values(place));
    let group = groups.get(key);
    if (!group) {
      if (groups.size >= MOST_GROUPS) {
        left++;
        continue;
      }
      group = { axes: place, seeds: {}, done: 0, failed: 0, numbers: {}, words: {}, curves: {} };
      groups.set(key, group);
    }
    if ('failure' in record) group.failed++;
    else {
      group.done++;
      for (const path of random) {
        group.seeds[path] ??= [];
        const seeds = group.seeds[path];
        const seed = Number(record.axes[path]);
        if (seeds.length < MOST_LISTED && !seeds.includes(seed)) seeds.push(seed);
      }
      addValues(group, record.values, curves(place));
    }
  }
  return { groups: [...groups.values()], left };
}

function addValues(
  group: CellGroup,
  values: Extract<CellRecord, { values: unknown }>['values'],
  curves: boolean,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') {
      group.numbers[name] ??= new MeanOf();
      group.numbers[name].add(value);
    } else if (typeof value === 'string') {
      group.words[name] ??= {};
      const words = group.words[name];
      if (value in words || Object.keys(words).length < MOST_LISTED) words[value] = (words[value] ?? 0) + 1;
    } else if (curves) {
      const steps = values[`${name}Steps`];
      group.curves[name] ??= new Map();
      const curve = group.curves[name];
      for (const [i, entry] of value.entries()) {
        const step = typeof steps === 'object' ? steps[i] : i;
        const at = curve.get(step) ?? new MeanOf();
        curve.set(step, at);
        at.add(entry);
      }
    }
  }
}
