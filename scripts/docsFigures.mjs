/** Runs the scripts of docs/figures, each of which writes the picture of its name. `npm run docs:figures -- joint-limit` runs one. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'figures');
const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'figure.ts')
  .map((name) => name.slice(0, -'.ts'.length));
const asked = process.argv.slice(2);
for (const name of asked) {
  if (!names.includes(name)) {
    process.stderr.write(`docs:figures: expected one of ${names.join(', ')}, got ${name}\n`);
    process.exit(2);
  }
}
for (const name of asked.length > 0 ? asked : names) {
  const started = performance.now();
  execFileSync(process.execPath, [tsx, join(folder, `${name}.ts`)], { stdio: 'inherit' });
  process.stdout.write(`docs/figures/${name}.svg (${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
}
