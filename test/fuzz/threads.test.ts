/** The built package in several threads at once, which share one compiled module and nothing else. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { compiledModule, runtime } from 'deeplinear';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: threads take no TypeScript
import { computations } from './threadWork.mjs';

type Job = 'train' | 'ensemble' | 'linalg' | 'limit' | 'crash' | 'endless';

interface Thread {
  worker: Worker;
  /** Resolves at the first message. */
  first: Promise<unknown>;
  /** Exit code, or the error of the thread. */
  ended: Promise<unknown>;
}

function start(job: Job, gate: Int32Array, threads: number): Thread {
  const worker = new Worker(join(import.meta.dirname, 'threadWork.mjs'), {
    workerData: { module: compiledModule(), job, gate, threads },
  });
  const first = new Promise((resolve) => worker.once('message', resolve));
  const ended = new Promise((resolve) => {
    worker.once('error', resolve);
    worker.once('exit', resolve);
  });
  return { worker, first, ended };
}

const gateOf = () => new Int32Array(new SharedArrayBuffer(4));
const names = ['train', 'ensemble', 'linalg', 'limit'] as const;

describe('threads with one compiled module', () => {
  it('give the bits of the main thread, beside one that crashes and one that is terminated in the middle of a step', async () => {
    const expected = Object.fromEntries(names.map((name) => [name, computations[name]()]));
    const before = runtime();
    const jobs: Job[] = [...names, 'crash', 'endless'];
    const gate = gateOf();
    const threads = new Map(jobs.map((job) => [job, start(job, gate, jobs.length)]));
    const endless = threads.get('endless')!;
    const terminated = endless.first.then((message) => {
      expect(message).toBe('in the middle');
      return endless.worker.terminate();
    });
    // the main thread computes, too
    expect(names.map((name) => computations[name]())).toEqual(names.map((name) => expected[name]));
    for (const name of names) {
      const result = await threads.get(name)!.first;
      expect(result, name).toMatchObject({ digests: [expected[name], expected[name], expected[name]] });
      expect(result, name).toMatchObject({ build: before.build, liveBytes: before.liveBytes, openWorkspaces: 0 });
    }
    expect(await threads.get('crash')!.ended).toMatchObject({ message: 'crash in the middle of a step' });
    expect(await terminated).toBe(1);
    expect(runtime()).toEqual(before);

    const again = start('train', gateOf(), 1);
    expect(await again.first).toMatchObject({ digests: [expected.train, expected.train, expected.train] });
    expect(computations.train()).toBe(expected.train);
  });
});
