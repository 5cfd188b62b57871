import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, runCli, scratch, writeHouses } from './runCli';

const { folder, remove } = scratch();
beforeAll(() => {
  writeHouses(folder);
  writeFileSync(join(folder, 'ragged.csv'), 'a,b,y\n1,2,3\n4,5\n');
  writeFileSync(join(folder, 'words.csv'), 'a,b,y\n1,2,3\n4,five,6\n');
  writeFileSync(join(folder, 'file'), 'precious');
  mkdirSync(join(folder, 'holiday'));
  writeFileSync(join(folder, 'holiday', 'photo.jpg'), 'precious');
  mkdirSync(join(folder, 'report'));
  writeFileSync(join(folder, 'report', 'report.html'), 'older');
  writeFileSync(join(folder, 'report', 'run.json'), '{ "format": "deeplinear-compare/1" }');
});
afterAll(remove);

/** In a view of the file system of its own. */
function mayMount(): boolean {
  return spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
}

const data = ['--data', 'houses.csv', '--target', 'price'];
const columns = 'a column of houses.csv (size, rooms, price)';

describe('deeplinear compare answers bad input with one line and exit code 2:', () => {
  it.each([
    [
      'a missing file',
      ['--data', 'none.csv'],
      `--data: expected 'mnist' or a readable file of samples, got "none.csv" (there is no such file)`,
    ],
    [
      'a folder',
      ['--data', 'holiday'],
      `--data: expected 'mnist' or a readable file of samples, got "holiday" (it is a folder)`,
    ],
    [
      'a ragged line',
      ['--data', 'ragged.csv', '--target', 'y'],
      'ragged.csv: line 3: expected 3 cells as in the first line, got 2 (column "y" is missing)',
    ],
    [
      'a cell that is no number',
      ['--data', 'words.csv', '--target', 'y'],
      'words.csv: line 3, column "b": expected a number, got "five"',
    ],
    ['an unknown column', ['--data', 'houses.csv', '--target', 'rent'], `--target: expected ${columns}, got "rent"`],
    ['no target', ['--data', 'houses.csv'], `--target: expected ${columns}, got nothing`],
    [
      'a target without a file',
      ['--data', 'mnist', '--target', 'price'],
      '--target: expected a file of samples with --data, got mnist',
    ],
    ['all samples held out', [...data, '--test', '1'], '--test: expected a fraction of at least 0 and below 1, got 1'],
    ['width 0', ['--widths', '64,0'], '--widths: expected an integer of at least 1, got 0'],
    ['a broken width', ['--widths', '12.5'], '--widths: expected an integer of at least 1, got 12.5'],
    ['an empty list entry', ['--widths', '64,,128'], '--widths: expected a number, got ""'],
    ['the same width twice', ['--widths', '64,32,64'], '--widths: expected different numbers, got 64 twice'],
    ['a negative rate', ['--lr', '-1'], '--lr: expected a finite number above 0, got -1'],
    ['an infinite rate', ['--lr', '1e999'], '--lr: expected a finite number above 0, got Infinity'],
    ['a word for a number', ['--steps', 'ten'], '--steps: expected a number, got "ten"'],
    ['no steps', ['--steps', '0'], '--steps: expected an integer of at least 1, got 0'],
    ['no seeds', ['--seeds', '0'], '--seeds: expected an integer of at least 1, got 0'],
    [
      'seeds without end',
      ['--seeds', '1e10'],
      '--seeds: expected at most 10,000 nets in all, got 10,000,000,000 seeds at 6 widths',
    ],
    [
      'steps without end',
      ['--steps', '1e7', '--widths', '4'],
      '--steps: expected at most 5,000,000 steps of all nets together, got 10,000,000 steps of 3 nets',
    ],
    ['seeds beyond the integers', ['--seed', '9007199254740991'], '--seed: expected seeds up to 9007199254740991, got'],
    ['a width beyond memory', ['--widths', '1000000000', '--quiet'], '--widths: expected a run within the'],
    ['a richness beyond the numbers', ['--gamma0', '1e200', '--widths', '4,8'], '--gamma0: expected a richness'],
    ['a laziness beyond them', ['--gamma0', '1e-200', '--widths', '4,8'], '--gamma0: expected a richness'],
    ['a negative seed', ['--seed', '-1'], '--seed: expected an integer of at least 0, got -1'],
    ['an unknown precision', ['--dtype', 'float16'], '--dtype: expected one of "float64", "float32", got "float16"'],
    ['a rate a layer too few', ['--layer-lr', '1,1'], '--layer-lr: expected'],
    ['an unknown option', ['--width', '64'], "unknown option '--width' (Did you mean --widths?)"],
    ['an option without its value', ['--lr'], "option '--lr <number>' argument missing"],
    ['a stray word', ['mnist'], "too many arguments for 'compare'"],
    ['an output folder without a name', ['--out', ''], '--out: expected the name of a folder, got ""'],
    [
      'a missing file, with an output folder in new folders',
      ['--data', 'none.csv', '--out', 'aa/bb/cc'],
      `--data: expected 'mnist' or a readable file of samples, got "none.csv" (there is no such file)`,
    ],
    ['a file as output folder', ['--out', 'file'], '--out: expected a folder, got the file "file"; it was left alone'],
    [
      'an output folder inside a file',
      ['--out', 'file/report'],
      '--out: expected a folder that can be written, got "file/report" (a file is where a folder should be)',
    ],
    [
      'an output folder with other things',
      ['--out', 'holiday'],
      '--out: expected a new folder or an older report, got "holiday", which holds "photo.jpg"; it was left alone',
    ],
  ])('%s', (_, args, message) => {
    const before = readdirSync(folder).sort();
    const { code, stdout, stderr } = runCli(folder, 'compare', ...args);
    const lines = stderr.split('\n').filter((line) => line.startsWith('deeplinear: '));
    expect(lines.length).toBe(1);
    expect(lines[0]).toContain(`deeplinear: ${message}`);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect([code, stdout]).toEqual([2, '']);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it('keeps an older report when the run fails', () => {
    expect(runCli(folder, 'compare', '--data', 'ragged.csv', '--target', 'y', '--out', 'report').code).toBe(2);
    expect(readFileSync(join(folder, 'report', 'report.html'), 'utf8')).toBe('older');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('precious');
  });

  it.runIf(existsSync('/proc/version'))('an output folder where none can be made', () => {
    const { code, stderr } = runCli(folder, 'compare', '--out', '/proc/deeplinear');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^deeplinear: --out: expected a folder that can be written, got "\/proc\/deeplinear" \((no folder is there, and none can be made|no permission)\)\n$/,
    );
  });

  it.runIf(existsSync('/proc/version'))('a folder below one that takes none, at once', () => {
    const commands = [
      ['compare', '--out', '/proc/deeplinear/report'],
      ['figure', 'phase-plane', '--quick', '--out', '/proc/deeplinear'],
    ];
    for (const words of commands) {
      const ended = spawnSync(process.execPath, [bin, ...words], {
        cwd: folder,
        encoding: 'utf8',
        timeout: 20_000,
        killSignal: 'SIGKILL',
      });
      expect([ended.status, ended.stderr]).toEqual([
        2,
        expect.stringMatching(/^deeplinear: .*(none can be made|no perm)/),
      ]);
    }
  });

  it.runIf(mayMount())('a disk that is read-only, by that name', () => {
    const script = 'mount -t tmpfs -o ro tmpfs holiday && exec "$0" "$@"';
    const words = [process.execPath, bin, 'compare', '--out', 'holiday/new/report'];
    const ended = spawnSync('unshare', ['-rm', 'sh', '-c', script, ...words], { cwd: folder, encoding: 'utf8' });
    const message = '--out: expected a folder that can be written, got "holiday/new/report" (the disk is read-only)';
    expect([ended.status, ended.stderr]).toEqual([2, `deeplinear: ${message}\n`]);
  });

  it.runIf(existsSync('/dev/full'))('a standard output that is full, and a standard error besides', () => {
    const full = openSync('/dev/full', 'w');
    const ended = (stderr: 'pipe' | number) =>
      spawnSync(process.execPath, [bin, 'limit', '--list'], { stdio: ['ignore', full, stderr], encoding: 'utf8' });
    const { status, stderr } = ended('pipe');
    expect([status, stderr]).toEqual([2, 'deeplinear: standard output: cannot be written (the disk is full)\n']);
    expect(ended(full).status).toBe(2);
    closeSync(full);
  });

  it('an unknown command', () => {
    const { code, stderr } = runCli(folder, 'comparre');
    expect(code).toBe(2);
    expect(stderr).toBe("deeplinear: unknown command 'comparre' (Did you mean compare?)\n");
  });
});
