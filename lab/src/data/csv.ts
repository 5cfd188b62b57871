import type { CsvCells, Progress } from 'deeplinear';
import { InputError } from '../inputError';
import { quote } from '../view/format';
import { csvTable, NUMBER, toNumber, where } from './csvTable';
import type { Dataset } from './dataset';
import { listedNames } from './listedNames';
import { readBytes } from './readBytes';
import { type RawTarget, type SampleOptions, sampleSet } from './sampleSet';

export interface CsvOptions extends SampleOptions {
  /** Column to predict. */
  target?: string;
  /** Read the target as class names even if it holds numbers. Default false: numbers mean regression. */
  classes?: boolean;
}

/**
 * A CSV file as a task: every column but the target is an input, which must be numeric; a numeric target is a regression, a text
 * target names classes. What becomes of them: sampleSet. A generator, as all long work is.
 * @throws InputError with line and column of what cannot be read.
 */
export function* csv(path: string, options: CsvOptions = {}): Generator<Progress, Dataset, boolean | undefined> {
  const table = csvTable(readBytes(path), path);
  const target = targetColumn(table, path, options.target);
  const inputs = table.columns.map((_, c) => c).filter((c) => c !== target);
  if (inputs.length === 0) throw new InputError(`${path}: expected columns beside the target, got none`);
  const x = new Float64Array(table.records.length * inputs.length);
  table.records.forEach((record, p) => {
    inputs.forEach((c, d) => {
      x[p * inputs.length + d] = toNumber(record[c], table, path, p, c);
    });
  });
  return yield* sampleSet(
    {
      path,
      samples: table.records.length,
      x,
      inputs: inputs.length,
      input: (d) => table.columns[inputs[d]],
      inputPlace: (d) => `${path}: column ${quote(table.columns[inputs[d]])}`,
      target: () => targetOf(table, path, target, options.classes === true),
    },
    options,
  );
}

function targetOf(table: CsvCells, path: string, target: number, classes: boolean): RawTarget {
  const name = table.columns[target];
  const place = `${path}: column ${quote(name)}`;
  const labels = table.records.map((record) => record[target]);
  if (classes || isText(table, path, target)) {
    return { name, place, labels, labelPlace: (p) => where(table, path, p, target) };
  }
  const y = Float64Array.from(labels, (label, p) => toNumber(label, table, path, p, target));
  return { name, place, y, outputs: [{ name, place }] };
}

function targetColumn(table: CsvCells, path: string, target: string | undefined): number {
  const known = `a column of ${path} (${listedNames(table.columns)})`;
  if (target === undefined) throw new InputError(`--target: expected ${known}, got nothing`);
  const at = table.columns.indexOf(target);
  if (at < 0) throw new InputError(`--target: expected ${known}, got ${quote(target)}`);
  return at;
}

/** Numbers with decimal commas, thousands in groups of three, a currency or a percent sign; no dates or versions. */
const OTHER_NOTATION =
  /^[\p{Sc}\s]*[+−-]?[\p{Sc}\s]*(\d{1,3}([.,'’\s]\d{3})+([.,]\d+)?|\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*[%‰\p{Sc}]?$/u;
/** What programs and people write where a number is missing. */
const NO_NUMBER = /^(|-|\?|na|n\/a|nan|null|none)$/i;

/** Whether the target holds names. A few bad cells among numbers, and numbers in another notation, are reported, not read as classes. */
function isText(table: CsvCells, path: string, target: number): boolean {
  const bad = table.records.flatMap((record, p) => (NUMBER.test(record[target]) ? [] : [p]));
  if (bad.length === 0) return false;
  const few = 2 * bad.length <= table.records.length;
  const written = bad.filter((p) => !NO_NUMBER.test(table.records[p][target]));
  const isOther = written.length > 0 && written.every((p) => OTHER_NOTATION.test(table.records[p][target]));
  if (!few && !isOther) return true;
  const expected = few ? 'a number as in most of this column' : 'a number such as 1234.5';
  const at = few ? bad[0] : written[0];
  const cell = table.records[at][target];
  throw new InputError(
    `${where(table, path, at, target)}: expected ${expected}, got ${quote(cell)} (for class names add --classes)`,
  );
}
