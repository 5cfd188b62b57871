import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

it.each([
  ['the linter', ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings']],
  ['the type checker', ['typescript/bin/tsc', '--noEmit']],
])('the sources pass %s', { timeout: 180_000 }, (_, [file, ...options]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', file), ...options], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status, `${stdout}${stderr}`).toBe(0);
});
