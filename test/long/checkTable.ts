import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { experiments } from '../../src/experiments/registry';
import { studyChecks, studyTable } from './checkStudy';

/*
 * Writes the table of docs/evidence/checks.md: `npx tsx test/long/checkTable.ts [ids] [--minutes 20] [--repetitions 24] [--wrong 60]`.
 * Verdicts are kept in build/checks, so that parts may be run apart, or at the same time; without ids the table is made of all that is
 * there, with --minutes 0 of nothing else. Delete the folder after a change of a check.
 */
const root = join(import.meta.dirname, '..', '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string' }, repetitions: { type: 'string' }, wrong: { type: 'string' } },
});
const known = experiments.map(({ id }) => id);
const unknown = positionals.filter((id) => !known.includes(id));
if (unknown.length > 0)
  throw new Error(`checkTable: expected ids among ${known.join(', ')}, got ${unknown.join(', ')}`);
const count = (text?: string) => (text === undefined ? undefined : Number(text));
const results = studyChecks({
  ids: positionals.length > 0 ? positionals : undefined,
  minutes: count(values.minutes),
  repetitions: count(values.repetitions),
  wrongRepetitions: count(values.wrong),
  folder: join(root, 'build', 'checks'),
});
const table = studyTable(results);
console.log(table);
if (positionals.length === 0) {
  const page = join(root, 'docs', 'evidence', 'checks.md');
  const begin = '<!-- table -->\n';
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${table}`);
}
