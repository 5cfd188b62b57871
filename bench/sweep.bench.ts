/**
 * `npm run bench -- sweep`: what a sweep costs beside its cells: how busy the pool is, the coordinator's memory as cells add up, and the
 * time from `sweep resume` to the first cell.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from './harness';
import { machineName } from './nodeHost';
import { resumeSeconds } from './resumeSeconds';
import { memoryNumbers, poolNumbers } from './sweepNumbers';

export default suite({ title: 'Sweeps', contestants: () => [] });

export async function run({ build, label }: { build: string; label?: string }): Promise<void> {
  const machine = machineName();
  console.log(`Sweeps: ${machine}, Node ${process.versions.node}\n`);
  const pool: Awaited<ReturnType<typeof poolNumbers>>[] = [];
  for (const seconds of [0.05, 0.2]) {
    const row = await poolNumbers(Math.round(8 / seconds), seconds);
    pool.push(row);
    console.log(
      `${row.cells} cells of ${(1000 * row.cellSeconds).toFixed(0)} ms on ${row.workers} threads: ${(100 * row.busy).toFixed(1)} % of the threads' time in cells (target: 90)`,
    );
  }
  const memory = await memoryNumbers(10_000);
  const { rows, bytesPerCell } = memory;
  console.log(
    `10,000 cells: ${rows[0].mebibytes.toFixed(2)} MiB after ${rows[0].cells}, ${rows.at(-1)!.mebibytes.toFixed(2)} MiB after all: ${bytesPerCell.toFixed(0)} bytes a cell (target: no growth)`,
  );
  const resume = await resumeSeconds(1000);
  console.log(`resume of 1,000 cells, half of them done: ${resume.toFixed(2)} s to the first cell (target: 2)`);
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const file = ['sweep', build, label, 'json'].filter(Boolean).join('.');
  const result = { machine, runtime: `Node ${process.versions.node}`, pool, memory, resume };
  writeFileSync(join(folder, file), `${JSON.stringify(result, null, 2)}\n`);
}
