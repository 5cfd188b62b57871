import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.md'),
);
const textOf = (page: string) => readFileSync(join(root, 'docs', page), 'utf8');
const examples = pages.flatMap((page) =>
  [...textOf(page).matchAll(/```js\n([\s\S]*?)```/g)].map(([, code], i) => ({
    name: `${page}, example ${i + 1}`,
    code,
  })),
);
const figures = join(root, 'docs', 'figures');
const figureScripts = readdirSync(figures)
  .filter((name) => name.endsWith('.ts') && name !== 'figure.ts')
  .map((name) => name.slice(0, -'.ts'.length));

describe('docs', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deeplinear-docs-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules', 'deeplinear'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('there are examples', () => expect(examples.length).toBeGreaterThan(0));

  it.each(examples)('$name prints what the comments beside and below say', ({ code }) => {
    writeFileSync(join(folder, 'example.mjs'), code);
    const printed = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
    const beside = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
    const below = code.split('\n').reverse().slice(1);
    const last = below
      .slice(
        0,
        Math.max(
          0,
          below.findIndex((line) => !line.startsWith('// ')),
        ),
      )
      .reverse();
    expect(printed.trim().split('\n')).toEqual([...beside, ...last.map((line) => line.slice(3))]);
  });

  describe('figures', () => {
    let made: string;
    beforeAll(() => {
      made = mkdtempSync(join(tmpdir(), 'deeplinear-figures-'));
      process.env.DEEPLINEAR_FIGURES = made;
    });
    afterAll(() => rmSync(made, { recursive: true }));

    it.each(figureScripts)('%s.ts makes the figure that is committed', async (name) => {
      await import(pathToFileURL(join(figures, `${name}.ts`)).href);
      expect(
        readFileSync(join(made, `${name}.svg`), 'utf8') === readFileSync(join(figures, `${name}.svg`), 'utf8'),
      ).toBe(true);
    });

    it('each has its script, and a page that shows it', () => {
      const drawn = readdirSync(figures).filter((name) => name.endsWith('.svg'));
      expect(drawn.sort()).toEqual(figureScripts.map((name) => `${name}.svg`).sort());
      const shown = pages.flatMap((page) =>
        [...textOf(page).matchAll(/figures\/([\w-]+\.svg)/g)].map((match) => match[1]),
      );
      expect(drawn.filter((name) => !shown.includes(name))).toEqual([]);
    });
  });

  it('the index of limits links to every page of a limit', () => {
    const index = textOf(join('limits', 'README.md'));
    const limits = readdirSync(join(root, 'docs', 'limits')).filter(
      (name) => name.endsWith('.md') && name !== 'README.md',
    );
    expect(limits.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });

  it.each(pages)('%s links only to files that exist', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]);
    for (const link of links) expect(existsSync(join(root, 'docs', dirname(page), link)), link).toBe(true);
  });
});
