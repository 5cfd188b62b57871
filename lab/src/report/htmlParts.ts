/** Pieces that the pages share, as HTML text. */
import type { Environment } from '../run/result';
import type { Table } from '../view/resultTable';
import { escapeHtml } from './escapeHtml';

export interface DataTableOptions {
  /** HTML before the text of a row's first cell. */
  first?(row: number): string;
  /** Where a row's first cell leads. */
  link?(row: number): string;
  /** Text of a line below a row. */
  below?(row: number): string;
  /** Wider than the column of text. */
  wide?: boolean;
  /** Class of a row. */
  row?(row: number): string;
  /** Number or word behind the text of a cell, for sorting and saving. Default: the text. */
  value?(row: number, column: number): string | undefined;
  /** Standard error of the number behind a cell: a column of its own where the table is saved. */
  error?(row: number, column: number): string | undefined;
  /** Texts break into lines where they are long. */
  wraps?: boolean;
  /** File name, without ending, under which the page saves the table as CSV. Default: it does not. */
  name?: string;
}

/** A table of numbers, sortable where the page's script runs. */
export function dataTable(
  { head, rows, left = [] }: Table,
  { first, link, below, wide, row, value, error, wraps, name }: DataTableOptions = {},
): string {
  const align = (c: number) => (left.includes(c) && c > 0 ? ' class="left"' : '');
  const inside = (cell: string, i: number) => {
    const text = link ? `<a href="${escapeHtml(link(i))}">${escapeHtml(cell)}</a>` : escapeHtml(cell);
    return `${first?.(i) ?? ''}${text}`;
  };
  const behind = (i: number, c: number) => {
    const given = [
      ['value', value?.(i, c)],
      ['error', error?.(i, c)],
    ];
    return given.map(([what, text]) => (text === undefined ? '' : ` data-${what}="${escapeHtml(text)}"`)).join('');
  };
  const line = (cells: string[], i: number) => {
    const className = [row?.(i), below && 'above'].filter(Boolean).join(' ');
    return `<tr${className && ` class="${className}"`}>${cells
      .map((cell, c) => `<td${align(c)}${behind(i, c)}>${c === 0 ? inside(cell, i) : escapeHtml(cell)}</td>`)
      .join(
        '',
      )}</tr>${below ? `<tr><td class="below" colspan="${head.length}">${escapeHtml(below(i))}</td></tr>` : ''}`;
  };
  return `<div class="scroll${wide ? ' wide' : ''}"><table class="sortable${wraps ? ' wraps' : ''}"${name === undefined ? '' : ` data-name="${escapeHtml(name)}"`}>
<thead><tr>${head.map((cell, c) => `<th scope="col"${align(c)}>${escapeHtml(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(line).join('\n')}
</tbody></table></div>`;
}

/** A plot with its caption (HTML); `name` is that of the file that the page saves it under. */
export function plotFigure(svg: string, name: string, caption: string, source = ''): string {
  return `<figure><div class="plot" data-name="${escapeHtml(name)}">${svg}</div><figcaption>${caption}</figcaption>${source}</figure>`;
}

/** Which commands give the numbers of a table or plot, and from which seeds: each with a word before it where there are several. */
export function sourceOf(
  commands: readonly (readonly [what: string, command: string])[],
  seeds: readonly number[] | undefined,
): string {
  const lines = commands.map(([what, command]) => {
    const before = commands.length > 1 ? `<b>${escapeHtml(what)}</b> ` : '';
    return `<li>${before}<code>${escapeHtml(command)}</code></li>`;
  });
  const from = seeds ? `, ${seedsText(seeds)}` : '';
  return `<details class="source"><summary>Where these numbers come from${escapeHtml(from)}</summary><ul>${lines.join('')}</ul></details>`;
}

/** 'seed 3', 'seeds 1 to 5', 'seeds 1, 4, 9'. */
export function seedsText(seeds: readonly number[]): string {
  if (seeds.length === 1) return `seed ${seeds[0]}`;
  const run = seeds.length > 2 && seeds.every((seed, i) => i === 0 || seed === seeds[i - 1] + 1);
  if (run) return `seeds ${seeds[0]} to ${seeds[seeds.length - 1]}`;
  return `seeds ${seeds.slice(0, 12).join(', ')}${seeds.length > 12 ? ` and ${seeds.length - 12} more` : ''}`;
}

/** Names and values. */
export function plainTable(lines: readonly (readonly [name: string, value: string])[]): string {
  return `<table class="plain"><tbody>${lines.map(([name, value]) => `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`).join('\n')}</tbody></table>`;
}

/** The values of parameters that were given or have a default, for a plain table. */
export function parameterLines(parameters: Record<string, unknown>): [string, string][] {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]);
}

export function paperLine(paper: { authors: string; title: string; year: number; url: string }): string {
  const url = escapeHtml(paper.url);
  return `<p>${escapeHtml(paper.authors)} (${paper.year}), <i>${escapeHtml(paper.title)}</i>, <a href="${url}">${url.replace(/^https?:\/\//, '')}</a>.</p>`;
}

/** Bits of the same seeds: what they depend on. */
export function sameBits({ build }: Environment): string {
  return `on every machine that runs the ${escapeHtml(build)} build${build === 'portable' ? '' : ' on the same kind of processor'}`;
}

/** When and with what the numbers were made; `dtype` where all nets had one. */
export function madeWith(created: string, environment: Environment, dtype?: string): string {
  const { deeplinear, build, node, platform, cpu, cores } = environment;
  return `Made ${created.slice(0, 16).replace('T', ' ')} UTC with deeplinear ${deeplinear} (${build} build${dtype ? `, ${dtype}` : ''}) on Node ${node}, ${platform}, ${cpu}, ${cores} cores`;
}

/** Escaped text whose x^-0.5 and x^(-1/2) are set as powers. */
export function withPowers(text: string): string {
  return escapeHtml(text).replace(/\^(?:\(([^)]*)\)|([−-]?[\d.]*\d))/g, (_, bracketed?: string, bare?: string) => {
    const power = (bracketed ?? bare ?? '').replace('-', '−');
    return `<sup>${power}</sup>`;
  });
}
