/**
 * `npm run bench -- linalg [--rounds N] [--build relaxed]`: factorizations beside ml-matrix and numpy on one thread, in
 * interleaved rounds; the machinery and the targets are those of bench:peers (bench/peers/factorTasks.ts).
 * `npm run bench -- linalg --accuracy`: the residuals of every function on every test matrix, and eigh at n = 2048.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Build } from '../src/wasm/load';
import { accuracyPage } from './linalgAccuracy';
import { fillSection, speedLines } from './linalgPage';
import { machineName } from './nodeHost';
import { bundleWorkers, engineOf, installPeers, startContestants } from './peers/contestants';
import { factorGroup } from './peers/factorTasks';
import { groupResult } from './peers/groupResult';
import { targetRows } from './peers/markdown';
import { aligned } from './peers/report';

export interface LinalgOptions {
  build: Build;
  /** Default 5, the least. */
  rounds?: number;
  accuracy: boolean;
  /** Part of the result's file name. */
  label?: string;
}

export async function run({ build, rounds = 5, accuracy, label }: LinalgOptions): Promise<void> {
  if (accuracy) {
    const { page, summary } = accuracyPage();
    writeFileSync(join(import.meta.dirname, '..', 'docs', 'evidence', 'linear-algebra.md'), page);
    fillSection('accuracy', summary);
    return;
  }
  const names = [build, 'numpy', ...(installed() ? ['ml-matrix'] : [])];
  await bundleWorkers(names.includes('ml-matrix') ? ['ours', 'mlMatrix'] : ['ours']);
  const engine = engineOf(process.execPath);
  const { contestants, versions, absent } = await startContestants(engine, names);
  const machine = machineName();
  const runtime = `Node ${engine.version} (V8 ${engine.v8})`;
  console.log(`${runtime}, ${machine}, ${Math.max(5, rounds)} rounds`);
  for (const [name, version] of Object.entries(versions)) console.log(`  ${name}: ${version}`);
  for (const [name, reason] of Object.entries(absent)) console.log(`  ${name}: not measured (${reason})`);
  if (absent.numpy) console.log('  On Debian: apt-get install python3-numpy libopenblas0-pthread, or PYTHON=…');
  try {
    const result = await groupResult(factorGroup, contestants, { machine, runtime, rounds: Math.max(5, rounds) });
    const rows = targetRows(result.tasks.flatMap(({ verdicts }) => verdicts));
    console.log(rows.length > 1 ? `\nTargets\n${aligned(rows)}` : '\nNo target without numpy or ml-matrix.');
    const folder = join(import.meta.dirname, 'results');
    mkdirSync(folder, { recursive: true });
    const file = ['linalg', build, label, 'json'].filter(Boolean).join('.');
    writeFileSync(join(folder, file), `${JSON.stringify({ versions, absent, ...result }, null, 2)}\n`);
    const complete = versions.portable && versions.numpy && versions['ml-matrix'];
    if (complete && !label) fillSection('speed', speedLines(result));
  } finally {
    for (const contestant of contestants) contestant.stop();
  }
}

/** Whether ml-matrix is there, after an attempt to install it. */
function installed(): boolean {
  try {
    installPeers();
    return true;
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    console.log(`  ml-matrix: not measured (the peers could not be installed: ${reason})`);
    return false;
  }
}
