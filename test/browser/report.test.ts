import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPage } from '../../lab/src/report/checkPage';
import { page } from '../../lab/src/report/page';
import { sweepPage } from '../../lab/src/sweep/report/sweepPage';
import { sweepReport } from '../../lab/src/sweep/report/sweepReport';
import { madeUpCheck, madeUpReport } from '../unit/labMadeUpCheck';
import { madeUpResult } from '../unit/labMadeUpResult';
import { madeUpFacts, madeUpRecords } from '../unit/madeUpSweep';
import { launchChromium } from './launchChromium';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-pages-'));
const records = madeUpRecords();
const sweep = sweepReport(() => records, madeUpFacts(records));
const pages: Record<string, string> = {
  compare: page(madeUpResult(), []),
  check: checkPage(madeUpReport([madeUpCheck(), madeUpCheck('second')])),
  sweep: sweepPage(sweep),
};

let browser: Browser;
beforeAll(async () => {
  for (const [name, html] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), html);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens a report from disk; what it says to the console, throws or asks of the network is in `complaints`. */
async function open(name: string, options: BrowserContextOptions = {}): Promise<{ tab: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...options });
  const tab = await context.newPage();
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(request.url());
  });
  await tab.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return { tab, complaints };
}

const column = (tab: Page, c: number) =>
  tab
    .locator('table.sortable tbody')
    .first()
    .locator(`tr td:nth-child(${c + 1})`)
    .allTextContents();

describe.each(Object.keys(pages))('the %s report in Chromium', (name) => {
  it('opens from disk without a complaint and fits a phone, light and dark', async () => {
    const { tab, complaints } = await open(name, { viewport: { width: 360, height: 740 } });
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.emulateMedia({ colorScheme });
      const [width, paper] = await tab.evaluate(() => [
        document.documentElement.scrollWidth,
        getComputedStyle(document.body).backgroundColor,
      ]);
      expect(width).toBe(360);
      expect(paper).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(23, 22, 29)');
    }
    // names of settings stand in a line, not letter below letter
    const cells = tab.locator('table.plain td:first-child', { hasText: /^\w{1,9}$/ });
    const lines = await cells.evaluateAll((all) =>
      all.map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getClientRects().length;
      }),
    );
    expect(lines).toEqual(lines.map(() => 1));
    if (name !== 'sweep') expect(lines.length).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await tab.context().close();
  });

  it('says the values of the point below the pointer, and of others by keyboard', async () => {
    const { tab, complaints } = await open(name);
    const plot = tab.locator('.plot').first();
    await plot.scrollIntoViewIfNeeded();
    const tip = tab.locator('.tip');
    expect(await tip.isVisible()).toBe(false);
    const circles = plot.locator('.values circle');
    // again where the page has moved in between
    await expect
      .poll(
        async () => {
          const box = (await circles.first().boundingBox())!;
          await tab.mouse.move(box.x + box.width / 2 + 2, box.y + box.height / 2);
          return tip.isVisible();
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    expect(await tip.innerText()).toBe(await circles.first().getAttribute('data-text'));
    await tab.mouse.move(2, 2);
    expect(await tip.isVisible()).toBe(false);

    await plot.focus();
    const curves = await plot.locator('.values > g').count();
    const text = (curve: number, point: number) =>
      plot.locator('.values > g').nth(curve).locator('circle').nth(point).getAttribute('data-text');
    await tab.keyboard.press('ArrowRight');
    expect(await tip.innerText()).toBe(await text(0, 0));
    await tab.keyboard.press('ArrowDown');
    expect(await tip.innerText()).toBe(await text(curves > 1 ? 1 : 0, 0));
    await tab.keyboard.press('End');
    const last =
      (await plot
        .locator('.values > g')
        .nth(curves > 1 ? 1 : 0)
        .locator('circle')
        .count()) - 1;
    expect(await tip.innerText()).toBe(await text(curves > 1 ? 1 : 0, last));
    await tab.keyboard.press('Escape');
    expect(await tip.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await tab.context().close();
  });
});

describe('a table in Chromium', () => {
  it('sorts by numbers with a click, backwards with another, and as it was with a third; the limit stays below', async () => {
    const { tab } = await open('compare');
    const losses = () => column(tab, 1);
    const before = await losses();
    const number = (text: string) => Number.parseFloat(text);
    const head = tab.locator('table.sortable th').nth(1);
    await head.locator('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    const up = (await losses()).slice(0, -1).map(number);
    expect(up).toEqual([...up].sort((a, b) => a - b));
    expect(up).not.toEqual(before.slice(0, -1).map(number));
    await head.locator('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect((await losses()).slice(0, -1).map(number)).toEqual([...up].reverse());
    expect((await losses()).at(-1)).toBe(before.at(-1));
    await head.locator('button').click();
    expect(await head.getAttribute('aria-sort')).toBeNull();
    expect(await losses()).toEqual(before);
    await tab.context().close();
  });

  it('sorts by keyboard, sizes with separators as numbers, and keeps lines with the row above them', async () => {
    const { tab } = await open('compare');
    await tab.locator('table.sortable th button').first().focus();
    await tab.keyboard.press('Enter');
    await tab.keyboard.press('Space');
    expect(await column(tab, 0)).toEqual(['2,048', '1,024', '512', '256', '128', '64', '∞ (limit)']);
    await tab.context().close();
    const { tab: checks } = await open('check');
    await checks.locator('table.sortable th button').first().click();
    const rows = await checks.locator('table.sortable tbody').first().locator('tr').allTextContents();
    expect(rows.map((text) => text.split(/[\s0]/)[0])).toEqual(['second', 'relative', 'wide-nets', 'relative']);
    await checks.context().close();
  });

  it('is saved as CSV with the numbers in full, errors in columns of their own', async () => {
    const { tab } = await open('sweep');
    const [download] = await Promise.all([
      tab.waitForEvent('download'),
      tab.locator('button[aria-label="Save the table results as CSV"]').click(),
    ]);
    expect(download.suggestedFilename()).toBe('results.csv');
    const lines = parse(readFileSync((await download.path())!), { columns: true }) as Record<string, string>[];
    expect(lines.length).toBe(sweep.groups.length);
    for (const [i, line] of lines.entries()) {
      const { axes, numbers, done } = sweep.groups[i];
      expect(line['net.width']).toBe(String(axes['net.width']));
      expect(line.cells).toBe(String(done));
      expect(line.finalLoss).toBe(numbers.finalLoss ? String(numbers.finalLoss.mean) : '–');
      expect(line['finalLoss standard error']).toBe(numbers.finalLoss ? String(numbers.finalLoss.standardError) : '');
    }
    await tab.context().close();
  });
});

describe('a plot in Chromium', () => {
  it('saves a plot as PNG of twice its size on the page’s ground, and its run as JSON', async () => {
    const { tab, complaints } = await open('sweep', { colorScheme: 'dark' });
    const plot = tab.locator('.plot').first();
    const [width, height] = (await plot.locator('svg').first().getAttribute('viewBox'))!
      .split(' ')
      .slice(2)
      .map(Number);
    const [download] = await Promise.all([
      tab.waitForEvent('download'),
      tab.locator('button', { hasText: 'Save PNG' }).first().click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${await plot.getAttribute('data-name')}.png`);
    const png = readFileSync((await download.path())!);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
    const source = `data:image/png;base64,${png.toString('base64')}`;
    const { corner, colours } = await tab.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const all = new Set<number>();
      for (let i = 0; i < data.length; i += 4) all.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return { corner: Array.from(data.slice(0, 4)), colours: all.size };
    }, source);
    expect(corner).toEqual([23, 22, 29, 255]);
    // text, grid and at least one curve, with their smooth edges
    expect(colours).toBeGreaterThan(30);

    const [run] = await Promise.all([
      tab.waitForEvent('download'),
      tab.locator('button', { hasText: 'Save run.json' }).click(),
    ]);
    const embedded = await tab.locator('#run').textContent();
    expect(JSON.parse(readFileSync((await run.path())!, 'utf8'))).toEqual(JSON.parse(embedded!));
    expect(complaints).toEqual([]);
    await tab.context().close();
  });
});

describe('a report without scripts', () => {
  it('shows everything, with values as titles of the points', async () => {
    const { tab } = await open('sweep', { javaScriptEnabled: false });
    expect(await tab.locator('button').count()).toBe(0);
    expect(await tab.locator('.plot svg').first().isVisible()).toBe(true);
    expect(await tab.locator('.values circle title').first().textContent()).toContain(
      'trainer.lr 0.01\nnet.width: 8\n',
    );
    await tab.context().close();
  });
});
