/**
 * `npm run bench:peers [-- --only gemm,step] [--rounds N] [--node 24] [--out FOLDER]`: ours and others, side by side in one
 * run. From 5 rounds (the default) on it writes bench/results/peers.json, gemm.svg and the tables of docs/benchmarks.md; with
 * --out only into that folder, with --node (the JavaScript contestants run by another version) only peers.node24.json.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineName } from '../nodeHost';
import { nodeBinary } from '../otherNode';
import { bundleWorkers, engineOf, installPeers, startContestants } from './contestants';
import { groupResult, progress } from './groupResult';
import { type LoadRow, loadTable, loadVerdicts, measureLoad } from './load';
import { intoPage, markdown, targetRows } from './markdown';
import { gemmPlot } from './plot';
import { aligned, type Verdict } from './report';
import type { Results } from './results';
import { groups } from './tasks';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    node: { type: 'string' },
    out: { type: 'string' },
  },
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
if (values.node !== undefined && !/^\d+$/.test(values.node)) {
  console.error(`bench:peers: --node: expected a major version such as 22, got ${values.node}`);
  process.exit(2);
}

const folder = values.out ?? join(import.meta.dirname, '..', 'results');
const file = join(folder, values.node ? `peers.node${values.node}.json` : 'peers.json');
/** Other runs leave the committed picture and page alone; a figure is the best of at least five rounds. */
const enough = rounds >= 5 || values.out !== undefined;
const publishes = enough && !values.out && !values.node;
const page = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');
mkdirSync(folder, { recursive: true });

/** Groups of earlier runs stay, each with its date, and so do the times of fresh processes. */
function earlier(): Partial<Results> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Results;
  } catch {
    return {};
  }
}

const engine = engineOf(values.node ? nodeBinary(values.node) : process.execPath);
installPeers();
await bundleWorkers();
const { contestants, versions, absent } = await startContestants(engine);
const machine = machineName();
const runtime = `Node ${engine.version} (V8 ${engine.v8})`;
console.log(
  `${runtime}, ${machine}, ${rounds} round${rounds === 1 ? '' : 's'}${enough ? '' : ' (fewer than 5: no file is written)'}`,
);
for (const [name, version] of Object.entries(versions)) console.log(`  ${name}: ${version}`);
for (const [name, reason] of Object.entries(absent)) console.log(`  ${name}: not measured (${reason})`);

const before = earlier();
const results = { ...before.groups };
const all: Verdict[] = [];
let load: LoadRow[] | undefined;
function save(): void {
  const order = groups.filter(({ name }) => results[name]).map(({ name }) => [name, results[name]]);
  const shown = load ?? before.load;
  const everything: Results = { versions, absent, groups: Object.fromEntries(order), ...(shown && { load: shown }) };
  if (enough) writeFileSync(file, `${JSON.stringify(everything, null, 2)}\n`);
  if (publishes) writeFileSync(page, intoPage(readFileSync(page, 'utf8'), markdown(everything)));
}

for (const group of groups.filter(({ name }) => chosen.includes(name))) {
  const result = await groupResult(group, contestants, { machine, runtime, rounds });
  all.push(...result.tasks.flatMap(({ verdicts }) => verdicts));
  results[group.name] = result;
  save();
  if (group.name === 'gemm' && enough && !values.node) writeFileSync(join(folder, 'gemm.svg'), gemmPlot(result));
}
for (const contestant of contestants) contestant.stop();

if (chosen.includes('load')) {
  load = measureLoad(Math.max(5, rounds), engine.binary, progress);
  progress('');
  console.log(`\n${loadTable(load)}`);
  save();
}
const summary = targetRows(all, load);
if (summary.length > 1) console.log(`\nTargets\n${aligned(summary)}`);
const missed = all.filter(({ met }) => !met);
const times = loadVerdicts(load ?? []);
const late = times.filter(({ met }) => !met);
const count = all.length + times.length;
const misses = missed.length + late.length;
console.log(`\n${count - misses} of ${count} targets met${misses > 0 ? '; missed:' : ''}`);
for (const { name, value, most } of late) console.log(`  ${name}: ${value.toFixed(1)} ms, target ${most} ms`);
for (const { task, build, against, ratio, target } of missed) {
  console.log(`  ${task}: ${build} against ${against} ${ratio.toPrecision(3)}×, target ${target}×`);
}
