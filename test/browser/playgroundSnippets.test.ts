import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { digitsAsset } from '../../playground/digitsAsset';
import { collect } from '../../playground/src/scenes/sceneState';
import { shortRuns } from './playgroundPlaces';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'playground-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** Words of a command line; single quotes keep what is inside together. */
const words = (command: string) =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

function printedByCommand(command: string): string {
  const [npx, name, ...options] = words(command);
  expect([npx, name]).toEqual(['npx', 'deeplinear']);
  const cli = join(root, 'lab', 'bin', 'deeplinear.js');
  const { status, stdout } = spawnSync(process.execPath, [cli, ...options], { cwd: folder, encoding: 'utf8' });
  // 1: a check of so few nets disagrees, which is a result
  expect([0, 1]).toContain(status);
  return stdout;
}

const printedByCode = (code: string) =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, encoding: 'utf8' });

describe('what the playground copies as code', () => {
  it.each(shortRuns.map((run) => [run.scene.title, run] as const))('%s: prints the numbers of the scene', (_, run) => {
    const { scene, values, seed } = run;
    const asset = scene.asset ? new Uint8Array(gunzipSync(digitsAsset())).buffer : undefined;
    const readings = [...collect(scene, values, seed, asset).readings.values()];
    expect(readings.length).toBeGreaterThan(1);
    const { code, command, note } = scene.snippet(values, seed);
    const printed = printedByCode(code);
    for (const { label, value } of readings) expect(printed, label).toContain(String(value));
    // a note says that the numbers of the command are others
    if (note) return;
    const json = command.split('\n').map(printedByCommand).join('');
    for (const { label, value } of readings) expect(json, label).toContain(String(value));
  });
});
