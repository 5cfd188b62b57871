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
}

/** A table of numbers. */
export function dataTable(
  { head, rows, left = [] }: Table,
  { first, link, below, wide, row }: DataTableOptions = {},
): string {
  const align = (c: number) => (left.includes(c) && c > 0 ? ' class="left"' : '');
  const inside = (cell: string, i: number) => {
    const text = link ? `<a href="${escapeHtml(link(i))}">${escapeHtml(cell)}</a>` : escapeHtml(cell);
    return `${first?.(i) ?? ''}${text}`;
  };
  const line = (cells: string[], i: number) => {
    const name = [row?.(i), below && 'above'].filter(Boolean).join(' ');
    return `<tr${name && ` class="${name}"`}>${cells
      .map((cell, c) => `<td${align(c)}>${c === 0 ? inside(cell, i) : escapeHtml(cell)}</td>`)
      .join(
        '',
      )}</tr>${below ? `<tr><td class="below" colspan="${head.length}">${escapeHtml(below(i))}</td></tr>` : ''}`;
  };
  return `<div class="scroll${wide ? ' wide' : ''}"><table>
<thead><tr>${head.map((cell, c) => `<th scope="col"${align(c)}>${escapeHtml(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(line).join('\n')}
</tbody></table></div>`;
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
