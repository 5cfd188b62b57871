import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { severalFigures } from '../../lab/src/commands/severalFigures';
import { galleryMarkdown } from '../../lab/src/figures/galleryMarkdown';
import { galleryPage } from '../../lab/src/figures/galleryPage';
import { figures } from '../../lab/src/figures/registry';
import type { FigureRecord } from '../../lab/src/figures/runFigure';

const record = (id: string): FigureRecord => ({
  format: 'deeplinear-figure/1',
  id,
  title: `Figure <${id}>`,
  experiment: 'catapult',
  caption: {
    text: 'Falls as N^(−1/2).',
    paper: 'Theory: A 2020',
    settings: 'nets = 3',
    command: `npx deeplinear figure ${id}`,
  },
  values: { nets: 3 },
  quick: false,
  deeplinear: '0.1.0',
  content: {
    panels: [
      {
        x: { label: 'step' },
        y: { label: 'loss' },
        series: [
          { name: 'limit', x: [1, 2], y: [3, 4] },
          { name: 'nets', x: [1, 2], y: [3, 4], dots: true },
        ],
      },
    ],
    caption: 'Falls as N^(−1/2).',
  },
});

describe('galleryPage', () => {
  const html = galleryPage(
    [record('one'), { id: 'two', title: 'Another', failure: 'not <now>' }, record('three')],
    'npx deeplinear figure --all',
  );
  const { document } = parseHTML(html);

  it('shows every figure with its caption, paper, settings and command, and says which could not be made', () => {
    expect([...document.querySelectorAll('section[id]')].map(({ id }) => id)).toEqual(['one', 'two', 'three']);
    expect([...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual([
      '#one',
      '#two',
      '#three',
    ]);
    const one = document.getElementById('one')!;
    expect(one.querySelectorAll('svg .legend text')).toHaveLength(2);
    expect(one.querySelector('figcaption')?.innerHTML).toBe('Falls as N<sup>−1/2</sup>.');
    expect(one.textContent).toContain('Theory: A 2020. Settings: nets\u00a0=\u00a03.');
    expect(one.querySelector('pre')?.textContent).toBe('npx deeplinear figure one');
    expect(document.getElementById('two')?.textContent).toContain('could not be made not <now>');
  });

  it('declares every colour that it uses, for both themes, and gives clip paths names of their own', () => {
    const used = new Set([...html.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name));
    for (const name of used) expect(html.split(`${name}:`).length).toBeGreaterThan(2);
    const clips = [...html.matchAll(/<clipPath id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(clips).size).toBe(clips.length);
  });

  it('loads nothing', () => {
    expect(html).not.toMatch(/<(?!a\b)[a-z]+\b[^>]*?\b(?:src|href)="(?!data:|#)/);
    expect(html).not.toMatch(/@import|url\((?!#)/);
  });
});

describe('galleryMarkdown', () => {
  const entry = (id: string, text = 'It falls.') => {
    const { title, caption } = record(id);
    return { id, title, caption: { ...caption, text }, page: 'limits/catapult.md' };
  };

  it('has a section a figure, and keeps those that were not made again', () => {
    const first = galleryMarkdown(['one', 'two'], [entry('two'), entry('one')]);
    expect([...first.matchAll(/figures\/(\w+)\.svg/g)].map(([, id]) => id)).toEqual(['one', 'two']);
    expect(first).toContain('Statement, formula and code: [catapult](limits/catapult.md). Again:\n\n    npx');
    expect(first).toContain('<!-- Theory: A 2020. Settings: nets = 3. -->');
    const second = galleryMarkdown(['two', 'three', 'one'], [entry('three'), entry('one', 'It rises.')], first);
    expect([...second.matchAll(/figures\/(\w+)\.svg/g)].map(([, id]) => id)).toEqual(['two', 'three', 'one']);
    expect(second.match(/It (falls|rises)\./g)).toEqual(['It falls.', 'It falls.', 'It rises.']);
    expect(galleryMarkdown(['two', 'three', 'one'], [], second)).toBe(second);
    expect(() => galleryMarkdown(['one', 'four'], [], second)).toThrow('no section of four');
  });

  it('says to the ear what the picture says to the eye, and repeats nothing beside it', () => {
    const page = galleryMarkdown(['one'], [entry('one', 'It *falls* as [c].')]);
    expect(page).toContain('. It \\*falls\\* as \\[c\\].](figures/one.svg)');
    expect(page.match(/nets = 3/g)).toHaveLength(1);
    expect(page.match(/falls/g)).toHaveLength(1);
  });
});

describe('severalFigures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deeplinear-gallery-'));
  const before = process.exitCode;
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = before;
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on when a figure cannot be made, says why, and ends with exit code 1', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const good = figures.find(({ id }) => id === 'catapult')!;
    const unknown = { ...good, id: 'unknown-to-the-thread' };
    const options = { quick: true, out: folder, set: [], format: ['json'], quiet: true };
    await severalFigures([unknown, good], options, new AbortController().signal);
    expect(process.exitCode).toBe(1);
    expect(written).toHaveBeenCalledWith(expect.stringMatching(/^unknown-to-the-thread could not be made: ./));
    expect(readdirSync(folder).sort()).toEqual(['catapult.json', 'index.html']);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('could not be made');
  });
});
