import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jointLimit } from 'deeplinear';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, runCli, scratch, writeHouses } from './runCli';

const options = { hidden: 2, widthPerInput: 2, data: 'onePass' as const, samplesPerInput: 1, lrHat: 0.05, steps: 8 };
const { folder, remove } = scratch();
beforeAll(() => {
  writeHouses(folder);
  writeFileSync(join(folder, 'options.json'), JSON.stringify(options));
});
afterAll(remove);

describe('deeplinear limit', () => {
  it('lists the limits', () => {
    const { code, stdout } = runCli(folder, 'limit', '--list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^infinite-width {2}/m);
    const listed = JSON.parse(runCli(folder, 'limit', '--list', '--json').stdout);
    expect(listed.map(({ name }: { name: string }) => name)).toContain('joint-limit');
  });

  it('prints a summary, and with --json every number', () => {
    const summary = runCli(folder, 'limit', 'joint-limit', '--steps', '20');
    expect(summary).toMatchObject({ code: 0, stderr: '' });
    expect(summary.stdout).toMatch(/index +test +train/);
    const { code, stdout } = runCli(
      folder,
      'limit',
      'joint-limit',
      '--input',
      'options.json',
      '--json',
      '--steps',
      '6',
    );
    expect(code).toBe(0);
    const { test, train } = jointLimit({ ...options, steps: 6 });
    expect(JSON.parse(stdout)).toMatchObject({ test: Array.from(test), train: Array.from(train) });
  });

  it('reads standard input', () => {
    const { status, stdout } = spawnSync(process.execPath, [bin, 'limit', 'joint-limit', '--input', '-', '--json'], {
      input: JSON.stringify({ ...options, widthPerInput: 'Infinity' }),
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    const { test } = jointLimit({ ...options, widthPerInput: Number.POSITIVE_INFINITY });
    expect(JSON.parse(stdout).test).toEqual(Array.from(test));
  });

  it('takes the moments of a CSV file', () => {
    const flags = ['--data', 'houses.csv', '--target', 'price', '--lr', '0.1', '--steps', '5', '--json'];
    const { code, stdout } = runCli(folder, 'limit', 'infinite-width', ...flags);
    expect(code).toBe(0);
    const { loss } = JSON.parse(stdout);
    expect(loss).toHaveLength(6);
    expect(loss[5]).toBeLessThan(loss[0]);
  });

  it.each([
    ['an unknown limit', ['foo'], 'limit: expected one of infinite-width, '],
    ['a wrong value', ['joint-limit', '--lr-hat', '-1'], '--lr-hat: expected a positive finite number, got -1'],
    ['a word for a number', ['joint-limit', '--width-per-input', 'x'], '--width-per-input: expected a number, got "x"'],
    ['broken JSON', ['joint-limit', '--spectrum', '[{'], '--spectrum: expected JSON, got "[{"'],
    [
      'a missing file',
      ['joint-limit', '--input', 'none.json'],
      '--input: expected a readable JSON file, got "none.json"',
    ],
    ['an unknown flag', ['joint-limit', '--lr', '1'], "unknown option '--lr'"],
    [
      'a target without a file',
      ['infinite-width', '--target', 'price'],
      '--target: expected a file of samples with --data',
    ],
  ])('answers %s with one line and exit code 2', (_, flags, message) => {
    const { code, stdout, stderr } = runCli(folder, 'limit', ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`deeplinear: ${message}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['in steps', ['infinite-width', '--steps', '1500'], [130, null]],
    ['in one piece', ['kernel-movement', '--seeds', '100000'], [null, 'SIGINT']],
  ] as const)('ends by SIGINT while it computes %s', async (_, flags, end) => {
    const child = spawn(process.execPath, [bin, 'limit', ...flags, '--json'], { stdio: 'ignore' });
    setTimeout(() => child.kill('SIGINT'), 2500);
    const ended = await new Promise((resolve) => child.on('exit', (code, signal) => resolve([code, signal])));
    expect(ended).toEqual(end);
  });

  it('without a name shows its help and ends with exit code 2', () => {
    const { code, stderr } = runCli(folder, 'limit');
    expect(code).toBe(2);
    expect(stderr).toContain('deeplinear limit --list');
  });
});
