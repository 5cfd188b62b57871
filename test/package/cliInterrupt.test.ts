import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, scratch } from './runCli';

const { folder, remove } = scratch();
const older = join(folder, 'deeplinear-report', 'report.html');
beforeAll(() => {
  mkdirSync(join(folder, 'deeplinear-report'));
  writeFileSync(older, 'older');
  writeFileSync(join(folder, 'deeplinear-report', 'run.json'), '{ "format": "deeplinear-compare/1" }');
});
afterAll(remove);

/** Starts a run of minutes, sends the signal when the first net trains, and waits for the end. */
function interrupted(signal: NodeJS.Signals): Promise<{ code: number | null; stderr: string; during: string[] }> {
  const child = spawn(process.execPath, [bin, 'compare', '--widths', '1024', '--steps', '1500', '--lr', '0.01'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  let during: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (during.length === 0 && stderr.includes('limit …')) {
      during = readdirSync(folder);
      child.kill(signal);
    }
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr, during })));
}

describe('deeplinear compare, interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s stops, removes its temporary folder and keeps the older report', async (signal, expected) => {
    const { code, stderr, during } = await interrupted(signal);
    expect(code).toBe(expected);
    expect(stderr).toMatch(/interrupted; nothing was written\n$/);
    expect(during.some((name) => name.startsWith('.deeplinear-report-unfinished-'))).toBe(true);
    expect(readdirSync(folder)).toEqual(['deeplinear-report']);
    expect(readFileSync(older, 'utf8')).toBe('older');
  });
});
