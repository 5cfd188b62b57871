import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CellConfig } from '../../lab/src/sweep/cell';
import type { RunCell } from '../../lab/src/sweep/cellJob';
import { makeRoom } from '../../lab/src/sweep/queue/dataSetCache';
import { DataSetMissing } from '../../lab/src/sweep/queue/dataSetMissing';
import { type DataSets, type DataSetsOptions, dataSets } from '../../lab/src/sweep/queue/dataSets';
import { chunkBytes, keys } from '../../lab/src/sweep/queue/protocol';
import { type DataSetServer, serveDataSets } from '../../lab/src/sweep/queue/serveDataSets';
import { runCell } from '../../lab/src/sweep/runCell';
import { cellAt } from '../../lab/src/sweep/study/cellsOf';
import { readStudy } from '../../lab/src/sweep/study/readStudy';
import { cellsNamed, queueRig } from './queueRig';
import { type RedisServer, redisServer } from './redisServer';
import { writeHouses } from './runCli';

const sweep = 'abc';
const never = new AbortController().signal;
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let server: RedisServer;
let coordinator: Redis;
let worker: Redis;
/** Of one test. */
let folder: string;
let cache: string;
let sending: DataSetServer | undefined;

beforeAll(async () => {
  server = await redisServer();
  const connect = () => new Redis(server.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  coordinator = connect();
  worker = connect();
  for (const client of [coordinator, worker]) client.on('error', () => {});
});
afterAll(async () => {
  coordinator?.disconnect();
  worker?.disconnect();
  await server?.remove();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deeplinear-data-'));
  cache = join(folder, 'cache');
  await coordinator.flushall();
});
afterEach(async () => {
  await sending?.close();
  sending = undefined;
  rmSync(folder, { recursive: true });
});

/** A file of the coordinator that no worker can see. */
function made(bytes: number, name = 'houses.csv') {
  const content = randomBytes(bytes);
  const file = join(folder, 'coordinator', name);
  mkdirSync(join(folder, 'coordinator'), { recursive: true });
  writeFileSync(file, content);
  return { content, file, sha256: hash(content), config: configOf(join('/somewhere/else', name), hash(content)) };
}
const configOf = (file: string, sha256: string): CellConfig => ({ data: { source: 'csv', file, sha256 } });

function send(file: string, sha256: string, most?: number): void {
  sending = serveDataSets({ redis: coordinator, sweep, most });
  sending.offer(file, sha256);
}
const ofWorker = (options: Partial<DataSetsOptions> = {}) =>
  dataSets({ redis: worker, cache, patience: 0.5, ...options });
const pathOf = async (data: DataSets, config: CellConfig) =>
  ((await data.here(config, sweep, never)).config.data as { file: string }).file;
const reasonOf = async (data: DataSets, config: CellConfig) => {
  const error = await data.here(config, sweep, never).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(DataSetMissing);
  return (error as DataSetMissing).message;
};

describe('a data set on a queue', () => {
  it.each([0, 1, chunkBytes, Math.round(9.5 * chunkBytes)])(
    'of %i bytes arrives as it is, leaves nothing in Redis for long, and comes once',
    async (bytes) => {
      const { content, file, sha256, config } = made(bytes);
      send(file, sha256);
      const data = ofWorker({ patience: 5 });
      const paths = await Promise.all([1, 2, 3].map(() => pathOf(data, config)));
      expect(new Set(paths)).toEqual(new Set([join(cache, sha256)]));
      expect(readFileSync(paths[0]).equals(content)).toBe(true);
      expect(readdirSync(cache)).toEqual([sha256]);
      // −1: for ever; −2: gone meanwhile, as what is taken from a list
      for (const key of await worker.keys('*')) expect(await worker.ttl(key), key).not.toBe(-1);
      // another process of the machine has it
      await sending!.close();
      expect(await pathOf(ofWorker(), config)).toBe(paths[0]);
    },
  );

  it('never holds more in Redis than there is room for', async () => {
    const { content, file, sha256, config } = made(40 * chunkBytes);
    sending = serveDataSets({ redis: coordinator, sweep, room: 16 });
    sending.offer(file, sha256);
    let most = 0;
    const count = async () => {
      most = Math.max(most, (await worker.keys(`${keys.data(sha256)}:[0-9]*`)).length);
    };
    const timer = setInterval(() => void count(), 10);
    // a worker that comes later is at another place of it
    const first = pathOf(ofWorker({ patience: 5 }), config);
    await sleep(300);
    const second = pathOf(ofWorker({ patience: 5, cache: join(folder, 'later') }), config);
    for (const path of [await first, await second]) expect(readFileSync(path).equals(content)).toBe(true);
    clearInterval(timer);
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(16);
  });

  it('that is on the machine is used from there: at its own place, by name or hash in a folder', async () => {
    const { content, file, sha256, config } = made(1000);
    expect(await pathOf(ofWorker(), configOf(file, sha256))).toBe(file);
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'houses.csv'), 'another file of that name');
    expect(await reasonOf(ofWorker({ folders: [other] }), config)).toMatch(/no coordinator sent/);
    writeFileSync(join(other, sha256), content);
    expect(await pathOf(ofWorker({ folders: [other] }), config)).toBe(join(other, sha256));
    writeFileSync(join(other, 'houses.csv'), content);
    expect(await pathOf(ofWorker({ folders: [other] }), config)).toBe(join(other, 'houses.csv'));
    expect(await pathOf(ofWorker({ folders: [other] }), configOf('C:\\data\\houses.csv', sha256))).toBe(
      join(other, 'houses.csv'),
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  it('that nobody sends is named with all that tells the right file, and looked for again', async () => {
    const { file, sha256, config } = made(3000);
    const data = ofWorker();
    expect(await reasonOf(data, config)).toBe(
      `the data set houses.csv (SHA-256 ${sha256}) is not on this machine, and did not come through the queue: no coordinator sent any of it within 0.5 s. Put it into a folder of this machine and name that with --data-dir`,
    );
    expect(data.lacks()).toEqual([{ name: 'houses.csv', sha256, why: 'no coordinator sent any of it within 0.5 s' }]);
    send(file, sha256, 0.001);
    expect(await reasonOf(data, config)).toContain(
      `houses.csv (2.93 KiB, SHA-256 ${sha256}) is not on this machine, and did not come through the queue: more than the 0.001 MiB that --data-limit lets through`,
    );
    const why = 'more than the 0.001 MiB that --data-limit lets through';
    expect(data.lacks()).toEqual([{ name: 'houses.csv', sha256, bytes: 3000, why }]);
    await sending!.close();
    await worker.flushall();
    send(file, sha256);
    await pathOf(data, config);
    expect(data.lacks()).toEqual([]);
  });

  it('goes on where a worker that was killed ended, and from the start where that was damaged', async () => {
    const { content, file, sha256, config } = made(6 * chunkBytes + 5);
    send(file, sha256);
    const asked: string[] = [];
    // a process that is no more
    const left = join(cache, `${sha256}.${hostname()}.${2 ** 22 + 1}.part`);
    mkdirSync(cache);
    writeFileSync(left, content.subarray(0, 4 * chunkBytes + 77));
    const lpop = coordinator.lpop.bind(coordinator);
    coordinator.lpop = (async (...args: Parameters<typeof lpop>) => {
      const found = (await lpop(...args)) as unknown as string[] | null;
      asked.push(...(found ?? []));
      return found;
    }) as never;
    expect(readFileSync(await pathOf(ofWorker({ patience: 5 }), config)).equals(content)).toBe(true);
    expect(asked.map((one) => Number(one.split(' ')[1])).every((chunk) => chunk >= 4)).toBe(true);
    const damaged = Buffer.from(content.subarray(0, 4 * chunkBytes));
    damaged[17]++;
    rmSync(join(cache, sha256));
    writeFileSync(left, damaged);
    expect(readFileSync(await pathOf(ofWorker({ patience: 5 }), config)).equals(content)).toBe(true);
    coordinator.lpop = lpop;
  });

  it('whose chunk is damaged in Redis is asked for again; one that is always damaged is given up', async () => {
    const { content, file, sha256, config } = made(2 * chunkBytes);
    await worker.set(keys.dataChunk(sha256, 1), Buffer.concat([randomBytes(32), content.subarray(chunkBytes)]));
    send(file, sha256);
    expect(readFileSync(await pathOf(ofWorker({ patience: 5 }), config)).equals(content)).toBe(true);
    await sending!.close();
    rmSync(cache, { recursive: true });
    await worker.flushall();
    await worker.set(keys.dataAbout(sha256), JSON.stringify({ bytes: 2 * chunkBytes }));
    const spoil = setInterval(() => void worker.set(keys.dataChunk(sha256, 0), randomBytes(100)), 5);
    expect(await reasonOf(ofWorker({ patience: 5 }), config)).toContain('6 of its parts came damaged');
    clearInterval(spoil);
  });

  it('that the coordinator has changed since is refused, and so is one that is gone', async () => {
    const { file, sha256, config } = made(5000);
    send(file, sha256);
    writeFileSync(file, randomBytes(5000));
    expect(await reasonOf(ofWorker({ patience: 5 }), config)).toContain('is another one by now');
    rmSync(file);
    await sleep(400);
    await worker.flushall();
    // told of before it was gone: who waits for its parts learns that
    await worker.set(keys.dataAbout(sha256), JSON.stringify({ bytes: 5000 }));
    expect(await reasonOf(ofWorker({ patience: 30 }), config)).toContain('cannot read it any more (ENOENT)');
    expect(readdirSync(cache).filter((name) => name === sha256)).toEqual([]);
  });

  it('arrives though the server is killed in between and has forgotten all', async () => {
    const { content, file, sha256, config } = made(12 * chunkBytes);
    send(file, sha256);
    const arriving = pathOf(ofWorker({ patience: 20 }), config);
    while (!existsSync(cache) || !readdirSync(cache).some((name) => statSync(join(cache, name)).size > 2 * chunkBytes))
      await sleep(2);
    await server.stop();
    await sleep(100);
    await server.start();
    expect(readFileSync(await arriving).equals(content)).toBe(true);
  });

  it.each([0, 1])('stops coming for who does not want it any more, and for no other (%i of two)', async (leaving) => {
    const { content, file, sha256, config } = made(3 * chunkBytes);
    const data = ofWorker({ patience: 20 });
    const stop = new AbortController();
    const signals = leaving === 0 ? [stop.signal, never] : [never, stop.signal];
    // the first fetches it, the second waits for that
    const first = data.here(config, sweep, signals[0]);
    while ((await worker.llen(keys.wanted(sweep))) === 0) await sleep(5);
    const second = data.here(config, sweep, signals[1]);
    const [leaves, stays] = leaving === 0 ? [first, second] : [second, first];
    const reason = leaves.catch((error) => error.message);
    await sleep(100);
    stop.abort(new Error('enough'));
    expect(await reason).toBe('enough');
    send(file, sha256);
    expect(readFileSync(((await stays).config.data as { file: string }).file).equals(content)).toBe(true);
  });

  it('leaves the cache when there is too much, the least recently used first, never what was used of late', async () => {
    mkdirSync(cache);
    const names = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64));
    names.forEach((name, i) => {
      writeFileSync(join(cache, name), Buffer.alloc(chunkBytes));
      const used = Date.now() / 1000 - 3600 * [5, 7, 3, 0.1][i];
      utimesSync(join(cache, name), used, used - 9e4);
    });
    writeFileSync(join(cache, `${names[0]}.elsewhere.7.part`), 'x');
    utimesSync(join(cache, `${names[0]}.elsewhere.7.part`), 1, 1);
    writeFileSync(join(cache, 'notes.txt'), 'mine');
    await makeRoom(cache, 2.5);
    expect(readdirSync(cache).sort()).toEqual([names[2], names[3], 'notes.txt']);
    await makeRoom(cache, 0);
    expect(readdirSync(cache).sort()).toEqual([names[3], 'notes.txt']);
    // what came last needs the room
    utimesSync(join(cache, names[3]), 1, 1);
    const { file, sha256, config } = made(chunkBytes);
    send(file, sha256);
    await pathOf(ofWorker({ patience: 5, most: 1.5 }), config);
    expect(readdirSync(cache).sort()).toEqual([sha256, 'notes.txt'].sort());
  });

  it('gives the numbers of the same cell in one process, bit for bit, and its errors in the same words', async () => {
    const home = join(folder, 'coordinator');
    mkdirSync(home);
    writeHouses(home);
    const study =
      'name: houses\ndata: { source: csv, file: houses.csv, target: price }\nnet: { hidden: 2, width: 12 }\n';
    const rest = 'trainer: { steps: 30, lr: 0.3 }\nobservables: [loss, testLoss, testScore]\n';
    const config = async (text: string) => {
      writeFileSync(join(home, 'houses.yaml'), text);
      return cellAt(await readStudy(join(home, 'houses.yaml')), 0).config;
    };
    const tools = { signal: never, onProgress: () => {} };
    const cell = await config(study + rest);
    const { file, sha256 } = cell.data as { file: string; sha256: string };
    const expected = await runCell(cell, tools);
    const wrong = await config(study.replace('price', 'prise') + rest);
    const complaint = (await runCell(wrong, tools).catch((error) => error)).message as string;
    // the worker has no such path
    const away = (one: CellConfig) => ({ ...one, data: { ...(one.data as object), file: '/no/such/houses.csv' } });
    send(file, sha256);
    const data = ofWorker({ patience: 5 });
    const here = await data.here(away(cell), sweep, never);
    expect(await runCell(here.config, tools)).toEqual(expected);
    const { config: there, message } = await data.here(away(wrong), sweep, never);
    const heard = await runCell(there, tools).catch((error) => error);
    expect(complaint).toContain(file);
    expect(message(heard.message)).toBe(complaint.replaceAll(file, '/no/such/houses.csv'));
  });

  it('reaches workers with the cells of a sweep; who cannot have it says so and leaves them to others', async () => {
    const { content, file, sha256 } = made(3 * chunkBytes);
    const rig = queueRig(server.url);
    const read: RunCell = async ({ data }) => ({ hash: hash(readFileSync((data as { file: string }).file)) });
    const cells = (name: string) => cellsNamed(name, 6, () => configOf(file, sha256));
    /** Of a machine that has another disk. */
    const away = async (options: Partial<DataSetsOptions>) => {
      const data = ofWorker({ redis: (await rig.connect()).client, ...options });
      const here: DataSets['here'] = ({ data: of, ...config }, ...rest) =>
        data.here({ ...config, data: { ...(of as object), file: '/no/such/houses.csv' } }, ...rest);
      return { ...data, here };
    };
    try {
      const near = rig.worker(read, { dataSets: await away({ patience: 5 }) });
      const sent = await rig.sweep({ cells: cells('sent') }).ended;
      expect(sent.map((record) => 'values' in record && record.values.hash)).toEqual(cells('sent').map(() => sha256));
      near.stop();
      await near.ended;
      // what nobody can send any more
      const other = join(folder, 'other');
      mkdirSync(other);
      writeFileSync(join(other, 'houses.csv'), content);
      rmSync(file);
      await worker.flushall();
      const without = rig.worker(read, { dataSets: await away({ cache: join(folder, 'empty') }) });
      const sweep = rig.sweep({ cells: cells('kept') });
      while (!sweep.said.some((text) => text.includes(`lacks the data set houses.csv (SHA-256 ${sha256}): `)))
        await sleep(20);
      expect(without.said.some((text) => text.includes('cannot read it any more (ENOENT)'))).toBe(true);
      const waits = rig.sweep({ cells: cells('waits'), wait: 0.5 });
      await expect(waits.ended).rejects.toThrow(
        `no worker could have the data set houses.csv (SHA-256 ${sha256}) for 0.5 s (--wait)`,
      );
      // on a busy machine the sweep may look before the worker is there
      expect(sweep.said.filter((text) => text.startsWith('no worker has'))).toEqual([
        `no worker has what the missing cells learn from: the data set houses.csv (SHA-256 ${sha256}); put it into a folder there and name that with --data-dir`,
      ]);
      const having = rig.worker(read, { dataSets: await away({ folders: [other], cache: join(folder, 'empty') }) });
      expect(await sweep.ended).toHaveLength(6);
      for (const one of [without, having]) one.stop();
      expect([await without.ended, await having.ended]).toEqual([
        { done: 0, failed: 0 },
        { done: 6, failed: 0 },
      ]);
    } finally {
      await rig.clear();
    }
  });

  it('is nothing to cells without a file, nor is a hash that is none', async () => {
    const synthetic = { data: { source: 'synthetic', inputs: 3 } };
    expect((await ofWorker().here(synthetic, sweep, never)).config).toBe(synthetic);
    const strange = configOf('/etc/passwd', '../../etc/passwd');
    expect((await ofWorker().here(strange, sweep, never)).config).toBe(strange);
  });
});
