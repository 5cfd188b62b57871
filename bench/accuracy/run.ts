/**
 * `npm run docs:accuracy`: measures every error bound with both builds, float32 against float64 training and the two builds
 * against each other; writes bench/results/accuracy.json, docs/evidence/accuracy.md and the tables of docs/accuracy.md.
 * A few minutes. With `--build NAME` one build alone, as JSON lines.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type Build, configure } from '../../src/wasm/load';
import { machineName } from '../nodeHost';
import { agreements, sideBySide } from './agreement';
import { measureAll } from './measureBounds';
import { type AccuracyResult, type BuildResult, writePages } from './page';

const root = join(import.meta.dirname, '..', '..');
const at = process.argv.indexOf('--build');

/** Everything that one process measures; the portable one says how far it is. */
function measured(build: Build): BuildResult {
  if (build === 'relaxed' && process.versions.node.startsWith('20.')) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  configure({ build });
  const bounds = measureAll(({ name, worst }) => process.stderr.write(`${build} ${worst.toPrecision(3)} ${name}\n`));
  return { bounds, agreement: build === 'portable' ? agreements() : [], lists: sideBySide() };
}

if (at > 0) {
  process.stdout.write(JSON.stringify(measured(process.argv[at + 1] as Build)));
} else {
  const results = Object.fromEntries(
    (['portable', 'relaxed'] as const).map((build) => {
      const args = ['--import', 'tsx', import.meta.filename, '--build', build];
      const text = execFileSync(process.execPath, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        maxBuffer: 2 ** 28,
      });
      return [build, JSON.parse(text) as BuildResult];
    }),
  ) as Record<Build, BuildResult>;
  const result: AccuracyResult = {
    date: new Date().toISOString().slice(0, 10),
    machine: machineName(),
    runtime: `Node ${process.versions.node}`,
    bounds: { portable: results.portable.bounds, relaxed: results.relaxed.bounds },
    agreement: results.portable.agreement,
    lists: { portable: results.portable.lists, relaxed: results.relaxed.lists },
  };
  const { lists: _, ...kept } = result;
  writeFileSync(join(root, 'bench', 'results', 'accuracy.json'), `${JSON.stringify(kept, null, 1)}\n`);
  for (const line of writePages(root, result)) console.log(line);
}
