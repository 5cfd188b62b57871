import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rng } from 'deeplinear';
import type { CellRecord } from '../../lab/src/sweep/cell';
import { readRecords } from '../../lab/src/sweep/store';
import { bin } from './runCli';

/** A study of small nets: `cells` of them, a few milliseconds each. */
export function writeStudy(folder: string, { cells, steps = 40 }: { cells: number; steps?: number }): string {
  const path = join(folder, 'storm.yaml');
  const lines = [
    'name: storm',
    'data: { source: synthetic, inputs: 8, samples: 24, noiseStd: 0.1 }',
    'net: { hidden: 2, width: 16 }',
    `trainer: { steps: ${steps}, lr: 0.1 }`,
    'axes:',
    '  - net.width: [8, 16, 24, 32, 64]',
    `  - net.seed: { seeds: ${cells / 5} }`,
    'observables: [finalLoss, loss]',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

export interface RunningSweep {
  child: ChildProcess;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>;
}

/** `deeplinear sweep … --json`, with its events as they come. */
export function startSweep(
  cwd: string,
  args: string[],
  onEvent: (event: { event: string; index?: number }) => void = () => {},
): RunningSweep {
  const child = spawn(process.execPath, [bin, 'sweep', ...args, '--json'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    // the last line of a killed process may be cut
    try {
      onEvent(JSON.parse(line));
    } catch {}
  });
  const ended = new Promise<Awaited<RunningSweep['ended']>>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, stderr })),
  );
  return { child, ended };
}

export interface KillPoint {
  /** Cells that this process has finished; −1: from its start. */
  cells: number;
  /** Later than that. */
  milliseconds: number;
}

/** `count` points, drawn: some while the process starts, the others after up to `most` cells and a moment. */
export function killPoints(seed: number, count: number, most: number): KillPoint[] {
  const draws = rng(seed).uniform(2 * count);
  return Array.from({ length: count }, (_, i) => {
    const cells = Math.floor((most + 2) * draws[2 * i]) - 1;
    return { cells, milliseconds: Math.floor((cells < 0 ? 400 : 8) * draws[2 * i + 1]) };
  });
}

/**
 * Runs a sweep and kills its process (SIGKILL) at each of the points; then lets it end.
 * @returns the cells whose ends were seen, in all of its lives, and how often it was killed.
 */
export async function killStorm(
  cwd: string,
  args: string[],
  points: KillPoint[],
): Promise<{ ends: number[]; kills: number }> {
  const ends: number[] = [];
  let kills = 0;
  for (const point of [...points, undefined]) {
    let seen = 0;
    const killWhen = (cells: number) => {
      if (point?.cells === cells) setTimeout(() => child.kill('SIGKILL'), point.milliseconds);
    };
    const { child, ended } = startSweep(cwd, args, ({ event, index }) => {
      if (event === 'sweep') killWhen(0);
      if (event !== 'end') return;
      ends.push(index!);
      killWhen(++seen);
    });
    killWhen(-1);
    const { code, signal, stderr } = await ended;
    if (signal === 'SIGKILL') kills++;
    else if (code !== 0) throw new Error(`the sweep ended with code ${code}: ${stderr}`);
  }
  return { ends, kills };
}

/** The results of a folder, without what differs from run to run. */
export async function resultsOf(folder: string): Promise<Omit<CellRecord, 'seconds' | 'attempts'>[]> {
  const results: Omit<CellRecord, 'seconds' | 'attempts'>[] = [];
  for await (const { seconds: _, attempts: __, ...result } of readRecords(folder)) results.push(result);
  return results;
}
