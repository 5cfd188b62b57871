/**
 * `npm run fuzz -- --minutes 10`: cases of all public functions and readers on all cores, with fresh keys, until the time is
 * over. `--only NAME`, `--key KEY`, `--case NUMBER` run what a finding names again; `--cases` is how many of a cheap target are in one
 * round. Exit code 1 where something was found.
 */
import { parseArgs } from 'node:util';
import { type Driven, drive } from './drive';
import { findingText, table } from './table';

/** Cases of a cheap target in one round. */
const ROUND = 400;
/** Texts of findings of one kind that are printed. */
const PRINTED = 3;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    only: { type: 'string' },
    key: { type: 'string' },
    case: { type: 'string' },
    processes: { type: 'string' },
    cases: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes: expected a positive number, got ${values.minutes}`);
  const until = Date.now() + 60_000 * minutes;
  const total: Driven = { targets: new Map(), findings: [] };
  const kinds = new Map<string, number>();
  const single = values.case !== undefined;
  for (let round = 0; round === 0 || (Date.now() < until && !single); round++) {
    const key = values.key ?? `${Date.now().toString(36)}-${round}`;
    const driven = await drive({
      cases: single ? 1 : Number(values.cases ?? ROUND),
      from: single ? Number(values.case) : 0,
      key,
      only: values.only?.split(','),
      processes: values.processes === undefined ? undefined : Number(values.processes),
      until,
      onFinding: (finding) => {
        const kind = `${finding.target} ${finding.wrong.replace(/\d+/g, '0')}`.slice(0, 120);
        const seen = (kinds.get(kind) ?? 0) + 1;
        kinds.set(kind, seen);
        if (seen <= PRINTED) console.log(findingText(finding, key));
      },
    });
    total.findings.push(...driven.findings);
    for (const [target, { cases, seconds }] of driven.targets) {
      const sum = total.targets.get(target) ?? { cases: 0, seconds: 0 };
      total.targets.set(target, { cases: sum.cases + cases, seconds: sum.seconds + seconds });
    }
  }
  const cases = [...total.targets.values()].reduce((sum, target) => sum + target.cases, 0);
  console.log(table(total));
  console.log(
    `${cases} cases of ${total.targets.size} targets, ${total.findings.length} findings of ${kinds.size} kinds`,
  );
  process.exitCode = total.findings.length > 0 ? 1 : 0;
}

main();
