import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultsOf, startSweep } from './killStorm';
import { queueStorm, startWorker, writeQueueStudy } from './queueStorm';
import { type RedisServer, redisServer } from './redisServer';
import { bin, cliEnded, runCli, scratch } from './runCli';

const { folder, remove } = scratch();
const password = 'p@ss/word:ü#1';
let forgetful: RedisServer;
let keeping: RedisServer;
let undisturbed: Awaited<ReturnType<typeof resultsOf>>;
beforeAll(async () => {
  writeQueueStudy(folder, 50, 10_000);
  const { code, stderr } = runCli(folder, 'sweep', 'run', 'storm.yaml', '--in-process', '--out', 'alone');
  expect(code, stderr).toBe(0);
  undisturbed = await resultsOf(join(folder, 'alone'));
  expect(undisturbed).toHaveLength(50);
  forgetful = await redisServer();
  keeping = await redisServer({ persistent: true, password });
});
afterAll(async () => {
  await forgetful?.remove();
  await keeping?.remove();
  remove();
});

describe('a sweep over worker processes', { timeout: 240_000 }, () => {
  // these wait for most of the time, each on a server of its own or none
  it.concurrent('has the results of the run in one process, bit for bit, after workers, coordinator and server were killed', async () => {
    const { struck } = await queueStorm({
      cwd: folder,
      study: 'storm.yaml',
      out: 'storm',
      server: forgetful,
      workers: 2,
      strokes: ['worker', 'server', 'worker', 'server', 'coordinator'],
      seed: 7,
      cells: 50,
    });
    expect(struck).toEqual({ worker: 2, coordinator: 1, server: 2 });
    expect(await resultsOf(join(folder, 'storm'))).toEqual(undisturbed);
  });

  it.concurrent('has them as well on a server that keeps what it is told, and nobody gets to see its password', async () => {
    const { struck } = await queueStorm({
      cwd: folder,
      study: 'storm.yaml',
      out: 'kept',
      server: keeping,
      workers: 2,
      strokes: ['server', 'worker', 'coordinator'],
      seed: 8,
      cells: 50,
    });
    expect(struck).toEqual({ worker: 1, coordinator: 1, server: 1 });
    expect(await resultsOf(join(folder, 'kept'))).toEqual(undisturbed);
    const files = readdirSync(join(folder, 'kept')).map((name) => readFileSync(join(folder, 'kept', name), 'utf8'));
    for (const text of files) expect(text).not.toMatch(/p@ss|p%40ss/);
    expect(readdirSync(keeping.folder).length).toBeGreaterThan(0);
  });

  it.concurrent.each([
    [
      ['run', 'storm.yaml', '--queue', 'redis://u:secret@localhost:1'],
      /no Redis or Valkey to use at redis:\/\/localhost:1: /,
    ],
    [['worker', '--queue', 'redis://u:secret@host/x'], /--queue: got a database that is no number/],
    [['worker'], /required option '--queue <url>' not specified/],
    [['worker', '--queue', 'redis://h', '--workers', '0'], /--workers: expected an integer of at least 1, got 0/],
    [['run', 'storm.yaml', '--queue', 'redis://h', '--in-process'], /'--queue <url>' cannot be used with/],
  ])('%j is refused in one line without a credential', async (args, expected) => {
    const { code, stderr } = await cliEnded(folder, 'sweep', ...(args as string[]));
    expect([code, stderr.match(/\n/g)?.length]).toEqual([2, 1]);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toContain('secret');
  });

  it('that has every result goes out of the server, where a coordinator that was killed left it', async () => {
    const { url } = forgetful;
    const worker = startWorker(folder, url);
    try {
      const sweep = startSweep(folder, ['run', 'storm.yaml', '--out', 'left', '--queue', url], ({ event }) => {
        if (event === 'end') sweep.child.kill('SIGKILL');
      });
      expect((await sweep.ended).signal).toBe('SIGKILL');
      expect(worker.said()).toMatch(/^computing cells of storm \([0-9a-f]{8}, 50 cells\)$/m);
      expect(runCli(folder, 'sweep', 'resume', 'left').code).toBe(0);
      const listed = () => runCli(folder, 'sweep', 'status', '--queue', url, '--once').stdout;
      expect(listed()).toContain('storm');
      const { code, stdout } = runCli(folder, 'sweep', 'resume', 'left', '--queue', url);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^50 of 50 cells done\n/)]);
      expect(listed()).not.toContain('storm');
      expect(await resultsOf(join(folder, 'left'))).toEqual(undisturbed);
    } finally {
      worker.child.kill('SIGKILL');
    }
  });

  it('that nobody works for hides its password from the list of processes, and ends with Ctrl-C', async () => {
    mkdirSync(join(folder, 'hidden'));
    const sweep = startSweep(folder, ['run', 'storm.yaml', '--out', 'hidden', '--queue', keeping.url], ({ event }) => {
      if (event !== 'note') return;
      const shown = readFileSync(`/proc/${sweep.child.pid}/cmdline`, 'utf8');
      expect(shown).toMatch(/^deeplinear sweep/);
      expect(shown).not.toContain('ss');
      sweep.child.kill('SIGINT');
    });
    const { code, stderr } = await sweep.ended;
    expect([code, stderr]).toEqual([
      130,
      `interrupted; 0 of 50 cells done; go on with: deeplinear sweep resume hidden --queue ${keeping.url.replace(/\/\/.*@/, '//')}\n`,
    ]);
  });

  it('goes on over a worker that ends in good order after SIGTERM', async () => {
    const worker = startWorker(folder, forgetful.url);
    while (!worker.said().includes('waits for cells')) await sleep(20);
    worker.child.kill('SIGTERM');
    const { code, said } = await worker.ended;
    expect([code, said]).toEqual([
      143,
      `worker ${worker.child.pid} with 1 thread waits for cells at ${forgetful.url}\nworker ${worker.child.pid} ends: 0 cells done, 0 failed\n`,
    ]);
  });

  it('refuses a wrong password in one line that does not have it', () => {
    const wrong = keeping.url.replace(/:[^:]*@/, ':wrong%40one@');
    const { status, stderr } = spawnSync(process.execPath, [bin, 'sweep', 'worker', '--queue', wrong], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^deeplinear: --queue: no Redis or Valkey to use at redis:\/\/127\.0\.0\.1:\d+: WRONGPASS/);
    expect(stderr).not.toMatch(/wrong[%@]/);
    expect(existsSync(join(folder, 'wrong'))).toBe(false);
  });

  it.runIf(process.platform === 'linux')('says where what started it shows the password, as npx does', () => {
    // a shell that stays, as the one of npx
    const worker = ['sweep', 'worker', '--workers', '0', '--queue'];
    const shell = (url: string) =>
      spawnSync('sh', ['-c', '"$@"; exit $?', 'sh', process.execPath, bin, ...worker, url], { encoding: 'utf8' });
    const seen = shell('redis://:secret@localhost:1');
    expect(seen.status).toBe(2);
    expect(seen.stderr).toMatch(
      /^the program that started this one has the password of --queue .* DEEPLINEAR_QUEUE_PASSWORD\n/,
    );
    expect(seen.stderr).not.toContain('secret');
    expect(shell('redis://user@localhost:1').stderr).toMatch(/^deeplinear: --workers/);
  });
});
