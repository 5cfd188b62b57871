import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resultsOf, startSweep } from '../package/killStorm';
import { queueStorm, type Stroke, writeQueueStudy } from '../package/queueStorm';
import { redisServer } from '../package/redisServer';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-queue-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a sweep of 1,000 cells over a queue', () => {
  it('has the results of the run in one process, bit for bit, after 40 deaths of workers, coordinators and servers', async () => {
    writeQueueStudy(folder, 1000, 1000);
    const alone = startSweep(folder, ['run', 'storm.yaml', '--out', 'alone', '--in-process']);
    const { code, stderr } = await alone.ended;
    expect(code, stderr).toBe(0);
    const undisturbed = await resultsOf(join(folder, 'alone'));
    expect(undisturbed).toHaveLength(1000);
    const round: Stroke[] = ['worker', 'server', 'worker', 'coordinator', 'worker'];
    const strokes = Array.from({ length: 20 }, (_, i) => round[i % round.length]);
    for (const persistent of [false, true]) {
      const server = await redisServer({ persistent });
      try {
        const out = persistent ? 'kept' : 'forgotten';
        const options = { cwd: folder, study: 'storm.yaml', out, server, workers: 3, strokes, seed: 12, cells: 1000 };
        const { struck } = await queueStorm(options);
        expect(struck).toEqual({ worker: 12, coordinator: 4, server: 4 });
        expect(await resultsOf(join(folder, out))).toEqual(undisturbed);
      } finally {
        await server.remove();
      }
    }
  });
});
