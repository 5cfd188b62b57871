import { DeepLinearError, decodeNpy, decodeNpz, decodeSafetensors, type NpyArray, type Progress } from 'deeplinear';
import { InputError } from '../inputError';
import { quote } from '../view/format';
import type { Dataset } from './dataset';
import { listedNames } from './listedNames';
import { readBytes } from './readBytes';
import { type RawSamples, type RawTarget, type SampleOptions, sampleSet } from './sampleSet';

export interface ArraysOptions extends SampleOptions {
  /** Names of the arrays of inputs and targets in a .npz or .safetensors file. Default 'x' and 'y'. */
  x?: string;
  y?: string;
  /** Of a .npy file: number of the column to predict, from 0; −1 is the last. */
  target?: number | string;
  /** Read the targets as classes even if they are numbers. Default false: numbers mean regression, words classes. */
  classes?: boolean;
}

/** Endings of the files that this reads. */
export const arrayEndings = ['.npy', '.npz', '.safetensors'] as const;

/** Of the arrays in an archive, unpacked. */
const MOST_BYTES = 2 ** 32;

/**
 * A file of arrays as a task. Of a .npz or .safetensors file: inputs `x`, one sample at each index of the first dimension; targets `y`,
 * a number, a word or a row of numbers for each. Of a .npy file: a matrix of samples with the target in one column. What becomes of
 * them: sampleSet. The first bytes tell the format: data sets go by other names, too. A generator, as all long work is.
 * @throws InputError naming the array and the place of what cannot be read.
 */
export function* arrays(path: string, options: ArraysOptions = {}): Generator<Progress, Dataset, boolean | undefined> {
  const { x = 'x', y = 'y' } = options;
  const content = decoded(path, [x, y]);
  const raw =
    'names' in content
      ? namedArrays(content, path, { ...options, x, y })
      : columnsOf(content, path, options.target, options.classes === true);
  return yield* sampleSet(raw, options);
}

interface NamedArrays {
  /** Of all arrays in the file. */
  names: string[];
  /** Those that were asked for, if not more. */
  found: Map<string, NpyArray>;
}

function decoded(path: string, wanted: readonly string[]): NpyArray | NamedArrays {
  const bytes = readBytes(path);
  try {
    if (bytes[0] === 0x93) return decodeNpy(bytes);
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      const names: string[] = [];
      const filter = (name: string) => {
        names.push(name);
        return wanted.includes(name);
      };
      return { found: decodeNpz(bytes, { maxBytes: MOST_BYTES, filter }), names };
    }
    if (bytes[8] === 0x7b) {
      const { tensors } = decodeSafetensors(bytes);
      return { found: tensors, names: [...tensors.keys()] };
    }
  } catch (error) {
    if (!(error instanceof DeepLinearError)) throw error;
    throw new InputError(`${path}: ${error.message.replace(/^file: /, '')}`);
  }
  throw new InputError(`${path}: expected a file of arrays (${arrayEndings.join(', ')}), got something else`);
}

function namedArrays(
  { found, names }: NamedArrays,
  path: string,
  { x, y, classes = false }: ArraysOptions & { x: string; y: string },
): RawSamples {
  const given = (name: string): NpyArray => {
    const array = found.get(name);
    if (array) return array;
    throw new InputError(
      `--arrays: expected the names of inputs and targets among those of ${path} (${listedNames(names)}), got ${quote(name)}`,
    );
  };
  const [inputs, targets] = [given(x), given(y)];
  const [samples, ...sides] = inputs.shape;
  if (samples === undefined) throw new InputError(`${path}: ${x}: expected one sample an index, got a single number`);
  const width = sides.reduce((product, side) => product * side, 1);
  if (targets.shape.length === 0 || targets.shape.length > 2 || targets.shape[0] !== samples) {
    throw new InputError(
      `${path}: ${y}: expected ${samples} targets, as there are samples in ${x}, or rows of them, got shape ${targets.shape.join('×') || '()'}`,
    );
  }
  const input = (d: number) => `${x}[:${sides.length > 0 ? `, ${indices(d, sides).join(', ')}` : ''}]`;
  return checkedSize({
    path,
    samples,
    inputs: width,
    x: numbersOf(inputs, (i) => `${path}: ${x}[${indices(i, inputs.shape).join(', ')}]`),
    input,
    inputPlace: (d) => `${path}: ${input(d)}`,
    target: () => targetOf(targets, path, y, classes),
    // an autoencoder, or a mistake
    notes: x === y ? [`Inputs and targets are the same array, ${quote(x)}: what is learned is to copy the input.`] : [],
  });
}

/** Samples × columns, one of which is the target. */
function columnsOf(table: NpyArray, path: string, target: number | string | undefined, classes: boolean): RawSamples {
  if (table.shape.length !== 2) {
    throw new InputError(`${path}: expected a matrix of samples × columns, got shape ${table.shape.join('×') || '()'}`);
  }
  const [samples, columns] = table.shape;
  const asked = Number(target);
  const column = asked < 0 ? columns + asked : asked;
  if (target === undefined || target === '' || !(Number.isInteger(column) && column >= 0 && column < columns)) {
    const got = target === undefined ? 'nothing' : quote(String(target));
    throw new InputError(
      `--target: expected a column of ${path} (0 to ${columns - 1}, or −1 for the last), got ${got}`,
    );
  }
  const at = (i: number) => `${path}: [${indices(i, table.shape).join(', ')}]`;
  const all = numbersOf(table, at);
  const x = new Float64Array(samples * (columns - 1));
  const y = new Float64Array(samples);
  for (let p = 0; p < samples; p++) {
    const row = all.subarray(p * columns, (p + 1) * columns);
    x.set(row.subarray(0, column), p * (columns - 1));
    x.set(row.subarray(column + 1), p * (columns - 1) + column);
    y[p] = row[column];
  }
  const name = `[:, ${column}]`;
  const input = (d: number) => `[:, ${d < column ? d : d + 1}]`;
  return checkedSize({
    path,
    samples,
    inputs: columns - 1,
    x,
    input,
    inputPlace: (d) => `${path}: ${input(d)}`,
    target: () => targetOf({ dtype: 'float64', shape: [samples], data: y }, path, name, classes),
  });
}

function checkedSize(raw: RawSamples): RawSamples {
  if (raw.samples > 0 && raw.inputs > 0) return raw;
  throw new InputError(`${raw.path}: expected samples with inputs, got ${raw.samples} with ${raw.inputs}`);
}

function targetOf(array: NpyArray, path: string, name: string, classes: boolean): RawTarget {
  const { shape, data } = array;
  const place = `${path}: ${name}`;
  const labelPlace = (p: number) => `${place}[${indices(p, shape).join(', ')}]`;
  const width = shape[1] ?? 1;
  if (array.dtype === 'string' || classes) {
    if (width !== 1) {
      throw new InputError(`${place}: expected one class a sample, got rows of ${width}`);
    }
    const labels = Array.from(data as ArrayLike<unknown>, (label, p) => {
      // NaN is what programs write where there is no class
      if (typeof label !== 'number' || Number.isFinite(label)) return String(label);
      throw new InputError(`${labelPlace(p)}: expected the number of a class, got ${label}`);
    });
    return { name, place, labels, labelPlace };
  }
  if (width === 0) throw new InputError(`${place}: expected targets, got rows of none`);
  const y = numbersOf(array, labelPlace);
  if (shape.length === 1) return { name, place, y, outputs: [{ name, place }] };
  const outputs = Array.from({ length: width }, (_, c) => ({ name: `${name}[:, ${c}]`, place: `${place}[:, ${c}]` }));
  return { name, place, y, outputs };
}

/** Finite numbers in float64. @throws InputError with the place of one that is not, or not exactly. */
function numbersOf({ dtype, data }: NpyArray, place: (i: number) => string): Float64Array {
  if (dtype === 'string') throw new InputError(`${place(0)}: expected numbers, got words`);
  const values = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    const exact = typeof data[i] !== 'bigint' || Number.isSafeInteger(value);
    if (!Number.isFinite(value) || !exact) {
      throw new InputError(`${place(i)}: expected a finite number${exact ? '' : ' below 2^53'}, got ${data[i]}`);
    }
    values[i] = value;
  }
  return values;
}

/** Of an entry, from its place row by row. */
function indices(i: number, shape: readonly number[]): number[] {
  const found: number[] = [];
  let rest = i;
  for (const side of [...shape].reverse()) {
    found.unshift(rest % side);
    rest = Math.floor(rest / side);
  }
  return found;
}
