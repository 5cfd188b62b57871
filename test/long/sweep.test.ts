import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryNumbers } from '../../bench/sweepNumbers';
import { killPoints, killStorm, resultsOf, startSweep, writeStudy } from '../package/killStorm';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-sweep-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a sweep of 1,000 cells', () => {
  it('killed ten times at random points has 1,000 results, equal bit for bit to those of an undisturbed run', async () => {
    writeStudy(folder, { cells: 1000, steps: 100 });
    const run = ['run', 'storm.yaml', '--out'];
    const { ends, kills } = await killStorm(folder, [...run, 'killed'], killPoints(11, 10, 90));
    expect(kills).toBe(10);
    expect(new Set(ends).size).toBe(ends.length);
    const { code, stderr } = await startSweep(folder, [...run, 'undisturbed', '--in-process']).ended;
    expect(code, stderr).toBe(0);
    const undisturbed = await resultsOf(join(folder, 'undisturbed'));
    expect(undisturbed).toHaveLength(1000);
    expect(undisturbed.every((result) => 'values' in result)).toBe(true);
    expect(await resultsOf(join(folder, 'killed'))).toEqual(undisturbed);
  });
});

describe('a sweep of 10,000 cells', () => {
  it('needs no more memory at its end than in its middle, but for some bytes a cell', async () => {
    const { bytesPerCell } = await memoryNumbers(10_000);
    expect(bytesPerCell).toBeLessThan(100);
  });
});
