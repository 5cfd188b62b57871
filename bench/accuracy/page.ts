/** The tables of docs/accuracy.md and docs/evidence/accuracy.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Build } from '../../src/wasm/load';
import { errorBounds } from '../../test/reference/errorBounds/index';
import { fillSection } from '../linalgPage';
import { type Agreement, distance } from './agreement';
import type { Measured } from './measureBounds';

export interface BuildResult {
  bounds: Measured[];
  agreement: Agreement[];
  lists: Record<string, number[]>;
}

export interface AccuracyResult {
  date: string;
  machine: string;
  runtime: string;
  bounds: Record<Build, Measured[]>;
  agreement: Agreement[];
  lists: Record<Build, Record<string, number[]>>;
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
/** Bars inside a cell would end it. */
const cell = (text: string) => text.replaceAll('|', '\\|');
const figure = (x: number) => (x === 0 ? '0' : x < 0.001 ? x.toExponential(0) : String(Number(x.toPrecision(2))));
const power = (x: number) => (x >= 1e4 || x < 0.01 ? x.toExponential(0).replace('+', '') : String(x));
const codes = (names: readonly string[]) => names.map((name) => name.replace(/^[\w.]+/, '`$&`')).join(', ');

export function boundTable({ portable, relaxed }: Record<Build, Measured[]>): string[] {
  return [
    row(['function', 'dtype', 'error', 'bound', 'portable', 'relaxed']),
    row(['---', '---', '---', '---', '---:', '---:']),
    ...errorBounds.map((bound, i) =>
      row([
        codes(bound.functions.filter((name) => !name.endsWith('Steps'))),
        bound.dtype.replace('float', ''),
        cell(bound.error),
        cell(bound.bound),
        figure(portable[i].worst),
        figure(relaxed[i].worst),
      ]),
    ),
  ];
}

function agreementTable(found: readonly Agreement[]): string[] {
  return [
    row(['L', 'N', 'steps', 'loss', 'predictor', 'weights']),
    row(['---:', '---:', '---:', '---:', '---:', '---:']),
    ...found.map(({ hidden, width, steps, loss, predictor, weights }) =>
      row([String(hidden), String(width), String(steps), ...[loss, predictor, weights].map((x) => x.toExponential(1))]),
    ),
  ];
}

/** The worst over the widths. */
export function worstAgreements(found: readonly Agreement[]): string[] {
  const groups = new Map<string, Agreement[]>();
  for (const one of found) {
    const key = `${one.hidden} ${one.steps}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [
    row(['L', 'steps', 'loss', 'predictor', 'weights']),
    row(['---:', '---:', '---:', '---:', '---:']),
    ...[...groups.values()].map((group) => {
      const most = (of: (one: Agreement) => number) => Math.max(...group.map(of)).toExponential(1);
      return row([
        String(group[0].hidden),
        String(group[0].steps),
        most(({ loss }) => loss),
        most(({ predictor }) => predictor),
        most(({ weights }) => weights),
      ]);
    }),
  ];
}

function buildTable({ portable, relaxed }: Record<Build, Record<string, number[]>>): string[] {
  return [
    row(['', 'relative difference']),
    row(['---', '---:']),
    ...Object.entries(portable).map(([name, values]) => {
      const difference = distance(relaxed[name], values);
      return row([name, difference === 0 ? 'none: same bits' : difference.toExponential(1)]);
    }),
  ];
}

/** One table an area: rows by function, columns by size, and by condition where there are any; the worse of both builds. */
function details({ portable, relaxed }: Record<Build, Measured[]>): string[] {
  const worse = (a: readonly number[], b: readonly number[]) => a.map((x, k) => figure(Math.max(x, b[k])));
  return errorBounds.flatMap((bound, i) => {
    const { conditions } = bound;
    const [a, b] = [portable[i], relaxed[i]];
    const head = [
      ...bound.sizes.map((n) => `n = ${n}`),
      ...(conditions ?? []).map((condition) => `κ = ${power(condition)}`),
    ];
    const values = [...worse(a.bySize, b.bySize), ...(conditions ? worse(a.byCondition, b.byCondition) : [])];
    const isFirst = i === 0 || errorBounds[i - 1].area !== bound.area;
    return [
      ...(isFirst ? [`## ${bound.area}`, ''] : []),
      `${codes(bound.functions)}, ${bound.dtype}: ${bound.error} against ${bound.bound}; ${a.cases} cases a build.`,
      '',
      row(head),
      row(head.map(() => '---:')),
      row(values),
      '',
    ];
  });
}

/** Writes the pages and returns what a reader of the terminal wants to know. */
export function writePages(root: string, result: AccuracyResult): string[] {
  const { portable, relaxed } = result.bounds;
  const cases = [...portable, ...relaxed].reduce((sum, measured) => sum + measured.cases, 0);
  const over = [...portable, ...relaxed].filter(({ worst }) => !(worst <= 1));
  const made = `Made by \`npm run docs:accuracy\` on ${result.date}: ${result.machine}, ${result.runtime}.`;
  const summary = `${portable.length} bounds, ${cases} cases, ${over.length} beyond a bound.`;
  fillSection('bounds', [`${made} ${summary}`, '', ...boundTable(result.bounds)], 'accuracy.md');
  fillSection('agreement', worstAgreements(result.agreement), 'accuracy.md');
  fillSection('builds', buildTable(result.lists), 'accuracy.md');
  const page = [
    '# Error bounds, by size and condition',
    '',
    `Largest error over its bound; the worse of both builds. What the bounds say: [accuracy](../accuracy.md). ${made}`,
    summary,
    '',
    ...details(result.bounds),
    '## Float32 against float64 training',
    '',
    ...agreementTable(result.agreement),
    '',
  ].join('\n');
  writeFileSync(join(root, 'docs', 'evidence', 'accuracy.md'), page);
  return [summary, ...over.map(({ name, worst }) => `beyond its bound: ${name}: ${worst}`)];
}
