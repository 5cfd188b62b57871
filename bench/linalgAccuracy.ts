/** Residuals of every factorization on every test matrix, in units of n·ε·norm: docs/evidence/linear-algebra.md. */
import { NumericalError } from '../src/errors';
import type { Matrix } from '../src/matrix';
import { haarOrthogonal } from '../src/random/haarOrthogonal';
import { runtime, Workspace } from '../src/wasm/workspace';
import { orthogonality } from '../test/reference/residuals';
import { familyOf, type TestMatrix } from '../test/reference/testMatrices';
import { type Check, checks } from './linalgChecks';
import { machineName } from './nodeHost';

const sizes = [2, 21, 64, 256, 1024];
/** Largest error allowed, in the same units. */
const LIMIT = 50;

/** Errors by name, or why there are none. */
type Cell = Record<string, number> | string;

function cellOf(check: Check, a: Matrix): Cell {
  try {
    return check.errors(a);
  } catch (error) {
    if (error instanceof NumericalError) return 'refused';
    return `FAILED: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** The matrices of a check at some size: all of its families, each once. */
function matricesOf(check: Check): TestMatrix[] {
  const found = check.families.flatMap((family) => familyOf(family, 1));
  return [...new Set(found)];
}

const applies = (check: Check, test: TestMatrix, n: number): boolean =>
  check.families.some((family) => familyOf(family, n).includes(test)) && !check.except?.includes(test.name);

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const figure = (x: number) => (x === 0 ? '0' : x < 0.001 ? x.toExponential(0) : String(Number(x.toPrecision(2))));
const exceeds = (cell: Cell) =>
  typeof cell === 'string' ? cell.startsWith('FAILED') : Object.values(cell).some((x) => !(x <= LIMIT));
function text(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  const content = typeof cell === 'string' ? cell : Object.values(cell).map(figure).join(', ');
  return exceeds(cell) ? `**${content}**` : content;
}

interface Tabulated {
  lines: string[];
  worst: number;
  cells: number;
  refused: string[];
  exceeded: string[];
}

function tabulate(check: Check, onProgress: (text: string) => void): Tabulated {
  const result: Tabulated = { lines: [], worst: 0, cells: 0, refused: [], exceeded: [] };
  result.lines.push(`## ${check.name}`, '', check.measures, '');
  result.lines.push(row(['', ...sizes.map(String)]), row(['---', ...sizes.map(() => '---:')]));
  for (const test of matricesOf(check)) {
    const cells = sizes.map((n) => {
      if (!applies(check, test, n)) return undefined;
      onProgress(`${check.name}, ${test.name}, n = ${n}`);
      return cellOf(check, test.make(n));
    });
    cells.forEach((cell, at) => {
      if (cell === undefined) return;
      const where = `${check.name}, ${test.name}, n = ${sizes[at]}: ${text(cell)}`;
      result.cells++;
      if (exceeds(cell)) result.exceeded.push(where);
      if (cell === 'refused') result.refused.push(where);
      if (typeof cell !== 'string') result.worst = Math.max(result.worst, ...Object.values(cell));
    });
    if (cells.some((cell) => cell !== undefined)) result.lines.push(row([test.name, ...cells.map(text)]));
  }
  result.lines.push('');
  return result;
}

/** Seconds of a call, and the most it held in WebAssembly memory at once, in doubles. */
function timeAndWorkspace(run: () => unknown): { seconds: number; doubles: number } {
  const { bytes } = Workspace.prototype;
  const before = runtime().liveBytes;
  let most = before;
  // Every allocation passes here.
  Workspace.prototype.bytes = function (this: Workspace, size: number) {
    const address = bytes.call(this, size);
    most = Math.max(most, runtime().liveBytes);
    return address;
  };
  try {
    const start = performance.now();
    run();
    return { seconds: (performance.now() - start) / 1e3, doubles: (most - before) / 8 };
  } finally {
    Workspace.prototype.bytes = bytes;
  }
}

function largeEigen(symmetric: (n: number) => Matrix, eigh: (a: Matrix) => unknown): string {
  const n = 2048;
  const a = symmetric(n);
  const { seconds, doubles } = timeAndWorkspace(() => eigh(a));
  return (
    `eigh of a random symmetric matrix of n = ${n}: ${seconds.toFixed(1)} s (limit 25 s), ${(doubles / n ** 2).toFixed(2)} n² ` +
    'doubles of workspace, the copy of the argument included (limit 4 n²).'
  );
}

function haarLine(): string {
  const found = sizes.map((size) => figure(orthogonality(haarOrthogonal({ seed: 1, size }))));
  return `haarOrthogonal: ‖Qᵀ·Q − I‖ of ${found.join(', ')} units at n = ${sizes.join(', ')}.`;
}

/** Runs everything (some minutes), prints the tables as they come, and returns the page and its summary. */
export function accuracyPage(): { page: string; summary: string[] } {
  const progress = (line: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  };
  const tables = checks.map((check) => {
    const table = tabulate(check, progress);
    progress('');
    console.log(table.lines.join('\n'));
    return table;
  });
  const large = largeEigen(
    (n) => familyOf('symmetric', n)[0].make(n),
    (a) => checks.find(({ name }) => name === 'eigh')!.run(a),
  );
  const exceeded = tables.flatMap((table) => table.exceeded);
  const cells = tables.reduce((sum, table) => sum + table.cells, 0);
  const refused = tables.reduce((sum, table) => sum + table.refused.length, 0);
  const summary = [
    row(['', 'largest error', 'cases', 'over 50', 'refused']),
    row(['---', '---:', '---:', '---:', '---:']),
    ...tables.map((table, i) =>
      row([
        checks[i].name,
        figure(table.worst),
        String(table.cells),
        String(table.exceeded.length),
        String(table.refused.length),
      ]),
    ),
  ];
  const page = [
    '# Accuracy of dense linear algebra',
    '',
    'Errors in units of n·ε·norm (ε = 2^−52, Frobenius norms, n the larger side): the limit is 50 units for n up to 1024.',
    `Made by \`npm run bench -- linalg --accuracy\` on ${new Date().toISOString().slice(0, 10)}: ${machineName()}, Node ${process.versions.node}, ${runtime().build} build.`,
    'The matrices are in test/reference/testMatrices.ts, by name and n. "refused": a NumericalError, as documented, in place of a',
    'result (a system that is singular to working precision, an eigenvalue below zero where none may be).',
    '',
    `${cells} cases, ${refused} refused, ${exceeded.length} over the limit.`,
    '',
    large,
    haarLine(),
    '',
    ...summary,
    '',
    ...exceeded.map((line) => `- over the limit: ${line}`),
    ...(exceeded.length > 0 ? [''] : []),
    ...tables.flatMap((table) => table.lines),
  ].join('\n');
  console.log(
    [`${cells} cases, ${refused} refused, ${exceeded.length} over the limit.`, large, ...summary, ...exceeded].join(
      '\n',
    ),
  );
  const counts = `${cells} cases, ${refused} refused, ${exceeded.length} over the limit.`;
  return { page, summary: [...summary, '', counts, large, haarLine()] };
}
