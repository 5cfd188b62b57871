import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: a plain script without types
import { findChromium } from '../../scripts/ensureChromium.mjs';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const page = '<!doctype html><meta charset="utf-8"><title>deeplinear</title>';

/** Runs in Node and in the page: trains a small net and returns every bit of what came out. */
async function trainSmallNet(library: string) {
  const d = await import(/* @vite-ignore */ library);
  const bits = (data: Float64Array | Float32Array) =>
    [...new Uint32Array(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer)]
      .map((w) => w.toString(16))
      .join(' ');
  const { moments } = d.syntheticTask({ inputs: 5, outputs: 2, spectrum: 'isotropic', seed: 3 });
  const results = ['float64', 'float32'].map((dtype) => {
    const net = d.createNet({ inputs: 5, outputs: 2, hidden: 2, width: 33, seed: 7, dtype });
    const run = d.train(net, { moments, lr: 0.5, steps: 20 });
    return [bits(run.loss), ...run.net.weights().map((w: { data: Float64Array }) => bits(w.data))];
  });
  const limit = d.infiniteWidth({ moments, hidden: 2, lr: 0.5, steps: 20 });
  return {
    results,
    limit: [...limit.loss] as number[],
    normals: bits(d.randomNormal({ seed: 1, rows: 9, cols: 7 }).data),
    runtime: d.runtime(),
  };
}

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = join(dist, request.url ?? '');
    if (request.url?.endsWith('.js') && existsSync(file)) {
      response.setHeader('content-type', 'text/javascript');
      createReadStream(file).pipe(response);
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(page);
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
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
    const there = (await tab.evaluate(`(${trainSmallNet})('/index.js')`)) as Awaited<ReturnType<typeof trainSmallNet>>;
    const here = await trainSmallNet(join(dist, 'index.js'));
    expect(errors).toEqual([]);
    expect(there.results).toEqual(here.results);
    expect(there.normals).toBe(here.normals);
    expect(there.runtime).toEqual(here.runtime);
    there.limit.forEach((loss, t) => expect(loss / here.limit[t]).toBeCloseTo(1, 9));
  });
});
