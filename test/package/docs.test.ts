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
import { experiments } from 'deeplinear';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captionText } from '../../lab/src/figures/captionText';
import { figureValues } from '../../lab/src/figures/figureValues';
import { figures } from '../../lab/src/figures/registry';

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

  it('the gallery shows every figure of the registry with its paper and the settings of today, and all pictures are its', () => {
    const sections = textOf('gallery.md')
      .split(/^<!-- figure /m)
      .slice(1);
    expect(sections.map((section) => section.split(' ')[0])).toEqual(figures.map(({ id }) => id));
    for (const [i, figure] of figures.entries()) {
      const quick = { quick: true };
      const caption = captionText(figure, '', figureValues(figure, quick), quick, experiments);
      const section = sections[i].replaceAll('\\', '');
      expect(section).toContain(`## ${figure.title}\n`);
      expect(section).toContain(`(figures/${figure.id}.svg)`);
      expect(section).toContain(`\n${caption.paper}; [more](`);
      expect(section).toContain(`Settings: ${caption.settings}.\n`);
      expect(section).toContain(`\n    ${caption.command}\n`);
    }
    const drawn = readdirSync(join(root, 'docs', 'figures'));
    expect(drawn.sort()).toEqual(figures.map(({ id }) => `${id}.svg`).sort());
  });

  it('pages show figures with the command that makes them again', () => {
    for (const page of pages.filter((name) => name !== 'gallery.md')) {
      const shown = [...textOf(page).matchAll(/figures\/([\w-]+)\.svg/g)].map((match) => match[1]);
      for (const id of shown) expect(textOf(page)).toContain(`npx deeplinear figure ${id}`);
    }
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
