import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bin, runCli, scratch } from './runCli';

const { folder, remove } = scratch();
afterAll(remove);
const figure = (...args: string[]) => runCli(folder, 'figure', ...args);
/** The cheapest one. */
const SMALL = ['catapult', '--quick', '--set', 'width=64'];

describe('deeplinear figure', () => {
  it('lists the figures with their papers, also as JSON', () => {
    const { code, stdout } = figure('--list');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^angle-collapse +Deep linear nets .*\n +Theory: Schoenholz et al\. 2017, arXiv:1611\.01232$/m,
    );
    const listed = JSON.parse(figure('--list', '--json').stdout) as { id: string; settings: object }[];
    expect(stdout.split('\n').filter((line) => /^\S/.test(line))).toHaveLength(listed.length);
    expect(listed.find(({ id }) => id === 'angle-collapse')?.settings).toHaveProperty('full.nets');
  });

  it('writes SVG, PNG and JSON, and prints the caption with paper, settings and command', () => {
    const { code, stdout, stderr } = figure(...SMALL, '--out', 'small');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^(Theory: |After ).*\d{4}/m);
    expect(stdout).toMatch(/^Settings: .*width = 64/m);
    expect(stdout).toContain('Again: npx deeplinear figure catapult --quick --set width=64\n');
    expect(readdirSync(join(folder, 'small')).sort()).toEqual(['catapult.json', 'catapult.png', 'catapult.svg']);
    const record = JSON.parse(readFileSync(join(folder, 'small', 'catapult.json'), 'utf8'));
    expect(record).toMatchObject({ format: 'deeplinear-figure/1', quick: true, values: { width: 64 } });
    expect(readFileSync(join(folder, 'small', 'catapult.svg'), 'utf8')).toContain(record.caption.command);
  });

  it('gives the same bytes again, alone and from the threads of --only', () => {
    const files = ['catapult.svg', 'catapult.json', 'catapult.png'];
    const quick = ['catapult', '--quick', '--quiet'];
    figure(...quick, '--out', 'alone');
    const { code, stdout } = figure('--only', ...quick, '--out', 'together', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).figures).toMatchObject([{ id: 'catapult', files: [files[0], files[2], files[1]] }]);
    for (const name of files) {
      expect(readFileSync(join(folder, 'together', name)).equals(readFileSync(join(folder, 'alone', name)))).toBe(true);
    }
    const page = readFileSync(join(folder, 'together', 'index.html'), 'utf8');
    expect(page).toContain('npx deeplinear figure --only catapult --quick');
    expect(page).not.toMatch(/(?:src|href)="https?:(?!\/\/(?:arxiv|doi))/);
  });

  it.each([
    [
      ['nothing'],
      /^deeplinear: figure: expected names of figures \(deeplinear figure --list shows them\), got "nothing"\n$/,
    ],
    [['--only', 'angle-collapse,x'], /--only: expected names of figures .*, got "x"/],
    [[...SMALL.slice(0, 2), '--set', 'net=3'], /--set: expected one of the settings .* of catapult, got "net"/],
    [[...SMALL, '--format', 'svg,pdf'], /--format: expected names among svg, png, html, json, got "pdf"/],
    [['--all', '--workers', '0'], /--workers: expected an integer of at least 1, got 0/],
    [['--all', '--set', 'nets=1'], /--all: expected neither a name nor --set beside it, got --set/],
    [
      [...SMALL, '--out', 'taken'],
      /--out: expected a folder that can be written, got "taken" \(a file is where a folder should be\)/,
    ],
  ])('%j is bad input: exit code 2', (args, message) => {
    writeFileSync(join(folder, 'taken'), 'mine');
    const { code, stderr } = figure(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('mine');
  });

  it('refuses counts that are none', () => {
    const { code, stderr } = figure('angle-collapse', '--quick', '--set', 'nets=-3');
    expect(stderr).toMatch(/^deeplinear: --set: nets: expected a positive integer up to \d+, got -3\n/m);
    expect(code).toBe(2);
  });

  it('refuses settings that the library refuses, with its words', () => {
    const { code, stderr } = figure(...SMALL.slice(0, 2), '--set', 'width=-1');
    expect(stderr).toMatch(/^deeplinear: --set: width: expected .* got -1\n/m);
    expect(code).toBe(2);
  });

  it('--all interrupted stops at once with exit code 130', async () => {
    const child = spawn(process.execPath, [bin, 'figure', '--all', '--out', 'interrupted'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr === '') child.kill('SIGINT');
      stderr += text;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(stderr).toMatch(/interrupted; nothing was written\n$/);
    expect(existsSync(join(folder, 'interrupted', 'index.html'))).toBe(false);
  });
});
