/** Runs suites in Chromium, each in a page of its own, from a bundle made on the fly. */
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { build as bundle } from 'tsdown';
// @ts-expect-error: a plain script without types
import { findChromium } from '../scripts/ensureChromium.mjs';
import type { Build } from '../src/wasm/load';
import type { Report } from './harness';
import { machineName } from './nodeHost';
import { peakFile } from './peak';

const folder = join(dirname(import.meta.dirname), 'build', 'bench', 'browser');

/** One bundle for all suites: NAME → folder/NAME.js exports run(build, machine, rounds). */
async function bundleSuites(names: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const entries = names.map((name) => {
    const file = join(folder, `${name}.entry.ts`);
    const [suite, page] = [`${name}.bench`, 'browserPage'].map((part) =>
      JSON.stringify(join(import.meta.dirname, part)),
    );
    writeFileSync(
      file,
      `import suite from ${suite};\nimport { runSuite } from ${page};\n` +
        'export const run = (build, machine, rounds) => runSuite(suite, build, machine, rounds);\n',
    );
    return [name, file];
  });
  await bundle({
    entry: Object.fromEntries(entries),
    outDir: join(folder, 'js'),
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    config: false,
    dts: false,
    logLevel: 'error',
  });
}

/** Calls onReport with each suite's report as it comes. */
export async function runInChromium(
  names: readonly string[],
  build: Build,
  rounds: number | undefined,
  onReport: (name: string, report: Report) => void,
): Promise<void> {
  const executablePath = findChromium() as string | undefined;
  if (!executablePath) throw new Error('no Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM');
  await bundleSuites(names);
  const server = createServer((request, response) => {
    // Isolation from other origins makes the page's clock fine.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const path = request.url ?? '/';
    if (path === '/') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><meta charset="utf-8"><title>bench</title>');
      return;
    }
    response.setHeader('content-type', path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');
    const file = path.endsWith('.wasm') ? peakFile(build) : join(folder, 'js', path.replace(/[^\w.-]/g, ''));
    createReadStream(file)
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  try {
    for (const name of names) {
      const page = await browser.newPage();
      page.setDefaultTimeout(0);
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const call = `import('/${name}.js').then(({ run }) => run(${JSON.stringify(build)}, ${JSON.stringify(machineName())}, ${rounds}))`;
      onReport(name, (await page.evaluate(call)) as Report);
      await page.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
}
