/** `npm run bench [-- NAME…] [--build relaxed] [--rounds N]`: runs bench/*.bench.ts, prints tables, writes bench/results/. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { type Build, configure } from '../src/wasm/load';
import { measure, type Suite, table } from './harness';

const { values, positionals } = parseArgs({
  options: { build: { type: 'string', default: 'portable' }, rounds: { type: 'string' } },
  allowPositionals: true,
});
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`bench: expected names among ${known.join(', ')}, got ${unknown.join(', ')}`);
  process.exit(2);
}

// Node 20 has relaxed SIMD behind this flag; later versions have it on.
if (values.build === 'relaxed' && process.versions.node.startsWith('20.')) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}
configure({ build: values.build as Build });

for (const name of positionals.length > 0 ? positionals : known) {
  const { default: suite } = (await import(`./${name}.bench.ts`)) as { default: Suite };
  const report = await measure({ ...suite, ...(values.rounds && { rounds: Number(values.rounds) }) });
  console.log(table(report));
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.${report.build}.json`), `${JSON.stringify(report, null, 2)}\n`);
}
