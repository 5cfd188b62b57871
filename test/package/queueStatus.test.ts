import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { showQueue } from '../../lab/src/commands/sweep/showQueue';
import { namedSweep } from '../../lab/src/sweep/queue/namedSweep';
import {
  aliveSeconds,
  type CoordinatorRecord,
  keys,
  prefix,
  protocolVersion,
  queueName,
  type SweepRecord,
  type WorkerRecord,
} from '../../lab/src/sweep/queue/protocol';
import { openQueueConnection, type QueueConnection } from '../../lab/src/sweep/queue/queueConnection';
import { queueStatusText } from '../../lab/src/sweep/queue/queueStatusText';
import { queueUrl } from '../../lab/src/sweep/queue/queueUrl';
import { readQueueStatus } from '../../lab/src/sweep/queue/readQueueStatus';
import { watchQueue } from '../../lab/src/sweep/queue/watchQueue';
import { type RedisServer, redisServer } from './redisServer';
import { runCli, scratch } from './runCli';

const password = 'p@ss word/ü';
const id = 'a'.repeat(32);
const version = '0.1.0+0123456789abcdef.fedcba9876543210';
const { folder, remove } = scratch();

let server: RedisServer;
let connection: QueueConnection;
beforeAll(async () => {
  server = await redisServer({ password });
  connection = await openQueueConnection(queueUrl(server.url));
});
afterAll(async () => {
  connection?.close();
  await server?.remove();
  remove();
});
beforeEach(() => connection.client.flushall());

const address = () => `redis://127.0.0.1:${server.port}`;

const sweep: SweepRecord = { protocol: protocolVersion, id, name: 'widths', version, cells: 100 };
const coordinator: CoordinatorRecord = {
  host: 'alpha',
  process: 11,
  done: 40,
  failed: 2,
  retries: 3,
  inFlight: 9,
  rate: 4,
  failures: [
    { index: 7, axes: { 'net.width': 64 }, failure: { reason: 'timeout', message: 'not done after 60 s' } },
    { index: 8, axes: { 'net.width': 65 }, failure: { reason: 'threw', message: 'bad \u001b[2Jnews' } },
  ],
};
const worker = (name: string, more: Partial<WorkerRecord> = {}): WorkerRecord => ({
  protocol: protocolVersion,
  id: name,
  host: name,
  process: 21,
  version,
  slots: 4,
  running: [{ sweep: id, index: 3, fraction: 0.5, seconds: 2 }],
  done: 30,
  failed: 2,
  seconds: 16,
  leaving: false,
  refused: [],
  memory: 120.4,
  lacks: [],
  ...more,
});

async function put(workers: WorkerRecord[], ...sweeps: SweepRecord[]): Promise<void> {
  const { client } = connection;
  for (const record of workers) {
    await client.sadd(keys.workers, record.id);
    await client.set(keys.worker(record.id), JSON.stringify(record), 'EX', aliveSeconds);
  }
  for (const record of sweeps) {
    await client.sadd(keys.sweeps, record.id);
    await client.set(keys.sweep(record.id), JSON.stringify(record));
  }
}
const beats = () => connection.client.set(keys.coordinator(id), JSON.stringify(coordinator), 'EX', aliveSeconds);
const read = () => readQueueStatus(connection.client, connection.url.shown);

describe('the status of a queue', () => {
  it('says who works for what, how fast, what is left and what failed', async () => {
    await put([worker('beta'), worker('alpha', { slots: 1, running: [] })], sweep);
    await beats();
    const queue = `${prefix}:${queueName(id)}`;
    await connection.client.zadd(`${queue}:prioritized`, 1, 'a', 1, 'b', 1, 'c');
    await connection.client.rpush(`${queue}:active`, 'd');
    await connection.client.zadd(`${queue}:completed`, 1, 'e');
    const status = await read();
    expect(status.workers.map(({ host, rate }) => [host, rate])).toEqual([
      ['alpha', 2],
      ['beta', 2],
    ]);
    expect(status.sweeps).toMatchObject([
      { rate: 4, left: 14.5, queue: { waiting: 3, running: 1, finished: 1, lost: 0 } },
    ]);
    const text = queueStatusText(status).replace(/ +[\d.]+ m?s ago/g, '    just now');
    expect(text).toBe(`${address()}: 2 workers with 5 threads

widths (aaaaaaaa): 40 of 100 cells done, 2 failed, 58 missing
Process 11 on alpha runs it: 4.00 cells/s, about 15 s left.
In the queue: 3 waiting, 1 with workers, 1 result on the way.
3 attempts failed in this run and were made again.
Latest failures:
  cell 7 (net.width 64): out of time: not done after 60 s
  cell 8 (net.width 65): error: bad \\u001b[2Jnews

host    process   version               threads   running   done   failed   cells/s   MiB   last seen
${'─'.repeat(101)}
alpha        21   0.1.0+012345.fedcba         1         0     30        2      2.00   120    just now
beta         21   0.1.0+012345.fedcba         4         1     30        2      2.00   120    just now
`);
  });

  it('tells sweeps of one name apart by what asks for one of them', async () => {
    const other = { ...sweep, id: 'b'.repeat(32) };
    await put([], other, sweep);
    await beats();
    await connection.client.set(keys.coordinator(other.id), JSON.stringify(coordinator), 'EX', aliveSeconds);
    const { sweeps } = await read();
    const ids = queueStatusText(await read()).match(/(?<=^widths \().*(?=\): )/gm)!;
    expect(ids).toEqual(['aaaaaaaa', 'bbbbbbbb']);
    const named = await namedSweep(ids[1]);
    expect(sweeps.map((one) => named.is(one))).toEqual([false, true]);
  });

  it('knows by the clock of the server when a worker was seen, and forgets one that is gone', async () => {
    await put([worker('old'), worker('gone')], sweep);
    await connection.client.pexpire(keys.worker('old'), 1000 * (aliveSeconds - 9));
    await connection.client.del(keys.worker('gone'));
    const { workers } = await read();
    expect(workers.map(({ host }) => host)).toEqual(['old']);
    expect(workers[0].seen).toBeGreaterThanOrEqual(9);
    expect(workers[0].seen).toBeLessThan(14);
  });

  it('names workers of another version, what they lack, and those that leave', async () => {
    const lacks = [{ name: 'houses.csv', sha256: 'b'.repeat(64), bytes: 3 * 2 ** 20, why: 'its own disk is full' }];
    await put(
      [
        worker('beta', { version: '0.0.9', refused: ['of a sweep that is over', id] }),
        worker('delta', { lacks, leaving: true }),
      ],
      sweep,
    );
    const text = queueStatusText(await read());
    expect(text).toContain('Nobody runs it now; go on, from any machine that has its folder, with: deeplinear sweep');
    expect(text).toContain(
      `Worker 21 on beta takes no cells of widths: it has deeplinear 0.0.9, that sweep needs ${version}.\n`,
    );
    expect(text).not.toContain('that is over');
    expect(text).toContain(
      `Worker 21 on delta lacks the data set houses.csv (3.00 MiB, SHA-256 ${'b'.repeat(64)}): its own disk is full; put it there and name its folder with --data-dir.\n`,
    );
    expect(text).toContain('Worker 21 on delta finishes what it computes and leaves.\n');
  });

  it('is of those records alone that have its own meaning', async () => {
    const other = protocolVersion + 1;
    await put([worker('later', { protocol: other })], { ...sweep, protocol: other });
    expect(await read()).toMatchObject({ workers: [], sweeps: [] });
    expect(queueStatusText(await read())).toBe(
      `${address()}: no worker; start some, on any machine, with: deeplinear sweep worker --queue ${address()}\n\nNo sweep is in the queue.\n`,
    );
  });

  it('is drawn again in its place on a terminal, with the rates of late, also after the server was away', async () => {
    await put([worker('beta')], sweep);
    await beats();
    const written: string[] = [];
    const stream = { columns: 40, rows: 12, write: (text: string) => written.push(text) > 0 };
    const stop = new AbortController();
    const rates: number[] = [];
    const text = (status: Awaited<ReturnType<typeof read>>) => {
      rates.push(...status.workers.map(({ rate }) => rate));
      return queueStatusText(status);
    };
    const watching = watchQueue({ connection, stream, text, signal: stop.signal, seconds: 0.05 });
    const until = async (met: () => boolean) => {
      while (!met()) await sleep(10);
    };
    await until(() => written.length > 1);
    await put([worker('beta', { done: 70, seconds: 26 })]);
    await until(() => rates.includes(4));
    await server.stop();
    await until(() => written.at(-1)!.includes('does not answer'));
    await server.start();
    await until(() => written.at(-1)!.includes('No sweep is in the queue.'));
    stop.abort();
    await watching;
    const [first, second] = written;
    const lines = first.replace('\u001b[J', '').trimEnd().split('\n');
    expect(first.startsWith('\u001b[J')).toBe(true);
    expect(lines).toHaveLength(11);
    expect(Math.max(...lines.map((line) => line.length))).toBe(40);
    expect(second.startsWith('\u001b[11A\u001b[J')).toBe(true);
    expect(rates[0]).toBe(2);
    expect(written.join('')).not.toContain(password);
  });

  it('is of one sweep by its study, which needs neither folder nor data here, its name or the begin of its id', async () => {
    const other = { ...sweep, id: 'b'.repeat(32), name: 'depths' };
    await put([worker('beta')], sweep, other);
    const study = join(folder, 'study.yaml');
    writeFileSync(study, 'name: widths\ndata: { source: csv, file: not/here.csv, target: price }\n');
    const printed: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    const show = async (word: string, how = {}) => {
      const named = await namedSweep(word);
      await showQueue(queueUrl(server.url), { named }, { once: true, ...how }, new AbortController().signal);
      return printed.splice(0).join('');
    };
    try {
      for (const word of [study, 'widths', 'aaaaaaa', 'elsewhere/widths.sweep']) {
        const text = await show(word);
        expect([text.includes('\nwidths (100 cells, a'), text.includes('depths')], word).toEqual([true, false]);
      }
      expect(JSON.parse(await show('depths', { json: true })).sweeps).toMatchObject([{ name: 'depths' }]);
      await expect(show('lengths')).rejects.toThrow(
        'expected a study file, the folder of a sweep, or a name or id of a sweep in the queue; got "lengths" (in the queue: depths, widths)',
      );
      writeFileSync(study, 'name: over\n');
      expect(await show(study)).toContain(
        '\n\nThere is no sweep over: it is over, or was not begun here; in the queue: depths, widths.\n',
      );
      writeFileSync(study, '[1, 2');
      await expect(show(study)).rejects.toThrow(`expected a study file with a name, got "${study}"`);
    } finally {
      write.mockRestore();
    }
  });

  it('is printed once where nobody looks on, as text or JSON, without the password', async () => {
    await put([worker('beta')], sweep);
    const once = runCli(folder, 'sweep', 'status', '--queue', server.url);
    expect([once.code, once.stderr]).toEqual([0, '']);
    expect(once.stdout).toMatch(new RegExp(`^${address()}: 1 worker with 4 threads\n\nwidths \\(100 cells, a+\\)\n`));
    const { code, stdout } = runCli(folder, 'sweep', 'status', '--json', '--queue', server.url);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'deeplinear-queue-status/1', server: address() });
    for (const text of [once.stdout, stdout]) expect(text).not.toMatch(/p@ss|p%40ss/);
    const wrong = runCli(folder, 'sweep', 'status', '--queue', server.url.replace('p%40ss', 'secret'));
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).not.toContain('secret');
    expect(runCli(folder, 'sweep', 'worker', '--queue', server.url, '--data-cache-limit', 'much').stderr).toBe(
      'deeplinear: --data-cache-limit: expected MiB from 0 to 1000000000, got NaN\n',
    );
    expect(runCli(folder, 'sweep', 'status').stderr).toBe(
      'deeplinear: expected the folder of a sweep or a study file, or --queue for all sweeps there; got nothing\n',
    );
  });
});
