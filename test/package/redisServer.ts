import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRedis } from '../../scripts/ensureRedis.mjs';

/** A Redis (or Valkey) server of a test, on a free port of the loopback interface. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Where it keeps what is to last. */
  readonly folder: string;
  /** Starts it again on the same port, with what it kept. */
  start(): Promise<void>;
  /** Ends it, at once unless a signal is given that it can answer. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** SIGSTOP and SIGCONT: a server that does not answer, and does again. */
  signal(name: NodeJS.Signals): void;
  /** Ends it for good and deletes what it kept. */
  remove(): Promise<void>;
}

export interface RedisServerOptions {
  /** Keeps an append-only file, written at every command. Default false: what it held is gone after a restart. */
  persistent?: boolean;
  password?: string;
  /** Further words of its command line, such as `['--maxmemory', '4mb']`. */
  settings?: readonly string[];
}

export async function redisServer({
  persistent = false,
  password,
  settings = [],
}: RedisServerOptions = {}): Promise<RedisServer> {
  const program = findRedis();
  if (!program) throw new Error('expected redis-server or valkey-server on the PATH, found none');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'deeplinear-redis-'));
  const keeping = persistent ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  const words = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--daemonize', 'no'];
  if (password !== undefined) words.push('--requirepass', password);
  let child: ChildProcess | undefined;
  // a test that is killed leaves no server behind
  const onExit = () => child?.kill('SIGKILL');
  process.on('exit', onExit);
  const server: RedisServer = {
    url: `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    port,
    folder,
    async start() {
      if (child) return;
      child = spawn(program, [...words, ...keeping, ...settings], { stdio: 'ignore' });
      for (let attempt = 0; !(await answers(port)); attempt++) {
        if (child.exitCode !== null || attempt > 500) throw new Error(`redis-server does not answer on port ${port}`);
        await sleep(20);
      }
    },
    async stop(signal = 'SIGKILL') {
      if (!child) return;
      const ended = new Promise<void>((resolve) => child!.once('exit', () => resolve()));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGCONT');
        child.kill(signal);
        await ended;
      }
      child = undefined;
    },
    signal(name) {
      child?.kill(name);
    },
    async remove() {
      await server.stop();
      process.off('exit', onExit);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** It answers PING, or says that it wants a password. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (text) => {
      socket.destroy();
      resolve(/^(\+PONG|-NOAUTH)/.test(text.toString()));
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
