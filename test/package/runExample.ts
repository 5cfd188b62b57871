import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './codeBlocks';

/** A folder in which `import … from 'deeplinear'` finds the built package; `remove` deletes it. */
export function exampleFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'deeplinear-docs-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'deeplinear'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** What an example prints, line by line. */
export function printedBy(folder: string, code: string): string[] {
  writeFileSync(join(folder, 'example.mjs'), code);
  const printed = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
  return printed.trim().split('\n');
}

/** Prints, as JSON, what each of the examples of a folder prints, or undefined where it throws. */
const together = `
const printed = [];
for (const name of process.argv.slice(2)) {
  const lines = [];
  console.log = (...words) => lines.push(format(...words));
  printed.push(await import(pathToFileURL(name)).then(() => lines.join('\\n'), () => null));
}
process.stdout.write(JSON.stringify(printed));
`;

/** What several examples print, run one after the other by one process; undefined for those that throw. */
export function printedTogether(folder: string, codes: readonly string[]): (string[] | undefined)[] {
  const names = codes.map((code, i) => {
    writeFileSync(join(folder, `example${i}.mjs`), code);
    return join(folder, `example${i}.mjs`);
  });
  const imports = "import { format } from 'node:util';\nimport { pathToFileURL } from 'node:url';\n";
  writeFileSync(join(folder, 'together.mjs'), imports + together);
  const words = [join(folder, 'together.mjs'), ...names];
  const printed = JSON.parse(execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' }));
  return printed.map((text: string | null) => text?.trim().split('\n'));
}

/** What its comments promise: those beside each `console.log`, then those of its last lines. */
export function promisedBy(code: string): string[] {
  const beside = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
  const below = code.split('\n').reverse().slice(1);
  const end = below.findIndex((line) => !line.startsWith('// '));
  const last = below.slice(0, Math.max(0, end)).reverse();
  return [...beside, ...last.map((line) => line.slice(3))];
}
