/** The results as tables for the documentation. */
import { type LoadRow, loadVerdicts } from './load';
import { builds, type Rate, type Verdict } from './report';
import type { GroupResult, Results } from './results';
import { loadTargets } from './targets';

const number = (value?: number) =>
  value === undefined ? '' : value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const header = (cells: readonly string[]) => [row(cells), row(cells.map((_, i) => (i === 0 ? '---' : '---:')))];

/** Best rates; in brackets the median. */
function ratesTable({ title, date, runtime, rounds, tasks }: GroupResult, order: readonly string[]): string[] {
  const names = order.filter((name) => tasks.some(({ rates }) => rates.some(({ contestant }) => contestant === name)));
  const cell = (rate?: Rate) =>
    rate?.best === undefined ? (rate?.reason ? 'failed' : '') : `${number(rate.best)} (${number(rate.median)})`;
  return [
    `### ${title}`,
    '',
    `${date.slice(0, 10)}, ${runtime}, ${rounds} rounds; best (median).`,
    '',
    ...header(['', ...names]),
    ...tasks.map(({ name, unit, rates }) =>
      row([`${name}, ${unit}`, ...names.map((who) => cell(rates.find(({ contestant }) => contestant === who)))]),
    ),
    '',
  ];
}

/** Rows of the table of all targets: name, build, target, what was reached, how many tasks meet it. */
export function targetRows(verdicts: readonly Verdict[], load: readonly LoadRow[] = []): string[][] {
  const names = [...new Set(verdicts.map(({ name }) => name))];
  const rows = names.flatMap((name) =>
    builds.flatMap((build) => {
      const found = verdicts.filter((verdict) => verdict.name === name && verdict.build === build);
      if (found.length === 0) return [];
      const ratios = found.map(({ ratio }) => ratio);
      const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map(number);
      const met = found.filter((verdict) => verdict.met).length;
      const reached = least === most ? least : `${least} … ${most}`;
      const share = met === found.length ? 'met' : `${met} of ${found.length}`;
      return [[name, build, `≥ ${number(found[0].target)}`, reached, share]];
    }),
  );
  const times = loadVerdicts(load).map(({ name, value, most, met }) => [
    name,
    'portable',
    `≤ ${most} ms`,
    `${value.toFixed(1)} ms`,
    met ? 'met' : '0 of 1',
  ]);
  return [['', 'build', 'target', 'reached', 'met'], ...rows, ...times];
}

function loadTable(rows: readonly LoadRow[]): string[] {
  const cell = (value?: { best: number; median: number }) =>
    value ? `${value.best.toFixed(1)} (${value.median.toFixed(1)})` : '';
  return [
    '### Fresh process, ms',
    '',
    `Best (median). Targets: import ≤ ${loadTargets.import}, first product ≤ ${loadTargets.firstProduct}.`,
    '',
    ...header(['', 'import and start', 'first 64×64 product']),
    ...rows.map(({ contestant, loaded, product, reason }) =>
      row([contestant, reason ?? cell(loaded), reason ? '' : cell(product)]),
    ),
    '',
  ];
}

export function markdown({ versions, absent, groups, load }: Results): string {
  const all = Object.values(groups);
  const verdicts = all.flatMap(({ tasks }) => tasks.flatMap((task) => task.verdicts));
  const [columns, ...targets] = targetRows(verdicts, load);
  const others = Object.entries(versions).filter(([name]) => !builds.some((build) => build === name));
  const missing = Object.entries(absent).map(([name, reason]) => `; ${name} was not measured (${reason})`);
  return [
    `Machine: ${[...new Set(all.map(({ machine }) => machine))].join('; ')}. Contestants: ` +
      `${[...new Set(others.map(([, version]) => version))].join(', ')}${missing.join('')}.`,
    '',
    '### Targets',
    '',
    ...header(columns),
    ...targets.map(row),
    '',
    ...all.flatMap((group) => ratesTable(group, Object.keys(versions))),
    ...(load ? loadTable(load) : []),
  ].join('\n');
}

const MARK = '<!-- results of npm run bench:peers -->';

/** The page with what follows the mark replaced. */
export function intoPage(page: string, tables: string): string {
  const at = page.indexOf(MARK);
  if (at < 0) throw new Error(`docs/benchmarks.md: expected the line ${MARK}, got none`);
  return `${page.slice(0, at)}${MARK}\n\n${tables}`;
}
