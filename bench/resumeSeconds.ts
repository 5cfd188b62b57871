import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSweep, writeStudy } from '../test/package/killStorm';

/** Seconds from the start of the process to the start of its first cell, of `sweep resume` with half of the cells done; best of three. */
export async function resumeSeconds(cells: number): Promise<number> {
  const cwd = mkdtempSync(join(tmpdir(), 'deeplinear-bench-'));
  try {
    writeStudy(cwd, { cells, steps: 5 });
    let done = 0;
    const first = startSweep(cwd, ['run', 'storm.yaml'], ({ event }) => {
      if (event === 'end' && ++done === cells / 2) first.child.kill('SIGINT');
    });
    await first.ended;
    const times = [];
    for (let i = 0; i < 3; i++) times.push(await once(cwd));
    return Math.min(...times);
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

async function once(cwd: string): Promise<number> {
  const started = performance.now();
  let seconds = Number.NaN;
  const sweep = startSweep(cwd, ['resume', 'storm.sweep'], ({ event }) => {
    if (event !== 'start' || Number.isFinite(seconds)) return;
    seconds = (performance.now() - started) / 1000;
    sweep.child.kill('SIGINT');
  });
  await sweep.ended;
  return seconds;
}
