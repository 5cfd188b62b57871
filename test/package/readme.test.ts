import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('README', () => {
  it('its embed example runs as pasted', () => {
    const [, code] = readme.match(/```js\n([\s\S]*?)```/) ?? [];
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(18);
    const folder = mkdtempSync(join(tmpdir(), 'deeplinear-readme-'));
    try {
      execFileSync('mkdir', [join(folder, 'node_modules')]);
      symlinkSync(root, join(folder, 'node_modules', 'deeplinear'));
      writeFileSync(join(folder, 'example.mjs'), code);
      const printed = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
      expect(printed).toContain('agree');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names only scripts that exist', () => {
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(scripts).toHaveProperty([name]);
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });

  it('links only to files that exist', () => {
    const local = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]);
    for (const path of local) expect(existsSync(join(root, path)), path).toBe(true);
  });
});
