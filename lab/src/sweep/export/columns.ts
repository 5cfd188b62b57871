import type { CellRecord } from '../cell';
import type { AskedValue } from './askedValues';

/** One column of a table of records: of results of a sweep, where nothing else is said. */
export interface Column<Row = CellRecord> {
  name: string;
  /** `integer`: of an axis, within 32 bits; observables are numbers though they be whole. `curve`: a list of numbers. */
  kind: 'integer' | 'number' | 'text' | 'curve';
  /** Whether a cell has none. */
  gaps: boolean;
  /** Most entries of a curve. */
  longest: number;
  /** Of a record, undefined where it has none. */
  of(record: Row): number | string | readonly number[] | undefined;
}

type Value = ReturnType<Column['of']>;

/**
 * Columns of a sweep's records: place and address, axes, observables (those of `asked` in its order, though no cell
 * have them; others in the order in which they come), why a cell failed, attempts and
 * seconds. Records are looked at one by one, none is kept.
 */
export async function columnsOf(
  records: AsyncIterable<CellRecord>,
  asked: readonly AskedValue[] = [],
): Promise<{ columns: Column[]; rows: number }> {
  const columns = new Map<string, Column & { seen: number }>();
  let rows = 0;
  const learn = (name: string, of: Column['of'], value: NonNullable<Value>, kind = kindOf(value)) => {
    let column = columns.get(name);
    if (!column) {
      column = { name, kind, gaps: false, longest: 0, of, seen: 0 };
      columns.set(name, column);
    }
    column.kind = column.seen === 0 ? kind : common(column.kind, kind);
    column.seen++;
    if (typeof value === 'object') column.longest = Math.max(column.longest, value.length);
  };
  const tail: [string, Column['of']][] = [
    ['reason', (record) => ('failure' in record ? record.failure.reason : undefined)],
    ['message', (record) => ('failure' in record ? record.failure.message : undefined)],
    ['attempts', (record) => record.attempts],
    ['seconds', (record) => record.seconds],
  ];
  const taken = new Set(['index', 'key', ...tail.map(([name]) => name)]);
  const named = (name: string) => (taken.has(name) ? `value.${name}` : name);
  const valueUnder = (name: string) => (one: CellRecord) => ('values' in one ? one.values[name] : undefined);
  for await (const record of records) {
    rows++;
    learn('index', (one) => one.index, record.index);
    learn('key', (one) => one.key, record.key);
    for (const axis of Object.keys(record.axes)) {
      if (rows === 1) taken.add(axis);
      learn(axis, (one) => one.axes[axis], record.axes[axis]);
    }
    for (const { name, kind } of rows === 1 ? asked : [])
      columns.set(named(name), { name: named(name), kind, gaps: true, longest: 0, of: valueUnder(name), seen: 0 });
    for (const [name, value] of 'values' in record ? Object.entries(record.values) : []) {
      const kind = kindOf(value);
      learn(named(name), valueUnder(name), value, kind === 'integer' ? 'number' : kind);
    }
  }
  // not learned with the records, so that they come last
  const last = tail.map(
    ([name, of]): Column => ({
      name,
      kind: name === 'attempts' ? 'integer' : name === 'seconds' ? 'number' : 'text',
      gaps: name === 'reason' || name === 'message',
      longest: 0,
      of,
    }),
  );
  const learned = [...columns.values()].map(({ seen, ...column }): Column => ({ ...column, gaps: seen < rows }));
  return { columns: [...learned, ...last], rows };
}

function kindOf(value: NonNullable<Value>): Column['kind'] {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'object') return 'curve';
  return (value | 0) === value && !Object.is(value, -0) ? 'integer' : 'number';
}

/** What holds values of both kinds: words where nothing else does. */
function common(one: Column['kind'], other: Column['kind']): Column['kind'] {
  if (one === other) return one;
  const numbers = ['integer', 'number'];
  return numbers.includes(one) && numbers.includes(other) ? 'number' : 'text';
}

/** A value as text: numbers read back to the same bits, lists are JSON; empty where there is none. */
export function valueText(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return Object.is(value, -0) ? '-0' : String(value);
  // Python's json takes -0 for a whole number, which has no such zero
  const entries = Array.from(value, (entry) => (Object.is(entry, -0) ? '-0.0' : String(entry)));
  return `[${entries.join(',')}]`;
}
