/**
 * What V8 makes of the hot kernels: the instructions of every innermost loop with vector arithmetic, by kind, for each
 * vector multiply-add.
 *
 *     npx tsx bench/profile.ts [bandF32 skinnyNtF32 …] [--build relaxed] [--node 24] [--code]
 *
 * x86-64 only. V8 repeats short loops; the counts are of the repeated loop divided by its multiply-adds. A comparison and
 * its jump are one. `--code` prints the loops.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeBinary } from './otherNode';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    build: { type: 'string', default: 'portable' },
    node: { type: 'string' },
    code: { type: 'boolean', default: false },
  },
});
const kernels = positionals.length > 0 ? positionals : ['bandF32', 'bandF64', 'gridF32', 'skinnyNtF32', 'skinnyNnF32'];
const file = join(dirname(import.meta.dirname), 'build', 'wasm', `${values.build}.wasm`);
const binary = values.node ? nodeBinary(values.node) : process.execPath;
const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();

/** Loops that hold no other loop, of one function's printed code. */
function innermostLoops(code: string): string[][] {
  const lines = [...code.matchAll(/^0x([0-9a-f]+) +[0-9a-f]+ +[0-9a-f]+ +(?:REX\.W )?(.*)$/gm)];
  const at = new Map(lines.map(([, address], index) => [address, index]));
  const loops = lines.flatMap(([, , text], last) => {
    const first = at.get(/^j\w+ 0x([0-9a-f]+)/.exec(text)?.[1] ?? '');
    return first !== undefined && first <= last ? [{ first, last }] : [];
  });
  return loops
    .filter((outer) => !loops.some((loop) => loop !== outer && loop.first >= outer.first && loop.last <= outer.last))
    .map(({ first, last }) => lines.slice(first, last + 1).map(([, , text]) => text));
}

function kind(instruction: string): string {
  if (/^v(mul|add|sub|fn?madd\w*)p[sd]/.test(instruction)) return 'arithmetic';
  if (/^v.*\[rbp/.test(instruction)) return 'spills';
  if (/^vmov\w+ \[/.test(instruction)) return 'stores';
  if (/^v.*\[/.test(instruction)) return 'loads';
  if (instruction.startsWith('v')) return 'other vector';
  return instruction.startsWith('j') ? 'jumps' : 'scalar';
}

const relaxed = values.build === 'relaxed' && version.startsWith('v20.') ? ['--experimental-wasm-relaxed-simd'] : [];
const flags = ['--no-liftoff', '--no-wasm-lazy-compilation', '--print-wasm-code', ...relaxed];
const compile = `new WebAssembly.Module(require('node:fs').readFileSync(${JSON.stringify(file)}))`;
const printed = execFileSync(binary, [...flags, '-e', compile], { encoding: 'utf8', maxBuffer: 2 ** 28 });
const codes = new Map(
  printed.split('--- WebAssembly code ---').map((code) => [/^index: (\d+)$/m.exec(code)?.[1], code] as const),
);
// The module imports no function, so the text lists the functions by index.
const names = [...readFileSync(file.replace(/wasm$/, 'wat'), 'utf8').matchAll(/^ \(func \$(\S+)/gm)].map(([, name]) =>
  name.split('/').pop(),
);

console.log(`${values.build} build, ${version}: instructions per vector multiply-add`);
for (const name of kernels) {
  const code = codes.get(String(names.indexOf(name)));
  if (code === undefined) throw new Error(`profile: expected a function of the ${values.build} module, got "${name}"`);
  for (const loop of innermostLoops(code)) {
    const multiplyAdds = loop.filter((text) => /^v(mul|fn?madd\w*)p[sd]/.test(text)).length;
    // A jump back from the code behind a function's end, such as a stack check, is no loop.
    if (multiplyAdds < 8 || loop.some((text) => /^(ret|call)/.test(text))) continue;
    const counts = new Map<string, number>();
    for (const text of loop) counts.set(kind(text), (counts.get(kind(text)) ?? 0) + 1);
    const per = (count: number) => (count / multiplyAdds).toFixed(2);
    const all = loop.length - (counts.get('jumps') ?? 0);
    counts.delete('jumps');
    const parts = [...counts].sort().map(([of, count]) => `${of} ${per(count)}`);
    console.log(`${name}: ${multiplyAdds} multiply-adds, ${per(all)} in all: ${parts.join(', ')}`);
    if (values.code) console.log(loop.map((text) => `    ${text}`).join('\n'));
  }
}
