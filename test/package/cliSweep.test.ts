import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killPoints, killStorm, resultsOf, startSweep, writeStudy } from './killStorm';
import { bin, runCli, scratch } from './runCli';

const { folder, remove } = scratch();
/** The results of an undisturbed run. */
let undisturbed: Awaited<ReturnType<typeof resultsOf>>;
beforeAll(async () => {
  const { code, stderr, stdout } = runCli(
    dirname(writeStudy(folder, { cells: 50, steps: 2000 })),
    'sweep',
    'run',
    'storm.yaml',
  );
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(
    /^50 of 50 cells done: 50 computed in .*, .* cells\/s\nbest finalLoss .* \(net\.width \d+, net\.seed \d+\)\n/,
  );
  undisturbed = await resultsOf(join(folder, 'storm.sweep'));
});
afterAll(remove);

/** A folder of its own with the same study. */
function place(name: string, steps = 2000): string {
  const made = join(folder, name);
  mkdirSync(made);
  writeStudy(made, { cells: 50, steps });
  return made;
}

describe('deeplinear sweep', () => {
  it('killed at random points and resumed has the results of an undisturbed run, bit for bit', async () => {
    const cwd = place('killed');
    const { ends, kills } = await killStorm(cwd, ['run', 'storm.yaml', '--workers', '2'], killPoints(3, 4, 7));
    expect(kills).toBe(4);
    // no finished cell was computed again
    expect(new Set(ends).size).toBe(ends.length);
    expect(undisturbed).toHaveLength(50);
    expect(await resultsOf(join(cwd, 'storm.sweep'))).toEqual(undisturbed);
  });

  it('finishes running cells after Ctrl-C and says how to go on', async () => {
    const cwd = place('interrupted', 20_000);
    const sweep = startSweep(cwd, ['run', 'storm.yaml', '--workers', '2'], ({ event, index }) => {
      if (event === 'start' && index === 0) sweep.child.kill('SIGINT');
    });
    const { code, stderr } = await sweep.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^interrupted; \d+ of 50 cells done; go on with: deeplinear sweep resume storm\.sweep\n$/);
    expect(readdirSync(join(cwd, 'storm.sweep')).sort()).toEqual(['cells-0001.jsonl', 'study.yaml', 'sweep.json']);
    expect(runCli(cwd, 'sweep', 'status', 'storm.sweep').stdout).toMatch(
      /^storm\.sweep: [1-9]\d* of 50 cells done, 0 failed/,
    );
  });

  it('whose folder is taken away while it runs ends with an error, not with results that are nowhere', async () => {
    const cwd = place('moved', 20_000);
    const sweep = startSweep(cwd, ['run', 'storm.yaml', '--workers', '1'], ({ event, index }) => {
      if (event === 'start' && index === 2) renameSync(join(cwd, 'storm.sweep'), join(cwd, 'away.sweep'));
    });
    const { code, stderr } = await sweep.ended;
    expect(code).toBe(2);
    expect(stderr).toBe(
      'deeplinear: storm.sweep: expected to stay where it is, got moved or removed while the sweep ran\n',
    );
  });

  it('stops at once after a second Ctrl-C, and leaves no lock', async () => {
    const cwd = place('stopped', 2_000_000);
    const sweep = startSweep(cwd, ['run', 'storm.yaml'], ({ event, index }) => {
      if (event !== 'start' || index !== 0) return;
      sweep.child.kill('SIGINT');
      // to a process that waits for its turn two of them are one
      const further = setInterval(() => sweep.child.kill('SIGINT'), 50);
      void sweep.ended.then(() => clearInterval(further));
    });
    const { code, stderr } = await sweep.ended;
    expect(code).toBe(130);
    expect(stderr).toBe('stopped; 0 of 50 cells done; go on with: deeplinear sweep resume storm.sweep\n');
    expect(readdirSync(join(cwd, 'storm.sweep'))).toEqual(['study.yaml', 'sweep.json']);
  });

  it('refuses a second coordinator while the first runs, and status says that it does', async () => {
    const cwd = place('twice', 2_000_000);
    let second: ReturnType<typeof runCli> | undefined;
    let status = '';
    const first = startSweep(cwd, ['run', 'storm.yaml'], ({ event }) => {
      if (event !== 'start' || second) return;
      second = runCli(cwd, 'sweep', 'resume', 'storm.yaml');
      status = runCli(cwd, 'sweep', 'status', 'storm.yaml').stdout;
      first.child.kill('SIGKILL');
    });
    await first.ended;
    const { pid } = first.child;
    expect(second).toMatchObject({
      code: 2,
      stderr: `deeplinear: storm.sweep: process ${pid} is running this sweep already\n`,
    });
    expect(status).toMatch(/^storm\.sweep: \d+ of 50 cells done, 0 failed, \d+ missing\nProcess \d+ is running it/);
    expect(runCli(cwd, 'sweep', 'status', 'storm.yaml').stdout).toMatch(
      /Go on with: deeplinear sweep resume storm\.sweep\n$/,
    );
  });

  it('stops with one sentence on a full disk, and goes on when there is room', async () => {
    const cwd = place('full');
    const preload = join(import.meta.dirname, 'fullDisk.mjs');
    const args = ['--import', preload, bin, 'sweep', 'run', 'storm.yaml', '--quiet'];
    // room for half of the results
    const { size } = statSync(join(folder, 'storm.sweep', 'cells-0001.jsonl'));
    const env = { ...process.env, DISK_BYTES: String(Math.round(size / 2)) };
    const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env });
    expect(stderr).toMatch(
      /^deeplinear: storm\.sweep\/cells-0001\.jsonl: cannot be written: the disk is full; [1-9]\d* of 50 cells done; go on with: deeplinear sweep resume storm\.sweep\n$/,
    );
    expect(status).toBe(2);
    const { code, stderr: resumed } = runCli(cwd, 'sweep', 'resume', 'storm.sweep');
    expect([code, resumed]).toEqual([0, expect.stringMatching(/^[1-9]\d* of 50 cells done; \d+ to compute\n/)]);
    expect(await resultsOf(join(cwd, 'storm.sweep'))).toEqual(undisturbed);
  });

  it('reports a damaged record by file and line, and computes it again', async () => {
    const path = join(folder, 'storm.sweep', 'cells-0001.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    lines[6] = lines[6].replace(/"finalLoss":0\.\d/, '"finalLoss":0.x');
    writeFileSync(path, lines.join('\n'));
    const status = runCli(folder, 'sweep', 'status', 'storm.sweep').stdout;
    expect(status).toContain('49 of 50 cells done, 0 failed, 1 missing');
    expect(status).toContain('cells-0001.jsonl, line 7: does not match its checksum');
    const { stderr } = runCli(folder, 'sweep', 'resume', 'storm.yaml');
    expect(stderr).toMatch(
      /^cells-0001\.jsonl, line 7: a record that does not match its checksum; its cell is computed again\n49 of 50 cells done; 1 to compute\n/,
    );
    expect(await resultsOf(join(folder, 'storm.sweep'))).toEqual(undisturbed);
    expect(runCli(folder, 'sweep', 'status', 'storm.sweep').stdout).toMatch(
      /^storm\.sweep: 50 of 50 cells done, 0 failed, 0 missing\nA cell/,
    );
  });

  it('that lost its description goes on from the study that it keeps', () => {
    const cwd = join(folder, 'lost');
    mkdirSync(cwd);
    writeStudy(cwd, { cells: 5, steps: 5 });
    expect(runCli(cwd, 'sweep', 'run', 'storm.yaml', '--in-process').code).toBe(0);
    const [own, study] = ['storm.sweep/sweep.json', 'storm.yaml'].map((name) => readFileSync(join(cwd, name), 'utf8'));
    rmSync(join(cwd, 'storm.sweep', 'sweep.json'));
    rmSync(join(cwd, 'storm.yaml'));
    expect(runCli(cwd, 'sweep', 'status', 'storm.sweep')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('deeplinear sweep resume storm.sweep makes it again'),
    });
    expect(runCli(cwd, 'sweep', 'resume', 'storm.sweep').stdout).toMatch(/^5 of 5 cells done\n/);
    const made = JSON.parse(readFileSync(join(cwd, 'storm.sweep', 'sweep.json'), 'utf8'));
    expect(made).toEqual({ ...JSON.parse(own), firstSegment: 2 });
    expect(readFileSync(join(cwd, 'storm.sweep', 'study.yaml'), 'utf8')).toBe(study);
  });

  it('refuses the results of a changed study, until it is told to keep what both share', async () => {
    const changed = readFileSync(join(folder, 'storm.yaml'), 'utf8').replace('[8, 16, 24, 32, 64]', '[8, 12, 16]');
    writeFileSync(join(folder, 'storm.yaml'), changed);
    const { code, stderr } = runCli(folder, 'sweep', 'run', 'storm.yaml');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/20 of the 30 cells wanted here are among its 50\. --update keeps/),
    ]);
    const { stdout } = runCli(folder, 'sweep', 'run', 'storm.yaml', '--update', '--in-process');
    expect(stdout).toMatch(/^30 of 30 cells done: 10 computed/);
  });

  it.each([
    [['resume', 'no.sweep'], /expected the folder of a sweep or a study file, got "no\.sweep"/],
    [['run', 'storm.yaml', '--workers', '0'], /--workers: expected an integer of at least 1, got 0/],
  ])('%j is refused in one line', (args, expected) => {
    const { code, stderr } = runCli(folder, 'sweep', ...(args as string[]));
    expect([code, stderr.match(/\n/g)?.length]).toEqual([2, 1]);
    expect(stderr).toMatch(expected);
  });
});
