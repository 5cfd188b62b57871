import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CsvOptions, csv } from '../../lab/src/data/csv';
import { drain } from '../../src/longWork';
import { rng } from '../../src/random/rng';
import { tolerance } from '../tolerances';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;
function saved(text: string): string {
  const path = join(folder, `${made++}.csv`);
  writeFileSync(path, text);
  return path;
}
const load = (text: string, options: CsvOptions = {}) => drain(csv(saved(text), { target: 'y', ...options }));
/** The message for a file called `file`. */
function complaint(text: string, options: CsvOptions = {}): string {
  const path = saved(text);
  try {
    drain(csv(path, { target: 'y', ...options }));
  } catch (error) {
    return (error as Error).message.replaceAll(path, 'file');
  }
  return 'no complaint';
}
/** A seed whose split of `samples` keeps sample `held` for the test. */
function seedHolding(held: number, samples: number): number {
  let seed = 0;
  while (rng(seed).fork('test split').permutation(samples).indexOf(held) >= samples / 2) seed++;
  return seed;
}
const close = (a: number, b: number) => Math.abs(a - b) <= tolerance.product('float64', 8);

describe('csv', () => {
  it('standardizes inputs and a numeric target by the training samples', () => {
    const data = load('a,b,y\n1,10,5\n2,30,9\n3,20,1\n', { test: 0 });
    expect([data.samples, data.inputs, data.outputs, data.outputNames]).toEqual([3, 2, 1, ['y']]);
    const { sxx, syx, syy } = data.moments;
    expect([sxx.data[0], sxx.data[3], syy].every((v) => close(v, 1))).toBe(true);
    expect(close(sxx.data[1], 0.5) && close(syx.data[0], -0.5) && close(syx.data[1], 0.5)).toBe(true);
    expect(data.score).toBeUndefined();
  });

  it('turns a text target into centred one-hot classes in alphabetical order', () => {
    const data = load('x,y\n1,dog\n2,cat\n3,dog\n4,cat\n', { test: 0 });
    expect(data.outputNames).toEqual(['cat', 'dog']);
    expect(close(data.moments.syy, 0.5)).toBe(true);
  });

  it('reads numbers as classes when asked to, in numerical order', () => {
    const text = 'x,y\n1,10\n2,9\n3,10\n4,9\n';
    expect(load(text, { classes: true, test: 0 }).outputNames).toEqual(['9', '10']);
    expect(load(text, { test: 0 }).outputs).toBe(1);
  });

  it('keeps samples for the test by a seeded draw and scores a predictor on them', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i},${(i * 7) % 11},${3 * i + 1}`).join('\n');
    const data = load(`a,b,y\n${lines}\n`, { test: 0.25, seed: 3 });
    expect([data.samples, data.score?.samples, data.score?.name]).toEqual([30, 10, 'test R²']);
    const perfect = { rows: 1, cols: 2, dtype: 'float64' as const, data: Float64Array.of(1, 0) };
    const useless = { ...perfect, data: Float64Array.of(0, 0) };
    expect(data.score!.of(perfect)).toBeGreaterThan(0.999);
    expect(data.score!.of(useless)).toBeLessThanOrEqual(0);
    const again = load(`a,b,y\n${lines}\n`, { test: 0.25, seed: 3 });
    const other = load(`a,b,y\n${lines}\n`, { test: 0.25, seed: 4 });
    expect(again.moments.syx).toEqual(data.moments.syx);
    expect(other.moments.syx).not.toEqual(data.moments.syx);
  });

  it('scores classes by accuracy', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `${i - 9.5},${i < 10 ? 'low' : 'high'}`).join('\n');
    const data = load(`x,y\n${lines}\n`, { test: 0.5 });
    const right = { rows: 2, cols: 1, dtype: 'float64' as const, data: Float64Array.of(1, -1) };
    expect(data.score!.of(right)).toBeGreaterThanOrEqual(0.8);
    expect(data.score!.of({ ...right, data: Float64Array.of(-1, 1) })).toBeLessThanOrEqual(0.2);
  });

  it('reads semicolons, tabs, quotes, a byte-order mark, blank lines and Windows line ends', () => {
    expect(load('a;y\r\n1;2\r\n\r\n3;5\r\n', { test: 0 }).samples).toBe(2);
    expect(load('a\ty\n1\t2\n3\t5', { test: 0 }).samples).toBe(2);
    expect(load('\uFEFF"a, first", y\n"1", 2\n 3 ,"5"\n', { test: 0 }).description).toContain(
      '2 training samples, 1 input (',
    );
  });

  it('leaves constant columns out and says so', () => {
    const data = load('a,b,y\n1,7,1\n2,7,3\n4,7,2\n', { test: 0 });
    expect(data.inputs).toBe(1);
    expect(data.description).toContain('constant columns left out: b');
  });

  it('names line and column of a cell that is not a number', () => {
    expect(complaint('a,b,y\n1,2,3\n4,,6\n')).toBe('file: line 3, column "b": expected a number, got ""');
    expect(complaint('a,b,y\n1,2,3\n\n4,1e,6\n')).toBe('file: line 4, column "b": expected a number, got "1e"');
    expect(complaint('a,y\n0x10,3\n')).toBe('file: line 2, column "a": expected a number, got "0x10"');
    expect(complaint('a,y\n1e999,3\n2,3\n')).toBe('file: line 2, column "a": expected a number, got "1e999"');
  });

  it('takes one bad cell among numbers for a mistake, not for a class', () => {
    expect(complaint('a,y\n1,1\n2,2\n3,oops\n')).toBe(
      'file: line 4, column "y": expected a number as in most of this column, got "oops" (for class names add --classes)',
    );
  });

  it.each(['1,5', '-2,25', '1.050,00', '1,050', "1'050.5", '1 050', '$ 12.50', '-£3', '12 €', '7.5%', '−1,5', '1,5e3'])(
    'takes a column of numbers written as %s for numbers that it cannot read, unless told that they are classes',
    (cell) => {
      const text = `a;y\n1;3\n2;${cell}\n3;${cell}\n4;${cell}\n`;
      expect(complaint(text)).toBe(
        `file: line 3, column "y": expected a number such as 1234.5, got "${cell}" (for class names add --classes)`,
      );
    },
  );

  it('takes words with digits for classes', () => {
    expect(complaint('a;y\n1;1,5\n2;NA\n3;3,25\n4;4,0\n')).toContain(
      'line 2, column "y": expected a number such as 1234.5',
    );
    for (const words of [
      '1.0.0,1.0.1,2.0.0',
      '12.05.2024,13.05.2024,14.05.2024',
      '1st,2nd,3rd',
      'v1,v2,v1',
      '2024-01-01,2024-01-02,2024-01-01',
      '<5,5-10,>10',
    ]) {
      const [one, two, three] = words.split(',');
      expect(complaint(`a;y\n1;${one}\n2;${two}\n3;${three}\n4;${one}\n5;${two}\n`)).toBe('no complaint');
    }
  });

  it('names the line of a ragged record and what is wrong with it', () => {
    expect(complaint('a,b,y\n1,2,3\n4,5\n')).toBe(
      'file: line 3: expected 3 cells as in the first line, got 2 (column "y" is missing)',
    );
    expect(complaint('a,b,y\n1,2,3,4\n')).toBe(
      'file: line 2: expected 3 cells as in the first line, got 4 (the cell after column "y" has no name)',
    );
  });

  it('names what is wrong with the first line', () => {
    expect(complaint('')).toBe('file: expected a first line with column names, got an empty file');
    expect(complaint('1,2\n3,4\n')).toBe('file: line 1: expected column names, got only numbers');
    expect(complaint('a,,y\n1,2,3\n')).toBe('file: line 1: expected a name for column 2, got an empty cell');
    expect(complaint(',a,y\n0,2,3\n')).toContain(
      'an empty cell (an index of pandas? to_csv(…, index=False) leaves it out)',
    );
    expect(complaint('a,a,y\n1,2,3\n')).toBe('file: line 1: expected different column names, got "a" twice');
    expect(complaint('a,y\n')).toBe('file: expected samples below the first line, got none');
  });

  it('names the columns when the target is not among them', () => {
    expect(complaint('a,b\n1,2\n', { target: 'price' })).toBe(
      '--target: expected a column of file (a, b), got "price"',
    );
    expect(complaint('a,b\n1,2\n', { target: undefined })).toBe(
      '--target: expected a column of file (a, b), got nothing',
    );
    expect(complaint('y\n1\n2\n')).toBe('file: expected columns beside the target, got none');
  });

  it('refuses targets and inputs that say nothing', () => {
    expect(complaint('a,y\n1,2\n3,2\n', { test: 0 })).toBe(
      'file: column "y": expected a target that varies, got the constant 2',
    );
    expect(complaint('a,y\n1,cat\n3,cat\n', { test: 0 })).toBe('file: column "y": expected 2 to 100 classes, got 1');
    expect(complaint('a,y\n1,cat\n3,\n', { test: 0 })).toBe(
      'file: line 3, column "y": expected a class name, got an empty cell',
    );
    expect(complaint('a,y\n1,1\n3,2\n4,NaN\n', { test: 0, classes: true })).toBe(
      'file: line 4, column "y": expected a class name, got NaN',
    );
    expect(complaint('a,y\n1,cat\n3,dog\n4,-nan\n', { test: 0 })).toBe(
      'file: line 4, column "y": expected a class name, got -nan',
    );
    expect(complaint('a,y\n1,2\n1,3\n', { test: 0 })).toBe(
      'file: expected an input column that varies, got only constants',
    );
    expect(complaint('a,y\n1,2\n2,3\n', { test: 0.9 })).toBe(
      '--test: expected to leave at least 2 training samples, got 0.9 of 2 samples',
    );
  });

  it('says why a file cannot be read', () => {
    expect(() => drain(csv(join(folder, 'none.csv')))).toThrow(
      /expected 'mnist' or a readable file of samples, got ".*none.csv" \(there is no such file\)/,
    );
    expect(() => drain(csv(folder))).toThrow(/\(it is a folder\)/);
  });

  it('reports a quote that never closes at the line on which it opens', () => {
    const open = (line: number) => `file: line ${line}: expected a closing quote, got none to the end of the file`;
    expect(complaint('a,y\n1,"2\n')).toBe(open(2));
    expect(complaint('a,y\n1,2\n3,"4\n5,6\n7,8\n')).toBe(open(3));
    expect(complaint('\uFEFF"a ""b""",y\r\n"1",2\r\n"3\n", "4\r\n5,6\r\n')).toBe(open(4));
  });

  it('names the line of a misplaced quote', () => {
    expect(complaint('a,y\n1,2\n3,"4"x\n')).toBe('file: line 3: expected the end of the cell after a closing quote');
    expect(complaint('a,y\n1,2\n3,4"5\n')).toBe('file: line 3: expected quotes around a whole cell, got one inside');
  });

  it('leaves the score out, with a note, where the target of the test samples does not vary', () => {
    const one = load('x,y\n1,1\n2,5\n3,2\n4,9\n', { test: 0.25 });
    expect(one.score).toBeUndefined();
    expect(one.notes).toEqual([
      'No test R²: the target does not vary among 1 test sample. A larger --test keeps more.',
    ]);
    expect(load('x,y\n1,1\n2,5\n3,2\n4,9\n', { test: 0.5 }).notes).toEqual([]);
  });

  it('notes a class without training samples, and needs two that have some', () => {
    const text = `x,y\n${Array.from({ length: 20 }, (_, i) => `${i},c${i}`).join('\n')}\n`;
    expect(load(text, { test: 0.05 }).notes).toEqual([
      expect.stringMatching(/^Class "c\d+" has no training sample, .* its 1 test sample counts? as wrong\.$/),
    ]);
    expect(complaint('x,y\n1,a\n2,b\n3,b\n4,b\n', { test: 0.5, seed: seedHolding(0, 4) })).toBe(
      'file: column "y": expected 2 or more classes among the 2 training samples, got 1',
    );
  });

  it('names the column of numbers that overflow when standardized', () => {
    const message = (name: string) =>
      `file: column "${name}": expected numbers with a finite variance, got some as large as 1e+308`;
    expect(complaint('a,b,y\n1,1e308,1\n2,-1e308,2\n3,0,4\n', { test: 0 })).toBe(message('b'));
    expect(complaint('a,y\n1,1e308\n2,-1e308\n', { test: 0 })).toBe(message('y'));
  });

  it('knows UTF-16 and binary files, and escapes control characters in messages', () => {
    const utf16 = join(folder, 'utf16.csv');
    for (const order of ['utf16le', 'swapped']) {
      const bytes = Buffer.from('\uFEFFa,y\n1,2\n', 'utf16le');
      writeFileSync(utf16, order === 'swapped' ? bytes.swap16() : bytes);
      expect(() => drain(csv(utf16))).toThrow(/utf16.csv: expected text in UTF-8, got UTF-16 \(save it as UTF-8\)$/);
    }
    expect(complaint('a,y\n1,\0')).toBe('file: expected text, got a binary file (byte 7 is zero)');
    expect(complaint('a\x1b[31m,b\n1,2\n')).toBe('--target: expected a column of file (a\\u001b[31m, b), got "y"');
    expect(complaint(`a,y\n${'\x07'.repeat(1000)},2\n`).length).toBeLessThan(500);
  });
});
