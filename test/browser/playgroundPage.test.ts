import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { csvOf } from '../../playground/src/plots/csvOf';
import { scenes } from '../../playground/src/scenes/registry';
import { collect } from '../../playground/src/scenes/sceneState';
import { launchChromium } from './launchChromium';
import { shortRuns } from './playgroundPlaces';
import { buildSite, serveSite } from './playgroundSite';

let site: Awaited<ReturnType<typeof serveSite>>;
let folder: string;
let browser: Browser;
let page: Page;
const problems: string[] = [];

async function open(link: string, on = page): Promise<void> {
  await on.goto('about:blank');
  await on.goto(site.address + link);
  await on.waitForSelector('.scene');
}

const finished = (on = page) => on.waitForSelector('.scene[data-finished=true]');
const linkOf = (id: string) => shortRuns.find(({ scene }) => scene.id === id)!.link;

/** A new page that tells of everything wrong. */
async function newPage(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const made = await browser.newPage({ acceptDownloads: true, ...options });
  made.on('console', (message) => message.type() !== 'log' && problems.push(message.text()));
  made.on('pageerror', (error) => problems.push(error.message));
  return made;
}

async function saved(button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFileSync(await download.path());
}

/** Moves a slider to one of its values as a person does, and tells the page. */
const slide = (name: string, index: number, on = page) =>
  on.locator(`#control-${name}`).evaluate((input, at) => {
    (input as HTMLInputElement).value = String(at);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, index);

beforeAll(async () => {
  folder = buildSite('page');
  site = await serveSite(folder);
  browser = await launchChromium();
  page = await newPage();
});

afterAll(async () => {
  await browser?.close();
  site?.close();
});

beforeEach(() => {
  problems.length = 0;
});

describe('the page of the playground', () => {
  it('is at most 250 kB, compressed, all of it but the images of digits', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const sizes = files
      .filter(({ name }) => name !== 'digits.bin')
      .map(({ parentPath, name }) => gzipSync(readFileSync(join(parentPath, name))).length);
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(250_000);
  });

  it('keeps scene, values and seed in its address: the same address shows the same numbers', async () => {
    await open(linkOf('catapult'));
    await slide('x0', 6);
    await page.fill('#control-seed', '12');
    await page.locator('#control-seed').blur();
    await finished();
    const address = page.url();
    expect(address).toContain('x0=2.5');
    expect(address).toContain('seed=12');
    const first = await saved('Save data (CSV)');
    await open(address.slice(site.address.length));
    await finished();
    expect(await page.locator('#control-x0').getAttribute('aria-valuetext')).toBe('2.5');
    expect(await page.inputValue('#control-seed')).toBe('12');
    expect((await saved('Save data (CSV)')).equals(first)).toBe(true);
    expect(problems).toEqual([]);
  });

  it.each([
    ['1.5', 'got “1.5”; it stays 4.'],
    ['1000000', 'got “1000000”; it stays 4.'],
    ['', 'got none; it stays 4.'],
  ])('says why the seed “%s” is not taken, until one is', async (seed, sentence) => {
    await open('#catapult?x0=2.5&seed=4');
    await page.fill('#control-seed', seed);
    await page.locator('#control-seed').blur();
    expect(await page.textContent('.message')).toBe(`Seed: expected a whole number from 0 to 999999, ${sentence}`);
    expect(await page.inputValue('#control-seed')).toBe('4');
    await page.getByText('Next seed').click();
    expect(await page.locator('.message').isVisible()).toBe(false);
    expect(problems).toEqual([]);
  });

  it.each([
    ['#nothing-of-the-kind', 'There is no scene'],
    ['#catapult?x0=99', 'expected one of 13 values from 0.5 to 3.8'],
    ['#catapult?x0=__proto__&seed=-1', 'Seed: expected a whole number'],
    ['#catapult?constructor=1', 'This scene has no “constructor”'],
    ['#catapult?x0=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E', 'got “<img src=x onerror=alert(1)>”'],
    ['#%E0%A4%A?=&&&', 'There is no scene'],
  ])('answers the address %s with a sentence and goes on with defaults', async (link, sentence) => {
    await open(link);
    expect(await page.textContent('.message')).toContain(sentence);
    expect(await page.locator('.message img').count()).toBe(0);
    await page.waitForSelector('.plot svg path', { state: 'attached' });
    expect(problems).toEqual([]);
  });

  it('saves plots as SVG and PNG files that open, and data as CSV', async () => {
    await open(linkOf('saddle-to-saddle'));
    await finished();
    const svg = String(await saved('Save “Training loss” as SVG'));
    const read = await page.evaluate((text) => {
      const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
      return { root: documentElement.nodeName, errors: documentElement.querySelectorAll('parsererror').length };
    }, svg);
    expect(read).toEqual({ root: 'svg', errors: 0 });
    expect(svg).toContain('limit of vanishing weights');
    expect(svg).not.toContain('NaN');
    const png = await saved('Save “Training loss” as PNG');
    const bright = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      return { width: image.width, tall: image.height > 600 };
    }, png.toString('base64'));
    expect(bright).toEqual({ width: 1600, tall: true });
    const csv = String(await saved('Save data (CSV)'))
      .trim()
      .split('\n');
    expect(csv[0]).toBe('plot,kind,series,x,y');
    expect(csv.slice(1).every((line) => Number.isFinite(Number(line.split(',').at(-1))))).toBe(true);
  });

  it('shows the newest values after a storm of changes, and nothing of older ones', async () => {
    const { scene, values, seed, link } = shortRuns.find((run) => run.scene.id === 'infinite-width')!;
    await open(link);
    const rates = scene.controls.find(({ name }) => name === 'lr')!.values;
    const widest = scene.controls.find(({ name }) => name === 'widest')!.values;
    for (let k = 0; k < 40; k++) {
      await slide('lr', k % rates.length);
      if (k % 5 === 0) await slide('widest', k % widest.length);
    }
    await slide('widest', 1);
    await slide('lr', 4);
    await finished();
    const state = collect(scene, { ...values, lr: rates[4], widest: widest[1] }, seed);
    const lines = (csv: string) => csv.split('\n').filter((line) => line.includes(',simulation,'));
    expect(lines(String(await saved('Save data (CSV)')))).toEqual(lines(csvOf(state.plots, state.readings.values())));
    expect(problems).toEqual([]);
  });

  it('pauses, takes a step at a time, goes on and restarts', async () => {
    // far more nets than are drawn in the time of this test
    await open('#proportional-limit?depthPerWidth=2&width=64&seeds=4000&seed=1');
    await page.waitForFunction(() => /[1-9][\d,]* nets/.test(document.querySelector('.status')?.textContent ?? ''));
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.waitForTimeout(300);
    const shown = () => page.locator('.plots').innerHTML();
    const paused = await shown();
    await page.waitForTimeout(200);
    expect(await shown()).toBe(paused);
    const changed = (old: string) =>
      page.waitForFunction((words) => document.querySelector('.plots')?.innerHTML !== words, old);
    await page.getByRole('button', { name: 'Step' }).click();
    await changed(paused);
    const stepped = await shown();
    await page.waitForTimeout(200);
    expect(await shown()).toBe(stepped);
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await changed(stepped);
    expect(await page.textContent('.status')).toMatch(/^\d+ % · [\d,]+ nets/);
  });

  // two pages at a time: one draws while the other one is looked at
  it.concurrent.each([0, 1])(
    'passes axe-core, every second scene from number %i on: all rules in light colours, contrast in dark ones as well',
    async (first) => {
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const tab = await newPage({ colorScheme: 'light', viewport: { width: 360, height: 740 } });
      await tab.addInitScript(axe);
      const violations = (rules: string[]) =>
        tab.evaluate(async (runOnly) => {
          const { axe } = globalThis as unknown as {
            axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          const result = await axe.run(runOnly.length > 0 ? { runOnly } : {});
          return result.violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
        }, rules);
      const found: string[] = [];
      for (const { id } of scenes.filter((_, i) => i % 2 === first)) {
        await tab.emulateMedia({ colorScheme: 'light' });
        await open(linkOf(id), tab);
        await finished(tab);
        found.push(...(await violations([])).map((words) => `${id}, light: ${words}`));
        await tab.emulateMedia({ colorScheme: 'dark' });
        await tab.waitForSelector('html[data-theme=dark]');
        found.push(...(await violations(['color-contrast'])).map((words) => `${id}, dark: ${words}`));
        const wide = await tab.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wide > 0) found.push(`${id}: ${wide} pixels wider than the screen`);
        const broken = await tab.locator('td.value').evaluateAll((cells) =>
          cells.filter((cell) => {
            const text = document.createRange();
            text.selectNodeContents(cell);
            return text.getClientRects().length > 1;
          }),
        );
        if (broken.length > 0) found.push(`${id}: ${broken.length} numbers on more than one line`);
      }
      await tab.close();
      expect(found).toEqual([]);
      expect(problems).toEqual([]);
    },
  );

  it('keeps the colours that were chosen, over a reload', async () => {
    const tab = await newPage({ colorScheme: 'light' });
    await open(linkOf('catapult'), tab);
    await tab.click('#theme');
    await tab.reload();
    await tab.waitForSelector('.control input');
    expect(await tab.getAttribute('html', 'data-theme')).toBe('dark');
    await tab.close();
  });

  it('says what is missing where the browser has no WebAssembly SIMD', async () => {
    const tab = await newPage();
    await tab.addInitScript('WebAssembly.validate = () => false');
    await tab.goto(site.address);
    await tab.waitForSelector('.message');
    expect(await tab.textContent('.message')).toContain('WebAssembly with SIMD');
    await tab.close();
  });

  it('draws at most about once a second for those who asked for less motion', async () => {
    const tab = await newPage({ reducedMotion: 'reduce' });
    await open('#proportional-limit?depthPerWidth=1&width=24&seeds=4000&seed=1', tab);
    const drawings = await tab.evaluate(
      () =>
        new Promise<number>((done) => {
          let count = 0;
          const first = document.querySelector('.drawing') as HTMLElement;
          new MutationObserver(() => count++).observe(first, { childList: true });
          setTimeout(() => done(count), 2500);
        }),
    );
    expect(drawings).toBeLessThan(10);
    await tab.close();
  });

  it('shows the theory of new values while it is paused, and nothing of the old ones', async () => {
    await open(linkOf('catapult'));
    await finished();
    await page.getByRole('button', { name: 'Pause' }).click();
    await slide('x0', 0);
    await page.waitForFunction(() => document.querySelector('.status')?.textContent?.startsWith('0 %'));
    await page.waitForTimeout(200);
    expect(await page.getAttribute('.scene', 'data-finished')).toBe('false');
    expect(String(await saved('Save data (CSV)'))).not.toContain(',simulation,');
    await page.getByRole('button', { name: 'Resume' }).click();
    await finished();
  });

  it('draws its plots anew for another width alone, and has them below title and above numbers', async () => {
    await open(linkOf('infinite-width'));
    await finished();
    const drawings = await page.evaluate(async () => {
      let count = 0;
      const observer = new MutationObserver((list) => {
        count += list.length;
      });
      for (const one of document.querySelectorAll('.drawing')) observer.observe(one, { childList: true });
      (document.querySelector('.summary') as HTMLElement).style.paddingBottom = '300px';
      await new Promise((done) => setTimeout(done, 300));
      return count;
    });
    expect(drawings).toBe(0);
    for (const width of [360, 960, 1280]) {
      await page.setViewportSize({ width, height: 720 });
      await page.waitForFunction(() =>
        [...document.querySelectorAll('.drawing')].every(
          (one) => one.querySelector('svg')?.getAttribute('width') === String(one.clientWidth),
        ),
      );
      // controls are beside the plots, or below them where there is no room
      const names = ['h1', '.plots', ...(width < 960 ? ['.side'] : []), '.readings'];
      const tops = await page.evaluate(
        (all) => all.map((name) => document.querySelector(name)!.getBoundingClientRect().top),
        names,
      );
      expect(tops).toEqual([...tops].sort((a, b) => a - b));
    }
    expect(problems).toEqual([]);
  });

  it('says that it needs a server where it is opened as a file', async () => {
    // the console tells why as well, which is not wrong
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(join(folder, 'index.html')).href);
    expect(await tab.textContent('#main')).toContain('web server');
    await tab.close();
  });

  it('is used with the keyboard alone', async () => {
    await open(linkOf('catapult'));
    await page.locator('.law a').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.side, .plots')?.className)).toBe('side');
    await page.locator('#control-x0').focus();
    await page.keyboard.press('ArrowRight');
    expect(page.url()).toContain('x0=3.2');
    await page.fill('#control-seed', '5');
    const before = await page.evaluate(() => performance.timeOrigin);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(before);
    expect(page.url()).toContain('seed=5');
    await page.getByRole('button', { name: 'Defaults' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Defaults');
    expect(page.url()).toContain('seed=1');
    await page.locator('#menu a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Width goes to infinity');
    expect(await page.locator('[aria-live=polite]').count()).toBe(1);
  });
});
