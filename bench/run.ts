/**
 * `npm run bench [-- NAME…] [--build relaxed] [--rounds N] [--node 22 | --browser]`: runs bench/*.bench.ts, prints tables,
 * writes bench/results/NAME.BUILD.json; with --node or --browser NAME.BUILD.node22.json or NAME.BUILD.chromium.json.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { type Build, configure } from '../src/wasm/load';
import { measure, type Report, type Suite, table } from './harness';
import { runInChromium } from './inChromium';
import type { LinalgOptions } from './linalg.bench';
import { nodeHost } from './nodeHost';
import { runByNode } from './otherNode';

const { values, positionals } = parseArgs({
  options: {
    build: { type: 'string', default: 'portable' },
    rounds: { type: 'string' },
    node: { type: 'string' },
    browser: { type: 'boolean', default: false },
    /** linalg: residuals in place of times. */
    accuracy: { type: 'boolean', default: false },
    /** Part of the result's file name. */
    label: { type: 'string' },
  },
  allowPositionals: true,
});

/** Suites about Node processes. */
const nodeOnly = ['import', 'linalg', 'queue', 'sweep'];

const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
  .filter((name) => !values.browser || !nodeOnly.includes(name));
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`bench: expected names among ${known.join(', ')}, got ${unknown.join(', ')}`);
  process.exit(2);
}
if (values.build !== 'portable' && values.build !== 'relaxed') {
  console.error(`bench: --build: expected portable or relaxed, got ${values.build}`);
  process.exit(2);
}
if (values.node !== undefined && !/^\d+$/.test(values.node)) {
  console.error(`bench: --node: expected a major version such as 22, got ${values.node}`);
  process.exit(2);
}
const build: Build = values.build;
const names = positionals.length > 0 ? positionals : known;
const rounds = values.rounds ? Number(values.rounds) : undefined;

/** A suite, or a comparison of processes that prints and writes its results itself. */
interface Bench {
  default: Suite;
  run?: (options: LinalgOptions) => Promise<void>;
}

function show(name: string, report: Report, label?: string): void {
  console.log(table(report));
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const file = [name, report.build, label, 'json'].filter(Boolean).join('.');
  writeFileSync(join(folder, file), `${JSON.stringify(report, null, 2)}\n`);
}

if (values.node) {
  const others = ['--build', build, '--label', `node${values.node}`];
  if (values.accuracy) others.push('--accuracy');
  if (values.rounds) others.push('--rounds', values.rounds);
  process.exit(runByNode(values.node, 'run.ts', [...others, ...names]));
}
if (values.browser) {
  await runInChromium(names, build, rounds, (name, report) => show(name, report, 'chromium'));
} else {
  // Node 20 has relaxed SIMD behind this flag; later versions have it on.
  if (build === 'relaxed' && process.versions.node.startsWith('20.')) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  configure({ build });
  for (const name of names) {
    const { default: suite, run } = (await import(`./${name}.bench.ts`)) as Bench;
    if (run) await run({ build, rounds, accuracy: values.accuracy, label: values.label });
    else show(name, await measure({ ...suite, ...(rounds && { rounds }) }, nodeHost(build)), values.label);
  }
}
