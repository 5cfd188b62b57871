import { expect, it } from 'vitest';
import { ValueError } from '../../src/errors';
import { decodeCsv } from '../../src/io/csv/decodeCsv';
import { parseCsv } from '../../src/io/csv/parseCsv';

it('a table of millions of rows takes about the memory of its numbers', () => {
  const text = `a\n${'1\n'.repeat(8e6)}`;
  const before = process.memoryUsage().rss;
  const { matrix } = decodeCsv(text);
  expect([matrix.rows, matrix.data[8e6 - 1]]).toEqual([8e6, 1]);
  expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
});

it('parseCsv refuses a table of more text cells than it says that it holds; decodeCsv reads the same as numbers', () => {
  const wide = `${','.repeat(2 ** 20 - 1)}\n`.repeat(53);
  expect(() => parseCsv(wide, { header: false })).toThrow(
    new ValueError('file: expected at most 51 records of 1048576 cells, got more'),
  );
  const { matrix } = decodeCsv(wide, { header: false, empty: 0.5 });
  expect([matrix.rows, matrix.cols, matrix.data[53 * 2 ** 20 - 1]]).toEqual([53, 2 ** 20, 0.5]);
});
