import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openQueueConnection } from '../../lab/src/sweep/queue/queueConnection';
import { queueUrl } from '../../lab/src/sweep/queue/queueUrl';
import { textOf } from './codeBlocks';
import { cellsNamed, queueRig } from './queueRig';
import { redisServer } from './redisServer';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-connection-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** A server that answers every connection with these words. */
function saying(words: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(words));
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`redis://:secret@127.0.0.1:${(server.address() as { port: number }).port}`),
    );
  });
}

// each has a server of its own, and some wait for an answer that never comes
describe.concurrent('openQueueConnection', () => {
  it('goes through TLS, and refuses a certificate that nobody vouches for', async () => {
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const words = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      ...subject,
    ];
    execFileSync('openssl', words, { stdio: 'ignore' });
    const tlsPort = 20_000 + (process.pid % 20_000);
    const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
    const settings = ['--tls-port', String(tlsPort), '--tls-auth-clients', 'no', ...files];
    const server = await redisServer({ password: 'secret', settings });
    try {
      const url = queueUrl(`rediss://:secret@localhost:${tlsPort}`, {});
      await expect(openQueueConnection(url)).rejects.toThrow(
        /^--queue: no Redis or Valkey to use at rediss:\/\/localhost:\d+: .*self.signed/,
      );
      url.options.tls = { ...url.options.tls!, ...{ ca: readFileSync(cert) } };
      const connection = await openQueueConnection(url);
      expect(await connection.client.ping()).toBe('PONG');
      connection.close();
    } finally {
      await server.remove();
    }
  });

  it('goes through a socket of the file system', async () => {
    const path = join(folder, 'a socket');
    const server = await redisServer({ settings: ['--unixsocket', path] });
    try {
      const connection = await openQueueConnection(queueUrl(`unix://${encodeURI(path)}?db=3`, {}));
      await connection.client.set('deeplinear', 'x');
      expect(await connection.client.client('INFO')).toMatch(/ db=3 /);
      connection.close();
    } finally {
      await server.remove();
    }
  });

  it.each([
    ['does not answer at all', '', /no answer within 5 s/],
    ['is no Redis', 'HTTP/1.1 400 Bad Request\r\n\r\n', /does not speak their protocol/],
  ])('ends with one sentence at a server that %s', async (_, words, expected) => {
    const opening = openQueueConnection(queueUrl(await saying(words), {}));
    await expect(opening).rejects.toThrow(expected);
    await opening.catch(({ name, message }: Error) => {
      expect([name, message]).toEqual(['InputError', expect.not.stringContaining('secret')]);
    });
  });
});

describe('a server with users', () => {
  it('refuses who has no password, and lets in a user who may do what a queue needs', async () => {
    const server = await redisServer({ password: 'secret' });
    try {
      const bare = `redis://127.0.0.1:${server.port}`;
      await expect(openQueueConnection(queueUrl(bare, {}))).rejects.toThrow(
        `${bare}: NOAUTH: it needs a password, in DEEPLINEAR_QUEUE_PASSWORD or in the URL`,
      );
      const admin = await openQueueConnection(queueUrl(server.url, {}));
      const [, rules] = /^ACL SETUSER sweeps (.*)$/m.exec(textOf('queues.md'))!;
      await admin.client.acl('SETUSER', 'sweeps', ...rules.replace('PASSWORD', 'p@ss').split(' '));
      admin.close();
      const rig = queueRig(`redis://sweeps:p%40ss@127.0.0.1:${server.port}`);
      rig.worker(async ({ index }) => ({ index: index as number }));
      const records = await rig.sweep({ cells: cellsNamed('user', 5) }).ended;
      expect(records.every((record) => 'values' in record)).toBe(true);
      await rig.clear();
    } finally {
      await server.remove();
    }
  });
});

describe('the built command line', () => {
  it('loads what a queue needs only where a queue is asked for', () => {
    const dist = join(import.meta.dirname, '..', '..', 'lab', 'dist');
    const chunks = readdirSync(dist).map((name) => readFileSync(join(dist, name), 'utf8'));
    for (const text of chunks) expect(text).not.toMatch(/^import .*(bullmq|ioredis)/m);
    expect(readFileSync(join(dist, 'cli.js'), 'utf8')).not.toMatch(/from "\.\/queue(Connection|Executor|Worker)/);
  });
});
