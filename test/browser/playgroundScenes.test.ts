import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf } from '../../playground/src/plots/csvOf';
import { collect } from '../../playground/src/scenes/sceneState';
import { tolerance } from '../tolerances';
import { launchChromium } from './launchChromium';
import { assetOf, type ShortRun, shortRuns } from './playgroundPlaces';
import { buildSite, serveSite } from './playgroundSite';

let site: Awaited<ReturnType<typeof serveSite>>;
let folder: string;
let browser: Browser;
let page: Page;
const problems: string[] = [];
const requests: string[] = [];

beforeAll(async () => {
  folder = buildSite('scenes');
  site = await serveSite(folder);
  browser = await launchChromium();
  page = await browser.newPage({ acceptDownloads: true });
  page.on('console', (message) => message.type() !== 'log' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
});

afterAll(async () => {
  await browser?.close();
  site?.close();
});

/** Opens a link in a fresh page, waits for the end of the run and saves its data. */
async function csvInBrowser(link: string): Promise<string> {
  await page.goto('about:blank');
  await page.goto(site.address + link);
  await page.waitForSelector('.scene[data-finished=true]');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByText('Save data (CSV)').click()]);
  return readFileSync(await saved.path(), 'utf8');
}

const csvInNode = ({ scene, values, seed }: ShortRun) => {
  const { plots, readings } = collect(scene, values, seed, assetOf(scene, folder));
  return csvOf(plots, readings.values());
};

/** Rows of one kind. */
const linesOf = (csv: string, kind: string) => csv.split('\n').filter((line) => line.split(',', 2)[1] === kind);

/** A row without its two numbers, and these. */
function parts(line: string): [what: string, numbers: number[]] {
  const cells = line.split(',');
  return [cells.slice(0, -2).join(','), cells.slice(-2).map(Number)];
}

/** Rows of simulations that pass through Math.log, of which every engine has its own last bits: a statistic of logarithms. */
const ofLogarithms = (title: string, line: string) => title === 'As deep as wide' && !line.startsWith('outputs,');

/** Whether two rows of theory have the same meaning and numbers equal to the tolerance of limits. */
function close(there: string, here: string): boolean {
  const [[what, found], [meant, expected]] = [parts(there), parts(here)];
  const near = (value: number, k: number) =>
    Object.is(value, expected[k]) || Math.abs(value - expected[k]) <= tolerance.limit * Math.abs(expected[k]);
  return what === meant && found.every(near);
}

describe('scenes of the playground in Chromium', () => {
  it.each(shortRuns.map((run) => [run.scene.title, run] as const))(
    '%s: simulations are those of Node to the last bit, theory to 1e-9',
    async (title, run) => {
      const [there, here] = [await csvInBrowser(run.link), csvInNode(run)];
      const simulated = linesOf(here, 'simulation');
      expect(simulated.length).toBeGreaterThan(0);
      const same = (line: string, here: string) => line === here || (ofLogarithms(title, line) && close(line, here));
      expect(linesOf(there, 'simulation').filter((line, i) => !same(line, simulated[i] ?? ''))).toEqual([]);
      expect(linesOf(there, 'simulation')).toHaveLength(simulated.length);
      const theory = linesOf(here, 'theory');
      expect(theory.length).toBeGreaterThan(0);
      expect(linesOf(there, 'theory').filter((line, i) => !close(line, theory[i] ?? ''))).toEqual([]);
      expect(linesOf(there, 'theory')).toHaveLength(theory.length);
      expect(await page.locator('.message').isVisible()).toBe(false);
      const drawn = await page.locator('.plot svg path[d*="M"], .plot svg image').count();
      expect(drawn).toBeGreaterThan(run.scene.plots.length);
    },
  );

  it('none of them logs anything, asks another site, or loads the images of digits except for digits', () => {
    expect(problems).toEqual([]);
    const elsewhere = requests.filter((url) => !url.startsWith(site.address) && !/^(about|blob|data):/.test(url));
    expect(elsewhere).toEqual([]);
    const images = requests.filter((url) => url.endsWith('digits.bin'));
    expect(images).toHaveLength(1);
  });
});
