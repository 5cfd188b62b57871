/**
 * Writes docs/checks/: runs every check as it is, with fewer simulations and with each wrong law (about three minutes), keeps what
 * came out in results.json, and makes the pages of it. `npm run docs:checks -- catapult` runs one again; `-- --pages` none.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { experiments } from 'deeplinear';
import { register } from 'tsx/esm/api';

register();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { measureCheck } = await import('../lab/src/pages/measureCheck.ts');
const { checkFiles } = await import('../lab/src/pages/checkFiles.ts');

const folder = join(root, 'docs', 'checks');
const file = join(folder, 'results.json');
const asked = process.argv.slice(2).filter((word) => word !== '--pages');
const known = experiments.map(({ id }) => id);
for (const id of asked)
  if (!known.includes(id)) {
    console.error(`${id}: expected one of ${known.join(', ')}`);
    process.exit(2);
  }
const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const all = asked.length === 0 && !process.argv.includes('--pages');
for (const experiment of experiments.filter(({ id }) => all || asked.includes(id))) {
  results[experiment.id] = await measureCheck(experiment);
  console.log(experiment.id);
}
mkdirSync(folder, { recursive: true });
const ordered = Object.fromEntries(known.filter((id) => results[id]).map((id) => [id, results[id]]));
writeFileSync(file, `${JSON.stringify(ordered, null, 2)}\n`);
const measured = experiments.filter(({ id }) => ordered[id]);
for (const [name, text] of Object.entries(checkFiles(measured, ordered))) writeFileSync(join(folder, name), text);
