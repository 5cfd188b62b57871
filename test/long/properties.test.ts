import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const ROUNDS = 10;

/** Files of a project that state properties. */
const stating = (folder: string) =>
  readdirSync(join(root, folder))
    .map((name) => join(folder, name))
    .filter(
      (file) => file.endsWith('.test.ts') && readFileSync(join(root, file), 'utf8').includes("from 'fast-check'"),
    );

it.each(Array.from({ length: ROUNDS }, (_, k) => k + 1))('properties hold for cases drawn afresh, round %d', () => {
  const projects = ['property', 'property-relaxed', 'unit', 'package'].flatMap((name) => ['--project', name]);
  const files = ['test/property', 'test/unit', 'test/package'].flatMap(stating);
  const { status, stdout, stderr } = spawnSync('npx', ['vitest', 'run', ...projects, ...files], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PROPERTY_SEED: 'random', PROPERTY_SEED_PRINTED: '' },
    maxBuffer: 2 ** 28,
  });
  // with the seed, which runs the same cases again
  expect(status, `${stdout}${stderr}`.slice(-20_000)).toBe(0);
  expect(stdout).toMatch(/^PROPERTY_SEED=-?\d+$/m);
});
