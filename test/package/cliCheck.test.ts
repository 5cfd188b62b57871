import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { experiments } from 'deeplinear';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../lab/src/run/checkReport';
import { bin, runCli, scratch, writeHouses } from './runCli';

const { folder, remove } = scratch();
beforeAll(() => {
  writeHouses(folder);
  mkdirSync(join(folder, 'holiday'));
  writeFileSync(join(folder, 'holiday', 'photo.jpg'), 'precious');
});
afterAll(remove);

/** The check of infinite width, in a setting that refuses its wrong laws in half a second. */
const quick = ['check', 'infinite-width', '--widths', '16,32,64,128', '--seeds', '64', '--steps', '20'];
/** The two checks that take the least time. */
const several = ['check', '--only', 'spectra,exact-solutions', '--seed', '7', '--json'];

describe('deeplinear check', () => {
  it('refuses a wrong law with exit code 1', () => {
    const { code, stdout } = runCli(folder, ...quick, '--wrong', 'twice-the-richness', '--json');
    const { format, checks } = JSON.parse(stdout) as CheckReport;
    expect({ code, format }).toEqual({ code: 1, format: 'deeplinear-check/1' });
    expect(checks[0]).toMatchObject({ wrong: { id: 'twice-the-richness' }, found: { verdict: 'disagrees' } });
  });

  it('gives no alarm for the right law, and a page with everything', () => {
    const { code, stdout } = runCli(folder, ...quick, '--report');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ *128 +64 +0\.\d+ ± 0\.\d+$/m);
    expect(stdout).toMatch(/^exponent +−0\.\d+ \[−0\.\d+, −0\.\d+\]; theory −0\.5$/m);
    expect(stdout).toMatch(/Report: .*deeplinear-check\/report\.html\n$/);
    const read = (name: string) => readFileSync(join(folder, 'deeplinear-check', name), 'utf8');
    const { checks } = JSON.parse(read('run.json')) as CheckReport;
    expect(read('report.html')).toContain(`<pre><code>${checks[0].command}</code></pre>`);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
    const words = checks[0].command.split(' ');
    expect(words.slice(0, 2)).toEqual(['npx', 'deeplinear']);
    const again = JSON.parse(runCli(folder, ...words.slice(2), '--json').stdout) as CheckReport;
    expect(again.checks[0].found).toEqual(checks[0].found);
  });

  it('takes the data of a CSV file, at a learning rate that the theory finds stable', () => {
    const few = ['--widths', '8,16', '--seeds', '3', '--steps', '5'];
    const { code, stdout } = runCli(
      folder,
      'check',
      'infinite-width',
      '--data',
      'houses.csv',
      '--target',
      'price',
      ...few,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('was chosen by the theory');
    expect(stdout).toContain('--data houses.csv --target price');
  });

  it('gives the same numbers with one thread and with two, in one table', () => {
    const [one, two] = ['1', '2'].map((workers) => runCli(folder, ...several, '--workers', workers));
    expect([one.code, two.code]).toEqual([0, 0]);
    const found = ({ stdout }: typeof one) => (JSON.parse(stdout) as CheckReport).checks.map((check) => check.found);
    expect(found(two)).toEqual(found(one));
    expect(found(one)).toHaveLength(2);
    const { command, checks } = JSON.parse(one.stdout) as CheckReport;
    expect(command).toBe('npx deeplinear check --only spectra,exact-solutions --seed 7');
    expect(checks.map(({ parameters }) => parameters.seed)).toEqual([7, 7]);
  });

  it('lists every check', () => {
    const listed = JSON.parse(runCli(folder, 'check', '--list', '--json').stdout) as {
      name: string;
      wrong: unknown[];
    }[];
    expect(listed.map(({ name }) => name)).toEqual(experiments.map(({ id }) => id));
    for (const { wrong } of listed) expect(wrong.length).toBeGreaterThan(0);
    expect(runCli(folder, 'check', '--list').stdout).toMatch(/^infinite-width {2}/m);
  });

  it.each([
    ['an unknown check', ['foo'], 'check: expected one of infinite-width, '],
    ['an unknown wrong law', ['infinite-width', '--wrong', 'foo'], '--wrong: expected one of "'],
    ['a wrong value', ['infinite-width', '--lr', '-1'], '--lr: expected a finite number above 0, got -1'],
    ['a size twice', ['infinite-width', '--widths', '8,8'], '--widths: expected different numbers, got 8 twice'],
    ['more than fits', ['infinite-width', '--seeds', '1e9'], '--seeds: expected at most 1,000,000 simulations in all'],
    [
      'a name with --all',
      ['--all', 'infinite-width'],
      '--all: expected no name of a check after it, got "infinite-width"',
    ],
    ['unknown names', ['--only', 'foo'], '--only: expected names among infinite-width, '],
    ['no thread', ['--all', '--workers', '0'], '--workers: expected an integer of at least 1, got 0'],
    ['a seed that is none', ['--all', '--seed', '0.5'], '--seed: expected an integer of at least 0, got 0.5'],
    [
      'a folder with other things',
      ['--all', '--report', 'holiday'],
      '--report: expected a new folder or an older report',
    ],
    [
      'a target without a file',
      ['infinite-width', '--target', 'price'],
      '--target: expected a file of samples with --data',
    ],
  ])('answers %s with one line and exit code 2', (_, flags, message) => {
    const { code, stdout, stderr } = runCli(folder, 'check', ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`deeplinear: ${message}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('interrupted, ends its threads and leaves nothing', async () => {
    const child = spawn(process.execPath, [bin, 'check', '--all', '--report', 'unseen'], { cwd: folder });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr === '') setTimeout(() => child.kill('SIGINT'), 300);
      stderr += text;
    });
    expect(await new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)))).toBe(130);
    expect(stderr).toMatch(/interrupted; nothing was written\n$/);
    expect(existsSync(join(folder, 'unseen'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('without a name shows its help and ends with exit code 2', () => {
    const { code, stderr } = runCli(folder, 'check');
    expect(code).toBe(2);
    expect(stderr).toContain('deeplinear check --all');
  });
});
