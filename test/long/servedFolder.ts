import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

export interface ServedFolder {
  address: string;
  /** What the page posts to /posted, as JSON. */
  posted: Promise<unknown>;
  close(): void;
}

/** Serves a folder with headers of the caller's, to pages of any origin. */
export async function servedFolder(folder: string, headers: Record<string, string> = {}): Promise<ServedFolder> {
  const { promise: posted, resolve } = deferred<unknown>();
  const server = createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'POST') {
      resolve(JSON.parse(await bodyOf(request)));
      response.end();
      return;
    }
    const file = join(folder, normalize(decodeURIComponent((request.url ?? '/').split('?')[0])));
    const found = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file;
    if (!existsSync(found)) {
      response.writeHead(404).end();
      return;
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('content-type', types[extname(found)] ?? 'application/octet-stream');
    response.end(readFileSync(found));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posted, close: () => server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

function deferred<T>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
