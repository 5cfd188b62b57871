import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cell, CellRecord } from '../../lab/src/sweep/cell';
import { openStore, readRecords, storeFolder } from '../../lab/src/sweep/store';
import { appendFully, readManifest, writable, writeManifest } from '../../lab/src/sweep/storeFiles';
import { StoreKeys } from '../../lab/src/sweep/storeKeys';
import { readSegment, storeLine } from '../../lab/src/sweep/storeLine';
import { lockHolder, lockStore } from '../../lab/src/sweep/storeLock';
import { keptStudy, studyChange } from '../../lab/src/sweep/storeStudy';
import { madeUpCells } from './faultyCells';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deeplinear-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const study = (cells: Cell[], name = 'toy') => ({ name, file: join(folder, '..', 'toy.yaml'), cells: () => cells });

function recordOf({ index, key, axes }: Cell): CellRecord {
  const curve = [index / 3, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, 1.7976931348623157e308];
  return {
    key,
    index,
    axes,
    seconds: 0.25,
    attempts: 1,
    values: { value: Math.sin(index), curve, verdict: 'línea\n"✓"' },
  };
}

function failedRecord(cell: Cell): CellRecord {
  const { values: _, ...rest } = recordOf(cell) as CellRecord & { values: unknown };
  return { ...rest, failure: { reason: 'timeout', message: 'not done after 2 s' } };
}

/** A folder that holds a result of each cell. */
async function filled(cells: Cell[]): Promise<string> {
  const store = await openStore(folder, study(cells));
  for (const cell of cells) store.append(recordOf(cell));
  store.close();
  return join(folder, 'cells-0001.jsonl');
}

async function all(): Promise<CellRecord[]> {
  const records: CellRecord[] = [];
  for await (const record of readRecords(folder)) records.push(record);
  return records;
}

describe('the store of a sweep', () => {
  it('gives back every bit, in the order of the cells, whatever the order they came in', async () => {
    const cells = madeUpCells(20);
    const store = await openStore(folder, study(cells));
    for (const cell of [...cells].reverse()) store.append(recordOf(cell));
    store.close();
    // toEqual tells -0 from 0
    expect(await all()).toEqual(cells.map(recordOf));
    for (const line of readFileSync(join(folder, 'cells-0001.jsonl'), 'utf8').trimEnd().split('\n')) {
      expect(Object.keys(JSON.parse(line))).toEqual(['sum', 'size', 'record']);
    }
  });

  it('has one result a cell: the first stays, a failure gives way', async () => {
    const cells = madeUpCells(3);
    const store = await openStore(folder, study(cells));
    store.append(failedRecord(cells[0]));
    store.append(recordOf(cells[1]));
    expect([store.done, store.failed, store.state(cells[0])]).toEqual([1, 1, 'failed']);
    store.append(recordOf(cells[0]));
    store.append({ ...recordOf(cells[1]), attempts: 9 });
    store.append(failedRecord(cells[1]));
    expect([store.done, store.failed, store.state(cells[2])]).toEqual([2, 0, 'missing']);
    store.close();
    expect(await all()).toEqual(cells.slice(0, 2).map(recordOf));
  });

  it('reads while another writes: a line that is not there in full yet is no damage', async () => {
    const cells = madeUpCells(3);
    const store = await openStore(folder, study(cells));
    store.append(recordOf(cells[0]));
    appendFileSync(join(folder, 'cells-0001.jsonl'), storeLine(recordOf(cells[1])).subarray(0, 40));
    expect(await all()).toEqual([recordOf(cells[0])]);
    store.close();
  });

  it('finds every cut and every flipped bit, loses that record alone, and takes the damage out', async () => {
    const cells = madeUpCells(4);
    const path = await filled(cells);
    const good = readFileSync(path);
    const lines = cells.map((cell) => storeLine(recordOf(cell)));
    const starts = lines.map((_, i) => lines.slice(0, i).reduce((sum, line) => sum + line.length, 0));
    const hit = (at: number) => starts.findLastIndex((start) => start <= at);
    const check = async (damaged: Buffer, missing: number[], found: boolean) => {
      writeFileSync(path, damaged);
      const store = await openStore(folder, study(cells));
      expect(store.damaged.length).toBe(found ? 1 : 0);
      if (found) expect(store.damaged[0]).toMatchObject({ file: 'cells-0001.jsonl' });
      const lost = cells.filter((cell) => store.state(cell) === 'missing').map(({ index }) => index);
      expect(lost).toEqual(missing);
      // done again, everything is there, and nothing is damaged any more
      for (const index of lost) store.append(recordOf(cells[index]));
      store.close();
      const again = await openStore(folder, study(cells));
      expect([again.done, again.damaged]).toEqual([4, []]);
      again.close();
      expect(await all()).toEqual(cells.map(recordOf));
      for (const name of readdirSync(folder)) if (name.startsWith('cells-')) rmSync(join(folder, name));
    };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: good.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        async (at, bit) => {
          const flipped = Buffer.from(good);
          flipped[at] ^= 1 << bit;
          await check(flipped, [hit(at)], true);
          const whole = starts.includes(at);
          await check(good.subarray(0, at), [0, 1, 2, 3].slice(hit(at)), !whole);
        },
      ),
      { numRuns: 40, examples: starts.slice(1).map((start) => [start - 1, 3]) },
    );
    const log = readFileSync(join(folder, 'damaged.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(log.length).toBeGreaterThan(40);
    expect(log.every(({ file, line, reason }) => file === 'cells-0001.jsonl' && line >= 1 && reason !== '')).toBe(true);
  });

  it('finds a flipped bit at every single byte of a segment', async () => {
    const cells = madeUpCells(2);
    const path = await filled(cells);
    const good = readFileSync(path);
    const half = storeLine(recordOf(cells[0])).length;
    const file = openSync(path, 'r+');
    const put = (at: number, byte: number) => writeSync(file, Uint8Array.of(byte), 0, 1, at);
    for (let at = 0; at < good.length; at++) {
      put(at, good[at] ^ (1 << (at % 8)));
      const left: number[] = [];
      let damaged = 0;
      for await (const part of readSegment(path)) {
        if ('record' in part) left.push(part.record.index);
        else damaged++;
      }
      put(at, good[at]);
      expect([left, damaged > 0], `byte ${at}`).toEqual([[at < half ? 1 : 0], true]);
    }
    closeSync(file);
  });

  it('refuses the folder of another study, and with update keeps what both share', async () => {
    const cells = madeUpCells(6);
    await filled(cells);
    const shared = cells.slice(4).map((cell, index) => ({ ...cell, index, axes: { seed: cell.index, new: 'yes' } }));
    const other = [...shared, { ...madeUpCells(9)[8], index: 2 }];
    await expect(openStore(folder, study(other))).rejects.toThrow(
      /holds results of another study or of another version of the code: 2 of the 3 cells wanted here are among its 6\. --update/,
    );
    expect(await all()).toEqual(cells.map(recordOf));
    const store = await openStore(folder, study(other), { update: true });
    expect([store.cells, store.done, store.state(other[2])]).toEqual([3, 2, 'missing']);
    store.append(recordOf(other[2]));
    store.close();
    const expected = other.map((cell) => ({ ...recordOf(cell), values: undefined }));
    expect((await all()).map((record) => ({ ...record, values: undefined }))).toEqual(expected);
    expect((await all()).map((record) => 'values' in record && record.values.value)).toEqual([4, 5, 2].map(Math.sin));
    expect(readdirSync(folder)).not.toContain('cells-0001.jsonl');
  });

  it('keeps the text of the study as it was at the last run that was not refused', async () => {
    const cells = madeUpCells(2);
    const file = join(folder, 'toy.yaml');
    const open = async (of: Cell[], text: string, update = false) =>
      (await openStore(folder, { ...study(of), file, text }, { update })).close();
    await open(cells, 'one');
    expect(keptStudy(folder)).toBe('one');
    writeFileSync(file, 'two');
    expect(studyChange(folder)).toBe('changed');
    await open(cells, 'two');
    expect([keptStudy(folder), studyChange(folder)]).toEqual(['two', undefined]);
    await expect(open(madeUpCells(3), 'three')).rejects.toThrow(/--update/);
    expect(keptStudy(folder)).toBe('two');
    await open(madeUpCells(3), 'three', true);
    expect(keptStudy(folder)).toBe('three');
    rmSync(file);
    expect(studyChange(folder)).toBe('gone');
  });

  it.each([
    ['is gone', () => rmSync(join(folder, 'sweep.json'))],
    ['was cut', () => writeFileSync(join(folder, 'sweep.json'), '{ "format": "deeplin')],
  ])('makes its description again of the results by their keys where it %s', async (_, lose) => {
    const cells = madeUpCells(6);
    await filled(cells.slice(0, 4));
    const before = await all();
    lose();
    await expect(all()).rejects.toThrow(
      `${folder}: has results, and no sweep.json that can be read; deeplinear sweep resume ${folder} makes it again`,
    );
    // the same cells at other places of a larger study
    const shifted = [cells[5], ...cells.slice(0, 5)].map((cell, index) => ({ ...cell, index }));
    const seen: string[] = [];
    const store = await openStore(folder, study(shifted), { onRecord: ({ key }) => seen.push(key) });
    expect([store.cells, store.done, seen.length]).toEqual([6, 4, 4]);
    store.close();
    expect(await all()).toEqual(before.map((record) => ({ ...record, index: record.index + 1 })));
    (await openStore(folder, study(shifted))).close();
  });

  it('refuses to take the results of another study for its own where the description is gone', async () => {
    const cells = madeUpCells(4);
    await filled(cells);
    rmSync(join(folder, 'sweep.json'));
    await expect(openStore(folder, study(cells.slice(0, 3)))).rejects.toThrow(
      `${folder}: does not say what it is of any more, and holds 1 result of another study or of another version of the code. --update drops those; --out FOLDER starts anew`,
    );
    expect(readdirSync(folder)).toEqual(['cells-0001.jsonl']);
    const store = await openStore(folder, study(cells.slice(0, 3)), { update: true });
    expect([store.cells, store.done]).toEqual([3, 3]);
    store.close();
  });

  it('does not touch a description of another format', async () => {
    await filled(madeUpCells(2));
    writeFileSync(join(folder, 'sweep.json'), '{ "format": "deeplinear-sweep/2" }');
    await expect(openStore(folder, study(madeUpCells(2)))).rejects.toThrow(/damaged or of another version/);
    expect(readFileSync(join(folder, 'sweep.json'), 'utf8')).toBe('{ "format": "deeplinear-sweep/2" }');
  });

  it.each<[string, object]>([
    ['cells without end', { cells: 2 ** 53 }],
    ['cells that are no number', { cells: '2' }],
    ['no name', { name: undefined }],
    ['a study that is no path', { study: ['x'] }],
    ['a first segment before all', { firstSegment: 0.5 }],
  ])('refuses a description with %s', async (_, lie) => {
    await filled(madeUpCells(2));
    writeManifest(folder, { ...readManifest(folder), ...lie });
    await expect(all()).rejects.toThrow('expected the description of a sweep');
  });

  it.each<[string, object]>([
    ['no key', { key: null }],
    ['no place', { index: -1 }],
    ['axes of lists', { axes: { width: [1] } }],
    ['a value that is none', { values: { loss: null } }],
    ['a curve with words', { values: { loss: [1, 'x'] } }],
    ['a failure without a reason', { values: undefined, failure: { reason: 'toString', message: '' } }],
    ['no attempts', { attempts: undefined }],
  ])('takes a record with the right sum and %s for damage, and computes its cell again', async (_, lie) => {
    const cells = madeUpCells(2);
    const path = await filled(cells);
    const lines = [{ ...recordOf(cells[0]), ...lie }, recordOf(cells[1])];
    writeFileSync(path, Buffer.concat(lines.map((line) => storeLine(line as CellRecord))));
    const store = await openStore(folder, study(cells));
    expect(store.damaged).toMatchObject([{ line: 1, reason: 'is no result of a cell' }]);
    expect(cells.map((cell) => store.state(cell))).toEqual(['missing', 'done']);
    store.close();
  });

  it('names a segment that cannot be read', async () => {
    const path = await filled(madeUpCells(2));
    rmSync(path);
    mkdirSync(path);
    await expect(all()).rejects.toThrow(`${path}: expected results of a sweep, got none (it is a folder)`);
    rmSync(path, { recursive: true });
    symlinkSync('cells-0001.jsonl', path);
    await expect(all()).rejects.toThrow('got none (a link that leads to itself)');
  });

  it('takes hints that lie for none', async () => {
    const cells = madeUpCells(2);
    await filled(cells);
    writeFileSync(join(folder, 'suspects.json'), JSON.stringify({ [cells[0].key]: null, x: { deaths: '1' } }));
    writeFileSync(join(folder, 'running.json'), JSON.stringify([null, 3, {}]));
    writeFileSync(join(folder, 'lock'), JSON.stringify({ process: process.ppid, host: null }));
    const store = await openStore(folder, study(cells));
    expect(store.suspects.of(cells[0].key)).toEqual({ deaths: 0, alone: 0 });
    store.close();
  });

  it('merges the segments of many runs', async () => {
    const cells = madeUpCells(70);
    (await openStore(folder, study(cells))).close();
    for (const [i, cell] of cells.entries()) {
      writeFileSync(join(folder, `cells-${String(i + 1).padStart(4, '0')}.jsonl`), storeLine(recordOf(cell)));
    }
    (await openStore(folder, study(cells))).close();
    expect(readdirSync(folder).filter((name) => name.endsWith('.jsonl'))).toEqual(['cells-0071.jsonl']);
    expect(await all()).toEqual(cells.map(recordOf));
  });

  it('names what is wrong with a folder or a study', async () => {
    const [cell] = madeUpCells(1);
    await expect(openStore(folder, study([cell, { ...cell, index: 1 }]))).rejects.toThrow(
      'cells 0 and 1 of the study are the same',
    );
    await expect(all()).rejects.toThrow('expected the folder of a sweep, found no sweep.json in it');
    writeFileSync(join(folder, 'thesis.tex'), '');
    await expect(openStore(folder, study([cell]))).rejects.toThrow(
      'expected an empty folder or that of a sweep, found thesis.tex',
    );
    rmSync(join(folder, 'thesis.tex'));
    writeFileSync(join(folder, 'sweep.json'), '{ "format": "deepl');
    await expect(all()).rejects.toThrow('the file is damaged or of another version');
    expect(storeFolder('studies/width.v2.yaml')).toBe('width.v2.sweep');
  });
});

describe('the lock of a folder', () => {
  it('refuses a second coordinator by the number of the first, also in one process', async () => {
    const cells = madeUpCells(2);
    const store = await openStore(folder, study(cells));
    await expect(openStore(folder, study(cells))).rejects.toThrow(
      `process ${process.pid} is running this sweep already`,
    );
    expect(lockHolder(folder)).toBe(process.pid);
    store.close();
    store.close();
    expect(lockHolder(folder)).toBeUndefined();
    expect(readdirSync(folder).filter((name) => name.startsWith('lock'))).toEqual([]);
  });

  it('is taken over from a process that is gone, from one whose number is used again, and from a file that is none', () => {
    const path = join(folder, 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    lockStore(folder).release();
    const host = hostname();
    const left = [
      { process: pid, host },
      { process: process.ppid, started: '1', host },
    ].map((lock) => JSON.stringify(lock));
    for (const text of [...left, '{"proc', '']) {
      writeFileSync(path, text);
      expect(lockHolder(folder)).toBeUndefined();
      const lock = lockStore(folder);
      expect(lockHolder(folder)).toBe(process.pid);
      lock.release();
    }
  });

  it.runIf(existsSync('/dev/full'))('leaves nothing where the disk does not take it', () => {
    symlinkSync('/dev/full', join(folder, `lock.${process.pid}`));
    expect(() => lockStore(folder)).toThrow('lock: cannot be written: the disk is full');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of another machine is respected, and the sentence says which file to delete', () => {
    writeFileSync(join(folder, 'lock'), JSON.stringify({ process: 1, host: 'another-machine' }));
    expect(() => lockStore(folder)).toThrow(/process 1 on another-machine .*if that is over, delete .*lock/);
  });
});

describe('a disk that does not take it', () => {
  it('is named in words, and a half-written line is cut off again', () => {
    const limited = `
      ulimit -f 8
      trap '' XFSZ
      exec "$0" --import tsx -e "$1"`;
    const script = `
      import { openSync, fstatSync } from 'node:fs';
      import { appendFully, readManifest, writable, writeManifest } from '${join(import.meta.dirname, '../../lab/src/sweep/storeFiles.ts')}';
      const file = openSync('${join(folder, 'small')}', 'wx');
      let position = 0;
      try {
        for (;;) { writable('small', () => appendFully(file, Buffer.alloc(3000, 'x'), position)); position += 3000; }
      } catch (error) { console.log(error.name, error.message, position === fstatSync(file).size, position); }`;
    const { stdout, stderr } = spawnSync('bash', ['-c', limited, process.execPath, script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.trim()).toMatch(
      /^InputError small: cannot be written: the file would be larger than .* true [1-9]\d*000$/,
    );
    expect(() => writable('x', () => writeFileSync('/dev/full', 'x'))).toThrow(
      'x: cannot be written: the disk is full',
    );
    expect(() => writable('x', () => mkdirSync(join(folder, 'small'), { recursive: true }))).toThrow(
      'x: cannot be written: a file is where a folder should be',
    );
    expect(() => writable('x', () => appendFully(-1, Buffer.from('x'), 0))).toThrow();
  });
});

describe('keys of cells', () => {
  it('are found again, thousands of them, and no others', () => {
    const cells = madeUpCells(5000);
    const keys = new StoreKeys();
    for (const { key, index } of cells.slice(0, 4000)) keys.set(key, index);
    expect(cells.every(({ key, index }) => keys.get(key) === (index < 4000 ? index : undefined))).toBe(true);
    expect(keys.size).toBe(4000);
  });
});
