import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './launchChromium';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const page = '<!doctype html><meta charset="utf-8"><title>deeplinear</title>';

const files: Record<string, string> = {
  '/index.js': join(dist, 'index.js'),
  '/trainSmallNet.js': join(import.meta.dirname, 'trainSmallNet.js'),
};

interface Trained {
  nets: { loss: number[]; bits: string[] }[];
  limit: number[];
  normals: string;
  runtime: object;
}

/** The same script in a Node process of its own, on the same built package. */
function inNode(): Trained {
  const script = `import { trainSmallNet } from '${files['/trainSmallNet.js']}'; console.log(JSON.stringify(await trainSmallNet('${files['/index.js']}')))`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file) {
      response.setHeader('content-type', 'text/javascript');
      createReadStream(file).pipe(response);
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(page);
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

describe('the built package in Chromium', () => {
  it('is imported by a plain page without a bundler and trains a net to the same bits as Node', async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    await tab.goto(address);
    const there = (await tab.evaluate(
      "import('/trainSmallNet.js').then((script) => script.trainSmallNet('/index.js'))",
    )) as Trained;
    const here = inNode();
    expect(errors).toEqual([]);
    for (const { loss } of there.nets) expect(loss[20]).toBeLessThan(0.5 * loss[0]);
    expect(there.nets).toEqual(here.nets);
    expect(there.normals).toBe(here.normals);
    expect(there.runtime).toEqual(here.runtime);
    for (const [t, loss] of there.limit.entries()) expect(loss / here.limit[t]).toBeCloseTo(1, 9);
  });
});
