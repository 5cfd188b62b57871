import type { CellRecord, CellValues } from '../cell';
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
  /** At each step that a cell kept, or at each size or entry; of groups that are drawn. */
  curves: Record<string, { along: 'step' | 'size' | 'entry'; at: Map<number, MeanOf> }>;
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
      const { along, places } = placesOf(name, values);
      group.curves[name] ??= { along, at: new Map() };
      const { at } = group.curves[name];
      for (const [i, entry] of value.entries()) {
        const place = places?.[i] ?? i + 1;
        const mean = at.get(place) ?? new MeanOf();
        at.set(place, mean);
        mean.add(entry);
      }
    }
  }
}

/** What the entries of a list stand at: the steps or sizes beside it, else their places from 1. */
function placesOf(name: string, values: CellValues) {
  const steps = values[`${name}Steps`];
  if (typeof steps === 'object') return { along: 'step', places: steps } as const;
  const sizes = name === 'rowValues' ? values.rowSizes : undefined;
  if (typeof sizes === 'object') return { along: 'size', places: sizes } as const;
  return { along: 'entry', places: undefined } as const;
}
