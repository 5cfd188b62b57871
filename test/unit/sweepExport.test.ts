import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { decodeNpz } from 'deeplinear';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import type { CellRecord } from '../../lab/src/sweep/cell';
import { askedValues } from '../../lab/src/sweep/export/askedValues';
import { columnsOf } from '../../lab/src/sweep/export/columns';
import { type ExportFormat, exportSweep } from '../../lab/src/sweep/export/exportSweep';
import { pythonWithNumpy } from '../reference/pythonWithNumpy';
import { madeUpRecords } from './madeUpSweep';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-export-'));
afterAll(() => rmSync(folder, { recursive: true }));
const about = { deeplinear: '0.1.0+test', study: 'made up', command: 'npx deeplinear sweep export made-up.sweep' };

function write(format: ExportFormat, records: Iterable<CellRecord>, name = 'table') {
  return exportSweep({
    format,
    out: join(folder, `${name}.${format}`),
    records: () => records,
    about,
    signal: new AbortController().signal,
    onExit: () => {},
  });
}

/** What a reader should get of a record, column by column; undefined where there is nothing. */
function row(record: CellRecord) {
  const { values = {}, failure } = record as Partial<Record<'values' | 'failure', Record<string, unknown>>>;
  const { index, key, axes, attempts, seconds } = record;
  return { index, key, ...axes, ...values, ...failure, attempts, seconds } as Record<string, unknown>;
}

const names = [
  ...['index', 'key', 'net.width', 'trainer.lr', 'net.seed'],
  ...['finalLoss', 'finalLimitLoss', 'loss', 'lossSteps', 'limitLoss', 'limitLossSteps', 'verdict', 'divergedAt'],
  ...['reason', 'message', 'attempts', 'seconds'],
];
const curves = ['loss', 'lossSteps', 'limitLoss', 'limitLossSteps'];
const words = ['key', 'verdict', 'reason', 'message'];
/** Numbers that texts and formats easily lose. */
const hard = (records: CellRecord[]): CellRecord[] =>
  records.map((record) => {
    if (record.index === 3 && 'values' in record)
      return { ...record, values: { ...record.values, finalLoss: -0, loss: [Number.NaN, -0, 5e-324] } };
    if (record.index === 4 && 'values' in record)
      return { ...record, values: { ...record.values, finalLoss: Number.POSITIVE_INFINITY, loss: [] } };
    return record;
  });
const records = hard(madeUpRecords());

describe('the columns of a sweep', () => {
  it('are place, address, axes, observables, failure and time, each with its kind', async () => {
    const { columns, rows } = await columnsOf(of(records));
    expect(rows).toBe(27);
    // the first cell with values is the first in the study's order; it has no divergedAt
    expect(columns.map(({ name }) => name)).toEqual(names);
    const kind = (name: string) => columns.find((column) => column.name === name)!.kind;
    for (const name of names) {
      const integer = ['index', 'net.width', 'net.seed', 'attempts'].includes(name);
      const expected = integer ? 'integer' : curves.includes(name) ? 'curve' : words.includes(name) ? 'text' : 'number';
      expect([name, kind(name)]).toEqual([name, expected]);
    }
    expect(columns.filter(({ gaps }) => gaps).map(({ name }) => name)).toEqual([
      ...names.slice(5, 13),
      'reason',
      'message',
    ]);
    expect(columns.find(({ name }) => name === 'loss')!.longest).toBe(11);
  });

  it.each(['csv', 'parquet', 'npz'] as const)(
    'are those of the study in its order, also without values (%s)',
    async (format) => {
      const asked = askedValues({
        observables: ['divergedAt', { name: 'loss', every: 2 }, 'weightNorms', 'finalLoss'],
      });
      const record = { key: 'a', seconds: 1, attempts: 1, axes: { width: 8 } };
      const few = [
        { ...record, index: 0, failure: { reason: 'threw', message: 'no' } } as CellRecord,
        { ...record, index: 1, values: { finalLoss: 1, extra: 2, loss: [1], lossSteps: [0] } } as CellRecord,
      ];
      const { columns } = await exportSweep({
        ...{ format, out: join(folder, `asked.${format}`), records: () => few, asked, about },
        ...{ signal: new AbortController().signal, onExit: () => {} },
      });
      expect(columns.slice(3, -4).map(({ name, kind, gaps }) => [name, kind, gaps])).toEqual([
        ['divergedAt', 'number', true],
        ['loss', 'curve', true],
        ['lossSteps', 'curve', true],
        ['weightNorms', 'curve', true],
        ['finalLoss', 'number', true],
        ['extra', 'number', true],
      ]);
    },
  );

  it('keep apart an axis and an observable of one name, and take mixed axes as words', async () => {
    const record = { key: 'a', seconds: 1, attempts: 1 };
    const { columns } = await columnsOf(
      of([
        { ...record, index: 0, axes: { loss: 'full' }, values: { loss: [1] } },
        { ...record, index: 1, axes: { loss: 32 }, values: { loss: [2] } },
      ]),
    );
    expect(columns.slice(2, 4).map(({ name, kind }) => [name, kind])).toEqual([
      ['loss', 'text'],
      ['value.loss', 'curve'],
    ]);
  });
});

describe('CSV', () => {
  it('reads back to every bit of every record', async () => {
    const { path } = await write('csv', records);
    const [head, ...lines] = parse(readFileSync(path)) as string[][];
    expect(head).toEqual(names);
    expect(lines.length).toBe(records.length);
    for (const [i, line] of lines.entries()) {
      const wanted = row(records[i]);
      for (const [c, name] of names.entries()) {
        const value = wanted[name];
        if (value === undefined) expect(line[c]).toBe('');
        else if (Array.isArray(value)) {
          expect(line[c].slice(1, -1).split(',').filter(Boolean).map(Number)).toEqual(value);
        } else expect(typeof value === 'number' ? Number(line[c]) : line[c]).toEqual(value);
      }
    }
  });
});

describe('curves in CSV', () => {
  it("read back to every bit with Python's json, the sign of zero included", async () => {
    const loss = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e21, 0.1 + 0.2];
    const one = { ...records[0], values: { loss } } as CellRecord;
    const { path } = await write('csv', [one], 'curve');
    const script = `
import csv, json, sys
row, = csv.DictReader(open(sys.argv[1], newline=''), strict=True)
for text in [row['loss'], sys.argv[2]]: print([float(x).hex() for x in json.loads(text)])`;
    const floats = '[0.0, -0.0, NaN, Infinity, -Infinity, 5e-324, 1e21, 0.30000000000000004]';
    const said = execFileSync(pythonWithNumpy(), ['-c', script, path, floats], { encoding: 'utf8' });
    const [got, wanted] = said.split('\n');
    expect(got).toBe(wanted);
  });
});

describe('Parquet', () => {
  it('reads back to every bit of every record, in columns of the right types', async () => {
    const { path } = await write('parquet', records);
    const file = bufferOf(path);
    const rows = await parquetReadObjects({ file });
    expect(rows.length).toBe(records.length);
    for (const [i, got] of rows.entries()) {
      const wanted = row(records[i]);
      expect(Object.keys(got)).toEqual(names);
      for (const name of names) expect(got[name] ?? undefined).toEqual(wanted[name]);
    }
    const metadata = parquetMetadata(file);
    const types = parquetSchema(metadata).children.map(({ element, children }) => [
      element.name,
      element.type ?? children[0].children[0].element.type,
      element.converted_type,
      element.repetition_type,
    ]);
    expect(types).toContainEqual(['net.width', 'INT32', undefined, 'REQUIRED']);
    expect(types).toContainEqual(['trainer.lr', 'DOUBLE', undefined, 'REQUIRED']);
    expect(types).toContainEqual(['finalLoss', 'DOUBLE', undefined, 'OPTIONAL']);
    expect(types).toContainEqual(['loss', 'DOUBLE', 'LIST', 'OPTIONAL']);
    expect(types).toContainEqual(['reason', 'BYTE_ARRAY', 'UTF8', 'OPTIONAL']);
    expect(metadata.key_value_metadata).toContainEqual({ key: 'command', value: about.command });
  });
});

describe('Parquet of zeros', () => {
  it('keeps −0 beside 0, in columns and in curves', async () => {
    const many = Array.from({ length: 20 }, (_, index): CellRecord => {
      const zero = index % 2 ? -0 : 0;
      const axes = { 'trainer.lr': zero };
      return {
        key: `${index}`,
        index,
        axes,
        values: { finalLoss: zero, loss: [zero, -zero, 0] },
        seconds: 1,
        attempts: 1,
      };
    });
    const { path } = await write('parquet', many, 'zeros');
    const rows = await parquetReadObjects({ file: bufferOf(path) });
    for (const [i, got] of rows.entries()) {
      const wanted = row(many[i]);
      for (const name of ['trainer.lr', 'finalLoss', 'loss']) expect(got[name]).toEqual(wanted[name]);
    }
  });
});

describe('npz', () => {
  it('reads back to every bit in NumPy, curves padded with NaN', async () => {
    const { path } = await write('npz', records);
    const script = `
import json, sys, numpy as np
z = np.load(sys.argv[1], allow_pickle=False)
text = lambda a: [text(b) for b in a] if a.ndim > 1 else [repr(float(x)) if a.dtype.kind in 'fi' else str(x) for x in a]
print(json.dumps({'about': str(z['about']), 'arrays': {name: [z[name].dtype.str, list(z[name].shape), text(z[name])] for name in z.files if name != 'about'}}))`;
    const { about: said, arrays } = JSON.parse(
      execFileSync(pythonWithNumpy(), ['-c', script, path], { encoding: 'utf8' }),
    ) as { about: string; arrays: Record<string, [string, number[], (string | string[])[]]> };
    expect(JSON.parse(said)).toEqual(about);
    expect(Object.keys(arrays)).toEqual(names);
    const number = (text: string) => Number(text.replace('inf', 'Infinity'));
    for (const name of names) {
      const [type, shape, entries] = arrays[name];
      expect(shape).toEqual(curves.includes(name) ? [27, 11] : [27]);
      if (words.includes(name)) expect(type).toMatch(/^<U/);
      else
        expect([name, type]).toEqual([
          name,
          ['index', 'net.width', 'net.seed', 'attempts'].includes(name) ? '<i4' : '<f8',
        ]);
      for (const [i, entry] of entries.entries()) {
        const value = row(records[i])[name];
        if (words.includes(name)) expect(entry).toBe(value ?? '');
        else if (typeof entry === 'string') expect(number(entry)).toEqual(value ?? Number.NaN);
        else {
          const curve = (value ?? []) as number[];
          const padded = [...curve, ...new Array<number>(11 - curve.length).fill(Number.NaN)];
          expect(entry.map(number)).toEqual(padded);
        }
      }
    }
  });

  it('is the same file for the same records', async () => {
    const files = await Promise.all([write('npz', records, 'one'), write('npz', records, 'two')]);
    const [one, two] = files.map(({ path }) => readFileSync(path));
    expect(one.equals(two)).toBe(true);
    expect(decodeNpz(one).get('net.width')!.data).toEqual(
      Int32Array.from(records, ({ axes }) => axes['net.width'] as number),
    );
  });

  it('refuses what memory would not hold', async () => {
    const loss = { length: 3e8 } as unknown as number[];
    const huge = [{ ...records[0], values: { loss } }] as CellRecord[];
    await expect(write('npz', huge, 'huge')).rejects.toThrow('--format: npz would hold 2.2 GiB in memory (at most 1)');
    expect(readdirSync(folder).filter((name) => name.startsWith('huge'))).toEqual([]);
  });
});

describe('an export', () => {
  it('appears complete or not at all, and replaces only an older one', async () => {
    const path = join(folder, 'kept.csv');
    await write('csv', records, 'kept');
    const before = readFileSync(path);
    function* broken() {
      yield* records;
      throw new Error('the disk went away');
    }
    let passes = 0;
    const fails = { [Symbol.iterator]: () => (passes++ === 0 ? records : broken())[Symbol.iterator]() };
    await expect(write('csv', fails as Iterable<CellRecord>, 'kept')).rejects.toThrow('the disk went away');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
    const thesis = join(folder, 'thesis.tex');
    writeFileSync(thesis, 'precious');
    const options = { records: () => records, about, signal: new AbortController().signal, onExit: () => {} };
    await expect(exportSweep({ ...options, format: 'csv', out: thesis })).rejects.toThrow('it was left alone');
    expect(readFileSync(thesis, 'utf8')).toBe('precious');
    await expect(write('csv', [], 'empty')).rejects.toThrow('found no cell that is done or failed');
    expect(existsSync(join(folder, 'empty.csv'))).toBe(false);
  });

  it('clears what killed ones to the same place left, and nothing else', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const names = ['left.csv', 'left.npz'].map((name) => `${name}.unfinished-${gone}`);
    const kept = [names[1], `left.csv.unfinished-${process.ppid}`, 'left.csv.unfinished-', 'left.csv.unfinished-mine'];
    for (const name of [...kept, names[0]]) writeFileSync(join(folder, name), 'begun');
    await write('csv', records, 'left');
    const found = readdirSync(folder).filter((name) => name.startsWith('left'));
    expect(found.sort()).toEqual(['left.csv', ...kept].sort());
    for (const name of kept) rmSync(join(folder, name));
  });

  it.each([
    ['csv', 400],
    ['parquet', 10_000],
  ] as const)('to %s holds no more than %d records at a time', async (format, held) => {
    const cells = 21_000;
    const path = join(folder, `many.${format}.unfinished-${process.pid}`);
    const sizes: number[] = [];
    let passes = 0;
    function* many(): Generator<CellRecord> {
      passes++;
      for (let index = 0; index < cells; index++) {
        if (passes === 2) sizes.push(statSync(path).size);
        const key = String(index).padStart(64, '0');
        const values = { finalLoss: Math.sin(index), words: 'a'.repeat(1000) };
        yield { key, index, axes: { 'net.seed': index }, seconds: 0.01, attempts: 1, values };
      }
    }
    const { path: written, rows } = await write(format, { [Symbol.iterator]: many } as Iterable<CellRecord>, 'many');
    expect([rows, sizes.length]).toEqual([cells, cells]);
    // it grew at least every so many records
    for (let i = 0; i + held < cells; i += held) expect(sizes[i + held]).toBeGreaterThan(sizes[i]);
    if (format === 'csv') return;
    const metadata = parquetMetadata(bufferOf(written));
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([10_000, 10_000, 1_000]);
  });
});

async function* of(list: CellRecord[]) {
  yield* list;
}

function bufferOf(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
