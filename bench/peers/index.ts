/**
 * `npm run bench:peers [-- --only gemm,step] [--rounds N] [--out FOLDER]`: ours and others, side by side in one run. Writes
 * bench/results/peers.json, gemm.svg and the tables of docs/benchmarks.md; with --out only into that folder.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineName } from '../nodeHost';
import { bundleWorkers, installPeers, startContestants } from './contestants';
import { type LoadRow, loadTable, measureLoad } from './load';
import { intoPage, markdown } from './markdown';
import { measureGroup } from './measureGroup';
import { gemmPlot } from './plot';
import { ratesOf, taskTable, type Verdict, verdicts } from './report';
import type { GroupResult, Results } from './results';
import { targets } from './targets';
import { groups } from './tasks';

const { values } = parseArgs({
  options: { only: { type: 'string' }, rounds: { type: 'string', default: '5' }, out: { type: 'string' } },
});
const known = [...groups.map(({ name }) => name), 'load'];
const chosen = values.only?.split(',') ?? known;
const rounds = Number(values.rounds);
const wrong = chosen.filter((name) => !known.includes(name));
if (wrong.length > 0 || !(rounds >= 1)) {
  const problem = wrong.length > 0 ? `--only: expected ${known.join(', ')}` : '--rounds: expected a positive number';
  console.error(`bench:peers: ${problem}, got ${wrong.join(', ') || values.rounds}`);
  process.exit(2);
}

const folder = values.out ?? join(import.meta.dirname, '..', 'results');
const file = join(folder, 'peers.json');
const page = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');
mkdirSync(folder, { recursive: true });

/** Groups of earlier runs stay, each with its date. */
function earlier(): Results['groups'] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Results).groups;
  } catch {
    return {};
  }
}

const progress = (text: string) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
};

installPeers();
await bundleWorkers();
const { contestants, versions, absent } = await startContestants();
const machine = machineName();
const runtime = `Node ${process.versions.node} (V8 ${process.versions.v8})`;
console.log(`${runtime}, ${machine}, ${rounds} rounds`);
for (const [name, version] of Object.entries(versions)) console.log(`  ${name}: ${version}`);
for (const [name, reason] of Object.entries(absent)) console.log(`  ${name}: not measured (${reason})`);

const results = earlier();
const all: Verdict[] = [];
let load: LoadRow[] | undefined;
function save(): void {
  const everything: Results = { versions, absent, groups: results, ...(load && { load }) };
  writeFileSync(file, `${JSON.stringify(everything, null, 2)}\n`);
  if (!values.out) writeFileSync(page, intoPage(readFileSync(page, 'utf8'), markdown(everything)));
}

for (const group of groups.filter(({ name }) => chosen.includes(name))) {
  const started = performance.now();
  console.log(`\n${group.title}`);
  const measured = await measureGroup(group, contestants, rounds, progress);
  progress('');
  const rates = new Map([...measured].map(([task, entries]) => [task.name, ratesOf(task, entries)]));
  const result: GroupResult = {
    title: group.title,
    date: new Date().toISOString(),
    machine,
    runtime,
    rounds,
    tasks: [],
  };
  for (const task of group.tasks) {
    const own = rates.get(task.name)!;
    const found = targets
      .filter((target) => target.group === group.name && target.tasks.test(task.name))
      .flatMap((target) => verdicts(task.name, target, own, target.of ? rates.get(target.of(task.name)) : own));
    console.log(taskTable(task, own, found));
    all.push(...found);
    result.tasks.push({ name: task.name, unit: task.rate.unit, rates: own, verdicts: found });
  }
  results[group.name] = result;
  save();
  if (group.name === 'gemm') writeFileSync(join(folder, 'gemm.svg'), gemmPlot(result));
  console.log(`(${((performance.now() - started) / 1e3).toFixed(0)} s)`);
}
for (const contestant of contestants) contestant.stop();

if (chosen.includes('load')) {
  load = measureLoad(Math.max(5, rounds), progress);
  progress('');
  console.log(`\n${loadTable(load)}`);
  save();
}
const missed = all.filter(({ met }) => !met);
console.log(`\n${all.length - missed.length} of ${all.length} targets met${missed.length > 0 ? '; missed:' : ''}`);
for (const { task, build, against, ratio, target } of missed) {
  console.log(`  ${task}: ${build} against ${against} ${ratio.toPrecision(3)}×, target ${target}×`);
}
