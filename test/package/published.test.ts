import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));
const texts = scripts.map((name) => readFileSync(join(dist, name), 'utf8'));

describe('the published package', () => {
  it('has no runtime dependency', () => {
    expect(Object.keys(manifest.dependencies ?? {})).toEqual([]);
    expect(Object.keys(manifest.peerDependencies ?? {})).toEqual([]);
  });

  it('has no bare import, no node: import and no asset path', () => {
    expect(scripts).toContain('index.js');
    for (const text of texts) {
      // not the word in a text, as the argument's name in integer('from', …), and not the method, as in Array.from('data' in …)
      const specifiers = [...text.matchAll(/(?<!['"`.])\b(?:from|import)\s*\(?\s*['"`]([^'"`]+)['"`]/g)].map(
        (match) => match[1],
      );
      expect(specifiers.filter((specifier) => !specifier.startsWith('./'))).toEqual([]);
      expect(text).not.toMatch(/import\.meta\.url|\.wasm['"`]/);
    }
  });

  it('has no syntax newer than its engines: no raw using, no top-level await', () => {
    for (const text of texts) {
      expect(text).not.toMatch(/^\s*(await\s+)?using\s+[\w$]+\s*=/m);
      expect(text).not.toMatch(/^await\b/m);
    }
  });

  it('is text of one byte a character, which engines read faster, and keeps what bundlers need to leave things out', () => {
    for (const text of texts) {
      expect(/[^\0-\x7f]/.exec(text)?.[0]).toBeUndefined();
      expect(text).toContain('/* @__PURE__ */');
    }
  });

  it('passes publint', async () => {
    const { messages } = await publint({ pkgDir: root, strict: true, pack: 'npm' });
    expect(messages).toEqual([]);
  });

  it('resolves with types for ESM users (are the types wrong?)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'deeplinear-pack-'));
    try {
      const options = {
        cwd: root,
        encoding: 'utf8' as const,
        stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'],
      };
      const [packed] = JSON.parse(
        execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], options),
      );
      const names = packed.files.map((file: { path: string }) => file.path);
      expect(names).toContain('dist/index.d.ts');
      expect(
        names.filter(
          (name: string) => !/^(dist\/|docs\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/.test(name),
        ),
      ).toEqual([]);
      const attw = join(root, 'node_modules', '.bin', 'attw');
      execFileSync(attw, [join(folder, packed.filename), '--profile', 'esm-only'], options);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('stays within its size limits', () => {
    const sizeLimit = join(root, 'node_modules', '.bin', 'size-limit');
    const printed = execFileSync(sizeLimit, ['--json'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for (const entry of JSON.parse(printed)) expect(entry, entry.name).toMatchObject({ passed: true });
  });

  it('names no machine, host or path of its makers', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved": "http');
    expect(tracked.filter((name) => /^(dist|build|node_modules)\/|\.wasm$/.test(name))).toEqual([]);
  });
});
