import type { CellRecord } from '../cell';

/** One axis of a sweep, as its results show it. */
export interface SweepAxis {
  path: string;
  /** Ascending where all are numbers, else in the order in which they come. */
  values: (number | string)[];
  numeric: boolean;
  /** Of random draws: results are averaged over it. */
  seed: boolean;
  /** Its values are spaced evenly in the logarithm rather than as they are. */
  log: boolean;
  /** Another axis with which it moves: one value of either belongs to one value of the other. */
  movesWith?: string;
}

/** More values of one axis are not listed. */
const MOST_VALUES = 100_000;

/** The axes that the records name, in the study's order. */
export function sweepAxes(records: Iterable<CellRecord>): SweepAxis[] {
  const seen = new Map<string, Set<number | string>>();
  const pairs = new Map<string, Map<number | string, number | string> | undefined>();
  for (const { axes } of records) {
    const paths = Object.keys(axes);
    for (const path of paths) {
      const values = seen.get(path) ?? new Set();
      seen.set(path, values);
      if (values.size < MOST_VALUES) values.add(axes[path]);
      for (const other of paths) {
        if (other === path) break;
        follow(pairs, `${other}\n${path}`, axes[other], axes[path]);
        follow(pairs, `${path}\n${other}`, axes[path], axes[other]);
      }
    }
  }
  const list = [...seen].map(([path, set]): SweepAxis => {
    const numeric = [...set].every((value) => typeof value === 'number');
    const values = numeric ? [...set].sort((a, b) => Number(a) - Number(b)) : [...set];
    const seed = /(^|\.)(\w*S|s)eed$/.test(path);
    return { path, values, numeric, seed, log: numeric && isLog(values as number[]) };
  });
  for (const [i, axis] of list.entries()) {
    const leads = list.slice(0, i).find((other) => {
      if (other.seed || axis.seed || other.values.length < 2 || other.movesWith) return false;
      return pairs.get(`${other.path}\n${axis.path}`) && pairs.get(`${axis.path}\n${other.path}`);
    });
    axis.movesWith = leads?.path;
  }
  return list;
}

/** Keeps which value of one axis goes with which of another, until one goes with two. */
function follow(
  pairs: Map<string, Map<number | string, number | string> | undefined>,
  key: string,
  from: number | string,
  to: number | string,
): void {
  if (!pairs.has(key)) pairs.set(key, new Map());
  const known = pairs.get(key);
  if (!known) return;
  const partner = known.get(from);
  if (partner === undefined) known.set(from, to);
  else if (partner !== to) pairs.set(key, undefined);
}

/** Whether ratios of neighbours vary less than their differences; two values: whether they are far apart. */
export function isLog(values: readonly number[]): boolean {
  if (values.length < 2 || values.some((value) => !(value > 0))) return false;
  if (values.length === 2) return values[1] / values[0] >= 4;
  const spread = (list: number[]) => {
    const steps = list.slice(1).map((value, i) => value - list[i]);
    const mean = (list[list.length - 1] - list[0]) / steps.length;
    return Math.max(...steps.map((step) => Math.abs(step / mean - 1)));
  };
  return spread(values.map(Math.log)) < spread([...values]);
}
