import { execFileSync } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError, ValueError } from '../../src/errors';
import { decodeCsv } from '../../src/io/csv/decodeCsv';
import { encodeCsv } from '../../src/io/csv/encodeCsv';
import { parseCsv } from '../../src/io/csv/parseCsv';
import { matrix } from '../../src/matrix';
import { pythonWithNumpy } from '../reference/pythonWithNumpy';

const utf8 = (text: string) => new TextEncoder().encode(text);
const hard = [
  0.1,
  -0,
  5e-324,
  1.7976931348623157e308,
  1 / 3,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

describe('encodeCsv and decodeCsv', () => {
  it('keep every float64 to the last bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t', '|'),
        (list, delimiter) => {
          const options = { delimiter: delimiter as ',' };
          const written = encodeCsv(matrix(1, list.length, list), options);
          const read = decodeCsv(written, { ...options, header: false });
          expect(read.matrix.data).toEqual(Float64Array.from(list));
        },
      ),
      { numRuns: 300 },
    );
    expect(decodeCsv(encodeCsv({ a: hard })).matrix.data).toEqual(Float64Array.from(hard));
  });

  it('take a matrix, records and columns by name', () => {
    const text = 'step,"the loss, γ"\r\n0,0.5\r\n1,-0\r\n';
    const columns = ['step', 'the loss, γ'];
    expect(() => encodeCsv({ step: Object.create(new BigInt64Array(1)) })).toThrow('table["step"]: expected a list');
    expect(encodeCsv({ step: [0, 1], 'the loss, γ': Float64Array.of(0.5, -0) })).toBe(text);
    expect(
      encodeCsv(
        new Map([
          ['step', [0, 1]],
          ['the loss, γ', [0.5, -0]],
        ]),
      ),
    ).toBe(text);
    expect(encodeCsv(matrix(2, 2, [0, 0.5, 1, -0]), { columns })).toBe(text);
    expect(
      encodeCsv(
        [
          [0, 0.5],
          [1, -0],
        ],
        { columns },
      ),
    ).toBe(text);
    expect(encodeCsv([])).toBe('');
    expect(encodeCsv([[]])).toBe('\r\n');
    expect(encodeCsv({ big: [2n ** 64n - 1n] })).toBe('big\r\n18446744073709551615\r\n');
    expect(decodeCsv(utf8(text))).toEqual({ columns, matrix: matrix(2, 2, [0, 0.5, 1, -0]) });
    expect(decodeCsv('a,b\n')).toEqual({ columns: ['a', 'b'], matrix: matrix(0, 2) });
    expect(decodeCsv('a,b\n1,\n', { empty: Number.NaN }).matrix.data).toEqual(Float64Array.of(1, Number.NaN));
  });

  it('are understood by NumPy, and understand what it writes', () => {
    const script = `
import io, sys, numpy as np
a = np.genfromtxt(io.StringIO(sys.argv[1]), delimiter=',', names=True)
assert a['a'].tobytes() == np.array([0.1, -0.0, 5e-324, 1.7976931348623157e308, 1/3, np.nan, np.inf, -np.inf]).tobytes()
np.savetxt(sys.stdout, a['a'].reshape(4, 2), delimiter=',', fmt='%.17g', header='x,y', comments='')`;
    const said = execFileSync(pythonWithNumpy(), ['-c', script, encodeCsv({ a: hard, b: hard })], { encoding: 'utf8' });
    expect(decodeCsv(said)).toEqual({ columns: ['x', 'y'], matrix: matrix(4, 2, hard) });
  });
});

describe('encodeCsv and parseCsv', () => {
  it('keep any texts by any separator, and another reader finds the same', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '\t', 'é', '\uFEFF', '0'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 4 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
          ),
        fc.constantFrom(',', ';', '\t'),
        (records, delimiter) => {
          const text = encodeCsv(records, { delimiter });
          expect(parseCsv(text, { header: false, delimiter }).records).toEqual(records);
          // also where it has to be guessed
          expect(parseCsv(text, { header: false }).records).toEqual(records);
          expect(parse(text, { delimiter, record_delimiter: '\r\n' })).toEqual(records);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('parseCsv', () => {
  it('reads semicolons and tabs, a byte-order mark, blank lines, every kind of line end and white space', () => {
    const wanted = {
      columns: ['a', 'b c'],
      records: [
        ['1', ' x'],
        ['', 'y\nz'],
      ],
      lines: [2, 5],
    };
    expect(parseCsv('\uFEFFa; b c\n1 ;" x"\n \n;"y\nz"')).toEqual(wanted);
    expect(parseCsv(utf8('\uFEFFa\tb c\r\n1\t" x"\r\n\r\n\t"y\nz"\r\n'))).toEqual(wanted);
    expect(parseCsv('a|b c\r1|" x"\r\r|"y\nz"\r', { delimiter: '|' })).toEqual(wanted);
    expect(parseCsv('1,2\n3,', { header: false })).toEqual({
      columns: [],
      records: [
        ['1', '2'],
        ['3', ''],
      ],
      lines: [1, 2],
    });
    expect(parseCsv('a\n""\n').records).toEqual([['']]);
  });

  it('tells the separator by the first line that is not blank, outside of quotes', () => {
    const wanted = { columns: ['a', 'b'], records: [['1', '2']] };
    for (const text of ['\na;b\n1;2', '\uFEFF \r\n\r\na\tb\r\n1\t2', '\n\n"a";b\n"1";2\n'])
      expect(parseCsv(text)).toMatchObject(wanted);
    expect(parseCsv('"a, b, c";"d\n,,"\n1;2')).toMatchObject({ ...wanted, columns: ['a, b, c', 'd\n,,'] });
  });

  it('takes numbers for names where it is told that there are names', () => {
    const text = encodeCsv({ 64: [1, 2], 128: [3, 4] });
    expect(() => decodeCsv(text)).toThrow('line 1: expected column names, got only numbers');
    const { columns, matrix: table } = decodeCsv(text, { header: true });
    expect([columns, ...table.data]).toEqual([['64', '128'], 1, 3, 2, 4]);
  });

  it('refuses a hole among the names of columns', () => {
    // biome-ignore lint/suspicious/noSparseArray: what is tested
    expect(() => encodeCsv([[1]], { columns: [,] as never })).toThrow('columns[0]: expected a name of its own');
  });

  it('refuses a record without end, at which V8 would abort the process', () => {
    const endless = new Uint8Array(2 ** 21).fill(0x2c);
    const message = 'line 1: expected at most 1048576 cells, got more';
    expect(() => parseCsv(endless)).toThrow(message);
    expect(() => decodeCsv(endless, { header: false, empty: 0 })).toThrow(message);
  });

  it.each([
    ['', 'file: expected a first line with column names, got an empty file'],
    ['1,2\n', 'line 1: expected column names, got only numbers'],
    ['0,1\n0.5,2\n', 'got only numbers (columns that pandas numbered? to_csv(…, header=[…]) names them)'],
    ['nan,-inf,Infinity,1e999,2\n3,4,5,6,7\n', 'line 1: expected column names, got only numbers'],
    ['\na,,b\n', 'line 2: expected a name for column 2, got an empty cell'],
    ['a,a\n', 'line 1: expected different column names, got "a" twice'],
    ['a,b\n1\n', 'line 2: expected 2 cells as in the first line, got 1 (column "b" is missing)'],
    [
      'a,b\n"x\ny",2,3\n',
      'line 3: expected 2 cells as in the first line, got 3 (the cell after column "b" has no name)',
    ],
    ['a,b\n1,"2\n3\n', 'line 2: expected a closing quote, got none to the end of the file'],
    ['a,b\n1,"2"3\n', 'line 2: expected the end of the cell after a closing quote'],
    ['a,b\n1,2"3\n', 'line 2: expected quotes around a whole cell, got one inside'],
    [Uint8Array.of(0xff, 0xfe, 0x61, 0), 'file: expected text in UTF-8, got UTF-16'],
    [Uint8Array.of(0x61, 0), 'file: expected text, got a binary file (byte 2 is zero)'],
    [
      Uint8Array.of(0x61, 0xc3, 0xa9, 0x0a, 0xe9, 0x0a),
      'file: expected text in UTF-8, got another encoding (by byte 6)',
    ],
    [undefined, 'file: expected a Uint8Array or an ArrayBuffer, got undefined'],
  ])('refuses %j with the place', (file, message) => {
    expect(() => parseCsv(file as string)).toThrow(ValueError);
    expect(() => parseCsv(file as string)).toThrow(message);
  });
});

describe('decodeCsv', () => {
  it.each([
    ['a,b\n1,x\n', {}, 'line 2, column "b": expected a number, got "x"'],
    ['a,b\n1,\n', {}, 'line 2, column "b": expected a number, got ""'],
    ['1,0x10\n', { header: false }, 'line 1, column 2: expected a number, got "0x10"'],
    ['a\n1e999\n', {}, 'line 2, column "a": expected a number, got "1e999"'],
    ['a\n1\n', { empty: 'x' }, 'empty: expected a number, got "x"'],
    ['a\n1\n', { delimiter: '::' }, 'delimiter: expected one of'],
  ])('refuses %j with the place', (text, options, message) => {
    expect(() => decodeCsv(text, options as never)).toThrow(ValueError);
    expect(() => decodeCsv(text, options as never)).toThrow(message);
  });

  it('takes no longer than the length for a million digits that are no number', () => {
    const started = performance.now();
    expect(() => decodeCsv(`a\n${'1'.repeat(1e6)}x\n`)).toThrow('line 2, column "a": expected a number');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('encodeCsv', () => {
  it.each([
    [{ a: [1], b: [1, 2] }, {}, 'table["b"]: expected 1 cells as in the first column, got 2'],
    [[[1], [1, 2]], {}, 'table[1]: expected 1 cells as in the first record, got 2'],
    [[[1, 2]], { columns: ['a'] }, 'columns: expected 2 names, got 1'],
  ])('refuses %j: sizes that do not fit', (table, options, message) => {
    expect(() => encodeCsv(table as never, options)).toThrow(ShapeError);
    expect(() => encodeCsv(table as never, options)).toThrow(message);
  });

  it.each([
    [[[null]], {}, 'table: row 0, column 0: expected a number or a text, got null'],
    [[1], {}, 'table[0]: expected an array of numbers and texts, got 1'],
    [{ a: 1 }, {}, 'table["a"]: expected a list, got 1'],
    [{ a: [1] }, { columns: ['a'] }, 'columns: expected nothing beside columns by name'],
    [[[1, 2]], { columns: ['a', 'a'] }, 'columns[1]: expected a name of its own, got "a"'],
    [null, {}, 'table: expected a Map or an object'],
  ])('refuses %j by name', (table, options, message) => {
    expect(() => encodeCsv(table as never, options as never)).toThrow(ValueError);
    expect(() => encodeCsv(table as never, options as never)).toThrow(message);
  });
});
