import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy, encodeNpz, encodeSafetensors } from 'deeplinear';
import { afterAll, describe, expect, it } from 'vitest';
import { type ArraysOptions, arrays } from '../../lab/src/data/arrays';
import { csv } from '../../lab/src/data/csv';
import { dataFile } from '../../lab/src/data/dataFile';
import { checkDataOptions } from '../../lab/src/data/readDataset';
import { drain } from '../../src/longWork';
import { tolerance } from '../tolerances';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-arrays-'));
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;
function saved(bytes: Uint8Array | string, ending = ''): string {
  const path = join(folder, `${made++}${ending}`);
  writeFileSync(path, bytes);
  return path;
}
const load = (bytes: Uint8Array, options: ArraysOptions = {}) => drain(arrays(saved(bytes), options));
function complaint(bytes: Uint8Array, options: ArraysOptions = {}): string {
  const path = saved(bytes);
  try {
    drain(arrays(path, options));
  } catch (error) {
    return (error as Error).message.replaceAll(path, 'file');
  }
  return 'no complaint';
}

const P = 30;
const table = Float64Array.from({ length: 3 * P }, (_, i) => Math.sin(i * i) + (i % 3));
const column = (c: number) => Float64Array.from({ length: P }, (_, p) => table[3 * p + c]);
const x = { data: Float64Array.from({ length: 2 * P }, (_, i) => table[3 * (i >> 1) + (i & 1)]), shape: [P, 2] };
const y = { data: column(2) };

describe('arrays', () => {
  it('make the same task of the same numbers in every format, as a CSV file does', () => {
    const text = `a,b,y\n${Array.from({ length: P }, (_, p) => [...table.subarray(3 * p, 3 * p + 3)].join()).join('\n')}\n`;
    const wanted = drain(csv(saved(text, '.csv'), { target: 'y', seed: 2 }));
    const matrix = { data: table, shape: [P, 3] };
    const tasks = [
      load(encodeNpy(matrix), { target: '2', seed: 2 }),
      load(encodeNpy(matrix, { order: 'F', byteOrder: 'big' }), { target: -1, seed: 2 }),
      load(encodeNpz({ x, y }), { seed: 2 }),
      load(encodeNpz({ y, other: y, x }, { compress: true }), { seed: 2 }),
      load(encodeSafetensors({ train: x, labels: { ...y, shape: [P, 1] } }), { x: 'train', y: 'labels', seed: 2 }),
    ];
    for (const task of tasks) {
      expect([task.samples, task.inputs, task.outputs, task.score?.name]).toEqual([24, 2, 1, 'test R²']);
      expect(task.moments).toEqual(wanted.moments);
      expect(task.train!()).toEqual(wanted.train!());
      expect(task.test!()).toEqual(wanted.test!());
    }
  });

  it('read no array that nobody asked for, and list it with the others', () => {
    // one byte of the third array: its checksum no longer fits
    const bytes = encodeNpz({ x, y, meta: { data: ['a'] } });
    bytes[bytes.lastIndexOf(0x61, bytes.length - 100)] ^= 1;
    expect(load(bytes).samples).toBe(24);
    expect(complaint(bytes, { y: 'labels' })).toBe(
      '--arrays: expected the names of inputs and targets among those of file (x, y, meta), got "labels"',
    );
    expect(complaint(bytes, { y: 'meta' })).toMatch(/^file: "meta.npy": checksum: expected \w+, got "\w+"$/);
  });

  it('say that inputs and targets are the same array, which an autoencoder means and others do not', () => {
    const copied = load(encodeNpz({ x, y }), { y: 'x' });
    expect(copied.notes).toEqual(['Inputs and targets are the same array, "x": what is learned is to copy the input.']);
    expect([copied.inputs, copied.outputs]).toEqual([2, 2]);
    expect(load(encodeNpz({ x, y })).notes).toEqual([]);
  });

  it('take several targets at once, each with training mean 0 and variance 1', () => {
    const data = Float64Array.from({ length: 2 * P }, (_, i) => (i & 1 ? 1 : 100) * column(2)[i >> 1] + (i & 1));
    const task = load(encodeNpz({ x, y: { data, shape: [P, 2] } }), { test: 0.5 });
    expect([task.outputs, task.outputNames]).toEqual([2, ['y[:, 0]', 'y[:, 1]']]);
    expect(task.description).toContain('target "y" (regression, 2 outputs)');
    const { sxx, syx } = task.moments;
    // both targets are one up to scale and place
    expect(syx.data[0]).toBeCloseTo(syx.data[2], 12);
    expect(task.score!.of({ ...sxx, data: new Float64Array(4) })).toBeLessThanOrEqual(0);
  });

  it('take numbers of any size for what they are: small ones are not constant', () => {
    const scaled = (array: { data: Float64Array }, by: number) => ({ ...array, data: array.data.map((v) => by * v) });
    const wanted = load(encodeNpz({ x, y }));
    for (const by of [2 ** -560, 2 ** -480, 2 ** 400]) {
      const task = load(encodeNpz({ x: scaled(x, by), y: scaled(y, by) }));
      expect([task.inputs, task.description]).toEqual([2, wanted.description.replace(wanted.name, task.name)]);
      for (const part of ['sxx', 'syx'] as const) {
        task.moments[part].data.forEach((v, i) => {
          expect(Math.abs(v - wanted.moments[part].data[i])).toBeLessThanOrEqual(tolerance.product('float64', P));
        });
      }
    }
  });

  it('take words, and numbers where asked to, for classes, and pictures for rows of pixels', () => {
    const words = { data: Array.from({ length: P }, (_, p) => (p % 2 ? 'cat' : 'dog')) };
    const pictures = {
      data: Uint8Array.from({ length: 4 * P }, (_, i) => (i % 4 === 3 ? 9 : i * i)),
      shape: [P, 2, 2],
    };
    const task = load(encodeNpz({ x: pictures, y: words }));
    expect([task.inputs, task.outputNames, task.score?.name]).toEqual([3, ['cat', 'dog'], 'test accuracy']);
    expect(task.description).toContain('constant columns left out: x[:, 1, 1]');
    const digits = { data: BigInt64Array.from({ length: P }, (_, p) => BigInt(p % 3) + 9n) };
    expect(load(encodeSafetensors({ x, y: digits }), { classes: true }).outputNames).toEqual(['9', '10', '11']);
    expect(load(encodeSafetensors({ x, y: digits })).outputs).toBe(1);
  });

  it.each([
    [
      'other names',
      encodeNpz({ inputs: x, y }),
      {},
      '--arrays: expected the names of inputs and targets among those of file (inputs, y), got "x"',
    ],
    [
      'fewer targets than samples',
      encodeNpz({ x, y: { data: [1, 2] } }),
      {},
      'file: y: expected 30 targets, as there are samples in x, or rows of them, got shape 2',
    ],
    [
      'a number as inputs',
      encodeNpz({ x: { data: [1], shape: [] }, y }),
      {},
      'file: x: expected one sample an index, got a single number',
    ],
    [
      'words as inputs',
      encodeNpz({ x: { data: ['a', 'b'] }, y: { data: [1, 2] } }),
      {},
      'file: x[0]: expected numbers, got words',
    ],
    [
      'NaN',
      encodeNpz({ x: { data: [1, 2, Number.NaN, 4], shape: [2, 2] }, y: { data: [1, 2] } }),
      {},
      'file: x[1, 0]: expected a finite number, got NaN',
    ],
    [
      'whole numbers beyond float64',
      encodeNpz({ x, y: { data: new BigInt64Array(P).fill(2n ** 60n) } }),
      {},
      'file: y[0]: expected a finite number below 2^53, got 1152921504606846976',
    ],
    [
      'rows of classes',
      encodeNpz({ x, y: { ...x } }),
      { classes: true },
      'file: y: expected one class a sample, got rows of 2',
    ],
    [
      'NaN as a class',
      encodeNpz({ x, y: { data: Float64Array.from({ length: P }, (_, p) => (p === 3 ? Number.NaN : p % 2)) } }),
      { classes: true },
      'file: y[3]: expected the number of a class, got NaN',
    ],
    [
      'numbers that nothing can be divided by',
      encodeNpz({ x, y: { data: Float64Array.from({ length: P }, (_, p) => p * 5e-324) } }),
      {},
      'file: y: expected numbers that differ by 1e-308 or more, got ',
    ],
    [
      'no samples',
      encodeNpz({ x: { data: [], shape: [0, 2] }, y: { data: [] } }),
      {},
      'file: expected samples with inputs, got 0 with 2',
    ],
    [
      'a target that does not vary',
      encodeNpz({ x, y: { data: new Float64Array(P) } }),
      {},
      'file: y: expected a target that varies, got the constant 0',
    ],
    ['a list', encodeNpy(y), { target: 0 }, 'file: expected a matrix of samples × columns, got shape 30'],
    [
      'a matrix without a target',
      encodeNpy(x),
      {},
      '--target: expected a column of file (0 to 1, or −1 for the last), got nothing',
    ],
    [
      'a matrix with a name as target',
      encodeNpy(x),
      { target: 'y' },
      '--target: expected a column of file (0 to 1, or −1 for the last), got "y"',
    ],
    ['a damaged file', encodeNpz({ x, y }).slice(0, -1), {}, 'file: expected a zip archive'],
    [
      'something else',
      Uint8Array.from(Buffer.from('a,b\n1,2\n')),
      {},
      'file: expected a file of arrays (.npy, .npz, .safetensors), got something else',
    ],
  ])('refuse %s with the place', (_, bytes, options, message) => {
    expect(complaint(bytes, options as ArraysOptions)).toContain(message);
  });
});

describe('dataFile', () => {
  it('tells tables from arrays by the ending', () => {
    const path = saved(encodeNpz({ a: x, b: y }), '.NPZ');
    expect(drain(dataFile(path, { arrays: ['a', 'b'] })).samples).toBe(24);
    expect(() => drain(dataFile(saved(encodeNpz({ x, y }), '.csv'), { target: 'y' }))).toThrow('got a binary file');
  });
});

describe('checkDataOptions', () => {
  it.each([
    [
      { data: 'x.npz', target: 'y' },
      '--target: expected a table or a .npy matrix with --data, got x.npz (name its arrays by --arrays)',
    ],
    [
      { data: 'x.csv', arrays: 'x,y' },
      '--arrays: expected a .npz or .safetensors file with --data, got x.csv (name its column by --target)',
    ],
    [{ data: 'mnist', arrays: 'x,y' }, '--arrays: expected a file of samples with --data, got mnist'],
    [{ data: 'x.npz', arrays: 'x' }, '--arrays: expected the names of inputs and targets, as in x,y, got "x"'],
  ])('refuses %j', (options, message) => {
    expect(() => checkDataOptions(options)).toThrow(message);
  });
});
