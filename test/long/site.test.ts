import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, contents } from '../../site/contents';
import { publicExports } from '../../site/publicExports';
import { launchChromium } from '../browser/launchChromium';
import { serveSite } from '../browser/playgroundSite';
import { root } from '../package/codeBlocks';

let out: string;
let site: Awaited<ReturnType<typeof serveSite>>;
let browser: Browser;
const problems: string[] = [];

/** Address of a page below the folder of the site. */
const below = (file: string) =>
  addressOf(file)
    .slice(1)
    .replace(/(^|[^/])$/, (end) => (end === '' ? '' : `${end}.html`));
const written = ['README.md', 'changelog.md', ...contents().flatMap(({ pages }) => pages.map(({ file }) => file))].map(
  below,
);
let reference: string[] = [];

/** A tab that tells of everything wrong, also of a request to anybody else. */
async function tab(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage(options);
  page.on('console', (message) => message.type() !== 'log' && problems.push(`${page.url()}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') && host !== new URL(site.address).host) problems.push(`asks ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

const wider = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'deeplinear-site-'));
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  // a folder of its host: nothing may rely on the root
  const args = [tsx, join(root, 'site', 'run.ts'), 'build', '--base', '/some/where/', '--out', out];
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  reference = readdirSync(join(out, 'api'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => join('api', name));
  site = await serveSite(out);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  site?.close();
  rmSync(out, { recursive: true, force: true });
});

describe('the site', () => {
  it('has every page of the docs, and in its reference every public name', () => {
    expect(written.filter((name) => !existsSync(join(out, name.replace(/(^|\/)$/, '$1index.html'))))).toEqual([]);
    expect(reference.length).toBeGreaterThan(100);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('/changelog.html"');
    const index = readFileSync(join(out, 'api', 'index.html'), 'utf8');
    const names = publicExports().map(({ name }) => name);
    expect(names.filter((name) => !index.includes(`>${name}<`) && !index.includes(`>${name}()<`))).toEqual([]);
  });

  it('links only to places that exist, also within pages', () => {
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.html') && !name.startsWith('playground/'),
    );
    const texts = new Map(files.map((name) => [name, readFileSync(join(out, name), 'utf8')]));
    const broken: string[] = [];
    for (const [name, text] of texts) {
      for (const [, href] of text.matchAll(/<a[^>]* href="([^"]+)"/g)) {
        if (/^(https?:|mailto:|data:)/.test(href)) continue;
        const [path, hash] = href.split('#');
        const local = path.replace(/^\/some\/where\//, '/');
        const target = path === '' ? name : relative('/', resolve('/', dirname(name), local));
        const file = path.endsWith('/') || target === '' ? join(target, 'index.html') : target;
        const there = texts.get(file) ?? (existsSync(join(out, file)) ? '' : undefined);
        const id = hash && decodeURIComponent(hash).replace(/&amp;/g, '&');
        if (there === undefined) broken.push(`${name}: ${href}`);
        else if (id && texts.has(file) && !there.includes(` id="${id}"`)) broken.push(`${name}: ${href}`);
      }
    }
    expect([...new Set(broken)]).toEqual([]);
  });

  it('opens every page on a phone: nothing wrong in the console, nobody else asked, nothing wider than the screen', async () => {
    const page = await tab({ viewport: { width: 360, height: 740 } });
    const wide: string[] = [];
    for (const name of [...written, ...reference]) {
      await page.goto(site.address + name);
      await page.waitForSelector('.vp-doc h1');
      const by = await wider(page);
      if (by > 0) wide.push(`${name}: ${by} pixels`);
    }
    await page.close();
    expect(wide).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('shows every page whole on a laptop: no code or table cut off, pictures there, no heading twice', async () => {
    const page = await tab({ viewport: { width: 1280, height: 800 } });
    const faults: string[] = [];
    for (const name of written) {
      await page.goto(site.address + name);
      await page.waitForSelector('.vp-doc h1');
      const found = await page.evaluate(async () => {
        const doc = document.querySelector('.vp-doc')!;
        const cut = [...doc.querySelectorAll('pre, table')].filter((part) => part.scrollWidth > part.clientWidth + 1);
        const broken: string[] = [];
        for (const image of doc.querySelectorAll('img')) await image.decode().catch(() => broken.push(image.src));
        const headings = [...doc.querySelectorAll('h1, h2')].map(({ textContent }) => textContent);
        const twice = headings.filter((words, i) => headings.indexOf(words) !== i);
        return [...cut.map(({ textContent }) => textContent!.trim().slice(0, 60)), ...broken, ...twice];
      });
      faults.push(...found.map((words) => `${name}: ${words}`));
    }
    await page.close();
    expect(faults).toEqual([]);
    expect(problems).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('passes axe-core in %s colours, a page of each kind', async (colorScheme) => {
    const axe = readFileSync(createRequire(join(root, 'playground', 'x.js')).resolve('axe-core/axe.min.js'), 'utf8');
    const page = await tab({ colorScheme, viewport: { width: 1280, height: 900 } });
    const found: string[] = [];
    const kinds = [
      '',
      'start.html',
      'which-limit.html',
      'embedding.html',
      'limits/lazy.html',
      'checks/',
      'checks/nngp.html',
      'gallery.html',
      'benchmarks.html',
    ];
    for (const name of [...kinds, 'playground.html', 'api/', 'api/train/train.html']) {
      await page.goto(site.address + name);
      await page.waitForSelector('.vp-doc h1');
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
        };
        return (await axe.run()).violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map((one) => `${one.id}: ${one.nodes.map(({ html }) => html.slice(0, 150)).join(' ')}`);
      });
      found.push(...violations.map((words) => `${name}: ${words}`));
    }
    await page.close();
    expect(found).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('finds pages by words', async () => {
    const page = await tab();
    await page.goto(site.address);
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.locator('#localsearch-input').fill('catapult');
    const first = page.locator('.VPLocalSearchBox .result').first();
    await first.waitFor();
    expect(await first.textContent()).toContain('Catapult');
    await first.click();
    await page.waitForURL(/catapult\.html/);
    await page.close();
    expect(problems).toEqual([]);
  });

  it('has the playground in it', async () => {
    const page = await tab();
    await page.goto(`${site.address}playground.html`);
    await page.getByRole('link', { name: 'Open the playground' }).click();
    await page.waitForSelector('.scene[data-finished=true]');
    await page.getByRole('link', { name: 'Docs' }).click();
    await page.waitForURL(`${site.address}index.html`);
    await page.close();
    expect(problems).toEqual([]);
  });
});
