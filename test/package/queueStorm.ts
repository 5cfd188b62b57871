import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rng } from 'deeplinear';
import { startSweep, writeStudy } from './killStorm';
import type { RedisServer } from './redisServer';
import { bin } from './runCli';

/** A study of small nets whose cells may be lost often: a storm loses them by no fault of theirs. */
export function writeQueueStudy(folder: string, cells: number, steps: number): string {
  const path = writeStudy(folder, { cells, steps });
  appendFileSync(path, 'budget: { retries: 50 }\n');
  return path;
}

export interface QueueWorkerProcess {
  child: ChildProcess;
  /** What it said so far. */
  said(): string;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; said: string }>;
}

/**
 * `deeplinear sweep worker --queue …` of one thread, whose cells are given up a second after its death.
 * @param skew seconds by which its clock is wrong.
 */
export function startWorker(cwd: string, url: string, skew = 0): QueueWorkerProcess {
  const clock = join(import.meta.dirname, 'skewedClock.mjs');
  const words = ['--import', clock, bin, 'sweep', 'worker', '--queue', url, '--workers', '1', '--lost-after', '1'];
  const env = { ...process.env, XDG_CACHE_HOME: join(cwd, 'cache'), CLOCK_SKEW_SECONDS: String(skew) };
  const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<Awaited<QueueWorkerProcess['ended']>>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, said })),
  );
  return { child, said: () => said, ended };
}

export type Stroke = 'worker' | 'coordinator' | 'server';

export interface QueueStormOptions {
  cwd: string;
  study: string;
  out: string;
  server: RedisServer;
  workers: number;
  /** What is killed (SIGKILL) one after the other, and started again. */
  strokes: Stroke[];
  /** Of the draws: after how many cells and milliseconds each stroke comes. */
  seed: number;
  /** Cells of the study. The strokes come in its first two thirds, one in each part of them. */
  cells: number;
}

export interface QueueStormReport {
  /** Cells whose ends were seen, in all lives of the coordinator. */
  ends: number[];
  struck: Record<Stroke, number>;
}

/** Runs a sweep over a queue through the strokes to its end. */
export async function queueStorm(options: QueueStormOptions): Promise<QueueStormReport> {
  const { cwd, study, out, server, strokes, seed } = options;
  const draws = rng(seed).uniform(3 * strokes.length);
  // clocks hours apart, on either side of the coordinator's
  const begin = (at: number) => startWorker(cwd, server.url, 3600 * (2 * (at % 2) - 1));
  let failure: Error | undefined;
  const watched = (at: number) => {
    const worker = begin(at);
    // only this kills workers
    void worker.ended.then(({ code, signal, said }) => {
      if (signal !== 'SIGKILL') failure ??= new Error(`a worker ended with code ${code}: ${said}`);
    });
    return worker;
  };
  const workers = Array.from({ length: options.workers }, (_, at) => watched(at));
  const ends: number[] = [];
  const struck = { worker: 0, coordinator: 0, server: 0 };
  const onEvent = ({ event, index }: { event: string; index?: number }) => {
    if (event === 'end') ends.push(index!);
  };
  const start = () => {
    const sweep = startSweep(cwd, ['run', study, '--out', out, '--queue', server.url], onEvent);
    const life = { sweep, over: false };
    void sweep.ended.then(() => {
      life.over = true;
    });
    return life;
  };
  let life = start();
  try {
    for (const [i, stroke] of strokes.entries()) {
      const [place, pause, which] = draws.subarray(3 * i, 3 * i + 3);
      const until = ((2 / 3) * options.cells * (i + place)) / strokes.length;
      while (ends.length < until && !life.over && !failure) await sleep(5);
      if (failure) throw failure;
      await sleep(30 * pause);
      if (life.over) break;
      struck[stroke]++;
      if (stroke === 'worker') {
        const at = Math.floor(which * workers.length);
        workers[at].child.kill('SIGKILL');
        workers[at] = watched(at);
      } else if (stroke === 'coordinator') {
        life.sweep.child.kill('SIGKILL');
        await life.sweep.ended;
        life = start();
      } else {
        await server.stop();
        await sleep(500 * which);
        await server.start();
      }
    }
    while (!life.over && !failure) await sleep(20);
    if (failure) throw failure;
    const { code, stderr } = await life.sweep.ended;
    if (code !== 0) throw new Error(`the sweep ended with code ${code}: ${stderr}`);
    return { ends, struck };
  } finally {
    life.sweep.child.kill('SIGKILL');
    for (const { child } of workers) child.kill('SIGKILL');
  }
}
