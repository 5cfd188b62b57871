/**
 * `npm run bench -- queue`: what a queue costs beside its cells: empty cells a second through Redis on this machine, the coordinator's
 * memory as they add up, how busy two workers are beside a pool of two threads, and whether 64 workers do 64 times as much as one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redisServer } from '../test/package/redisServer';
import { suite } from './harness';
import { machineName } from './nodeHost';
import { busyRounds, emptyNumbers, sleepNumbers } from './queueNumbers';

export default suite({ title: 'Queues', contestants: () => [] });

/** A study of so many cells; fewer are done where the time for them is up. */
const manyCells = 100_000;
const manySeconds = 90;

export async function run({
  build,
  rounds = 5,
  label,
}: {
  build: string;
  rounds?: number;
  label?: string;
}): Promise<void> {
  const machine = machineName();
  console.log(`Queues: ${machine}, Node ${process.versions.node}\n`);
  const server = await redisServer();
  const { url } = server;
  try {
    const busy = await busyRounds(url, rounds, 0.2, 40);
    const best = (of: 'queue' | 'pool') => Math.max(...busy.map((round) => round[of]));
    const shown = (of: 'queue' | 'pool') => busy.map((round) => (100 * round[of]).toFixed(1)).join(', ');
    const cell = (1000 * busy[0].cellSeconds).toFixed(0);
    console.log(
      `cells of ${cell} ms on two workers: ${(100 * best('queue')).toFixed(1)} % of their threads' time in cells (goal: 90), best of ${shown('queue')}; a pool of two threads, in turns: ${(100 * best('pool')).toFixed(1)} %, best of ${shown('pool')}`,
    );
    const one = await sleepNumbers(url, 1, 0.5);
    const many = await sleepNumbers(url, 64, 0.5);
    const linear = many.atOnce / (64 * one.atOnce);
    console.log(
      `cells that sleep for 0.5 s: ${one.atOnce.toFixed(2)} at once on 1 worker, ${many.atOnce.toFixed(1)} on 64: ${linear.toFixed(3)} of linear (goal: 0.9)`,
    );
    const empty = await emptyNumbers(url, manyCells, manySeconds);
    console.log(`empty cells: ${empty.rate.toFixed(0)} a second, of ${empty.cells} (goal: 300)`);
    const [from, to] = [empty.rows[Math.floor(empty.rows.length / 4)], empty.rows.at(-1)!];
    console.log(
      `coordinator: ${from.mebibytes.toFixed(1)} MiB after ${from.cells} cells, ${to.mebibytes.toFixed(1)} MiB after ${to.cells}: ${empty.bytesPerCell.toFixed(0)} bytes a cell (goal: no growth)`,
    );
    const folder = join(import.meta.dirname, 'results');
    mkdirSync(folder, { recursive: true });
    const file = ['queue', build, label, 'json'].filter(Boolean).join('.');
    const result = { machine, runtime: `Node ${process.versions.node}`, busy, sleep: [one, many], linear, empty };
    writeFileSync(join(folder, file), `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await server.remove();
  }
}
