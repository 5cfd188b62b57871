/**
 * What the playground costs a browser: time until it can be used, frames a second while nets of width 1024 train, the longest block of
 * the page, and memory while sliders move at random. Options: --minutes N (default 10).
 */
import { execFileSync } from 'node:child_process';
import type { CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../test/browser/launchChromium';
import { buildSite, serveSite } from '../test/browser/playgroundSite';
import { machineName } from './nodeHost';

const at = process.argv.indexOf('--minutes');
const minutes = at < 0 ? 10 : Number(process.argv[at + 1]);
if (!(minutes > 0)) throw new Error(`--minutes: expected a positive number, got ${process.argv[at + 1]}`);

const REPEATS = 5;
/** Milliseconds that a run with the largest settings gets. */
const LARGEST_RUN = 15_000;
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** From the start of the navigation until controls are there and the first theory is drawn. */
async function interactiveTime(page: Page, address: string): Promise<{ usable: number; theory: number }> {
  await page.goto('about:blank');
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForSelector('.control input');
  const usable = await page.evaluate(() => performance.now());
  await page.waitForSelector('.plot svg path', { state: 'attached' });
  return { usable, theory: await page.evaluate(() => performance.now()) };
}

/** Frames, their longest distance and long tasks of the page while wide nets train. */
async function whileTraining(page: Page, address: string) {
  await page.goto('about:blank');
  // widths up to 1024, most seeds and steps: seconds of training
  await page.goto(`${address}#infinite-width?hidden=2&gamma0=1&lr=3&steps=200&widest=1024&seeds=8&seed=1`);
  await page.waitForSelector('.plot svg path', { state: 'attached' });
  return page.evaluate(
    () =>
      new Promise<{ frames: number; seconds: number; longest: number; tasks: number[] }>((done) => {
        const tasks: number[] = [];
        new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
          entryTypes: ['longtask'],
        });
        const started = performance.now();
        let [frames, last, longest] = [0, started, 0];
        const frame = (now: number) => {
          frames++;
          longest = Math.max(longest, now - last);
          last = now;
          const over = document.querySelector('.scene')?.getAttribute('data-finished') === 'true';
          const seconds = (now - started) / 1000;
          if (over || seconds > 10) done({ frames, seconds, longest, tasks });
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
}

/** Memory of all processes of the browser, in MB. */
function residentMemory(pid: number): number {
  const processes = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [own, parent] of processes) {
      if (!family.has(parent) || family.has(own)) continue;
      family.add(own);
      grown = true;
    }
  }
  return processes.filter(([own]) => family.has(own)).reduce((sum, [, , kilobytes]) => sum + kilobytes, 0) / 1024;
}

/**
 * What is held, in MB: the page's heap and all processes, after a collection in page and worker. An engine with gigabytes to spare lets
 * garbage lie for minutes, so the processes before the collection are told as well.
 */
async function memory(page: Page, session: CDPSession, pid: number) {
  const before = residentMemory(pid);
  await session.send('HeapProfiler.collectGarbage');
  for (const worker of page.workers()) await worker.evaluate(() => (globalThis as { gc?: () => void }).gc?.());
  // freed pages go back to the system a little later
  await page.waitForTimeout(1000);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  return { heap: usedSize / 2 ** 20, before, after: residentMemory(pid), nodes };
}

/** Every scene with its largest settings: WASM memory never shrinks, so what random use needs at most is there before it begins. */
async function largestUse(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
  const links = page.locator('#menu a');
  for (let k = 0; k < (await links.count()); k++) {
    await links.nth(k).click();
    await page.evaluate(() => {
      for (const control of document.querySelectorAll<HTMLInputElement>('.control input[type=range]')) {
        control.value = control.max;
        control.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await page.waitForSelector('.scene[data-finished=true]', { timeout: LARGEST_RUN }).catch(() => undefined);
  }
}

/** Moves random controls of random scenes; the same sequence every time. */
async function randomUse(page: Page, until: number, onMinute: () => Promise<void>): Promise<number> {
  let state = 1;
  const random = (n: number) => {
    state = (Math.imul(state, 48271) >>> 0) % 2147483647;
    return state % n;
  };
  let changes = 0;
  let next = performance.now() + 60_000;
  while (performance.now() < until) {
    if (changes % 25 === 0) {
      const links = page.locator('#menu a');
      await links.nth(random(await links.count())).click();
    }
    await page.evaluate(
      ([which, share]) => {
        const controls = document.querySelectorAll<HTMLInputElement>('.control input[type=range]');
        const control = controls[which % controls.length];
        if (!control) return;
        control.value = String(share % (Number(control.max) + 1));
        control.dispatchEvent(new Event('input', { bubbles: true }));
      },
      [random(100), random(100)],
    );
    changes++;
    await page.waitForTimeout(50 + random(300));
    if (performance.now() > next) {
      next += 60_000;
      await onMinute();
    }
  }
  return changes;
}

const site = await serveSite(buildSite('bench'));
const browser = await launchChromium(['--js-flags=--expose-gc']);
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
// tsx names the functions that are sent to the page with a helper of its own
await page.addInitScript('globalThis.__name = (made) => made');
const problems: string[] = [];
page.on('pageerror', (error) => problems.push(error.message));
page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
try {
  console.log(`playground in Chromium ${browser.version()} without a GPU, on ${machineName()}`);
  const times = [];
  for (let k = 0; k < REPEATS; k++) times.push(await interactiveTime(page, site.address));
  const ms = (values: number[]) => `${median(values).toFixed(0)} ms (median of ${REPEATS})`;
  console.log(`controls usable after      ${ms(times.map(({ usable }) => usable))}`);
  console.log(`first theory drawn after   ${ms(times.map(({ theory }) => theory))}`);

  const { frames, seconds, longest, tasks } = await whileTraining(page, site.address);
  const blocked = Math.max(0, ...tasks);
  console.log(
    `frames while training      ${(frames / seconds).toFixed(1)} a second over ${seconds.toFixed(1)} s (goal 50)`,
  );
  console.log(`longest between frames     ${longest.toFixed(0)} ms`);
  console.log(
    `page blocked               ${blocked > 0 ? `${blocked.toFixed(0)} ms at most, ${tasks.length} times over 50 ms` : 'never longer than 50 ms'}`,
  );

  const session = await page.context().newCDPSession(page);
  const pid = Number(
    execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .find(([, parent, ...words]) => Number(parent) === process.pid && /chrom/.test(words.join(' ')))?.[0] ?? 0,
  );
  await largestUse(page, site.address);
  const started = performance.now();
  const tell = async () => {
    const { heap, before, after, nodes } = await memory(page, session, pid);
    const minute = ((performance.now() - started) / 60_000).toFixed(1);
    console.log(
      `minute ${minute.padStart(4)}: heap of the page ${heap.toFixed(1)} MB, all processes ${after.toFixed(0)} MB (${before.toFixed(0)} before a collection), ${nodes} elements`,
    );
  };
  console.log(`memory over ${minutes} minutes of random changes (goal: flat)`);
  await tell();
  const changes = await randomUse(page, started + minutes * 60_000, tell);
  await tell();
  console.log(
    `${changes} changes, ${problems.length} errors${problems.length > 0 ? `: ${problems.slice(0, 3).join('; ')}` : ''}`,
  );
} finally {
  await browser.close();
  site.close();
}
