import type { CheckRecord, CheckReport } from '../run/checkReport';
import { BRIEF, checkTable, columnsOf, wordsOf } from '../view/checkTable';
import { findingLines, rowsTable } from '../view/checkText';
import { verdictOf, verdictWords } from '../view/findingText';
import { count, secondsText } from '../view/format';
import { checkFigure, overviewFigure } from './checkFigures';
import { escapeHtml } from './escapeHtml';
import { htmlPage } from './htmlPage';
import {
  dataTable,
  madeWith,
  paperLine,
  parameterLines,
  plainTable,
  plotFigure,
  sameBits,
  sourceOf,
  withPowers,
} from './htmlParts';
import { jsonText } from './jsonText';
import { variablePalette } from './palette';

/** One check, or several with a table before them, as one HTML file that loads nothing. */
export function checkPage(report: CheckReport): string {
  const { checks } = report;
  const [only] = checks;
  const single = checks.length === 1;
  const title = single ? only.title : 'Simulation against theory';
  const lead = single
    ? only.summary
    : 'Every check simulates finite nets, or draws, of several sizes and compares them with what a limit theory says of them.';
  const body = `<h1>${escapeHtml(title)}</h1>
<p class="lead">${withPowers(lead)}</p>
${single ? verdict(only) : ''}
<div class="seen${single ? ' words' : ''}">${report.summary.map((line) => `<p>${withPowers(line)}</p>`).join('\n')}</div>
${single ? details(only) : `${overview(report)}\n${checks.map(section).join('\n')}`}
<p class="note">The same seeds give the same numbers, bit for bit, ${sameBits(report.environment)}. Every number of this page is in <code>run.json</code> beside it, and inside this page.</p>
<div id="save-run"></div>
<p class="note">${escapeHtml(`${madeWith(report.created, report.environment)}; ${secondsText(report.seconds)} in all.`)}</p>`;
  return htmlPage({ title, body, sizes: 1, run: jsonText(report), name: single ? only.id : 'checks' });
}

function verdict(record: CheckRecord): string {
  return `<div class="verdict ${verdictOf(record)}">${verdictWords[verdictOf(record)]}</div>`;
}

function overview({ checks, command }: CheckReport): string {
  const table = checkTable(checks);
  const row = (i: number) => verdictOf(checks[i]);
  const figure = overviewFigure(checks, variablePalette(1));
  const commands = sourceOf(
    checks.map((record) => [record.id, record.command]),
    undefined,
  );
  return `<h2>All checks</h2>
${dataTable(columnsOf(table, BRIEF), { wide: true, row, name: 'checks', link: (i) => `#${checks[i].id}`, below: (i) => wordsOf(checks[i], table.rows[i]) })}
<p class="note">Value, and exponent in the size, with their intervals; z is the value over its standard error, p the chance of a value at least as far from the theory's where the theory holds.</p>
${commands}
${figure ? plotFigure(figure, 'overview', "Each value in units of the margin within which it counts as the theory's; intervals are cut where they leave the figure.", commands) : ''}
<h2>Do it again</h2>
<pre><code>${escapeHtml(command)}</code></pre>`;
}

function section(record: CheckRecord): string {
  const said = record.found?.explanation ?? record.failure ?? '';
  return `<section id="${escapeHtml(record.id)}">
<h2>${escapeHtml(record.title)}</h2>
<p class="lead">${withPowers(record.summary)}</p>
${verdict(record)}
<p>${withPowers(said)}</p>
${details(record)}
</section>`;
}

function details(record: CheckRecord): string {
  const { found, law, paper, parameters, command, size } = record;
  const figure = checkFigure(record, variablePalette(1));
  const source = sourceOf([[record.id, command]], seedsOf(parameters));
  const lines = [...findingLines(record), ...(record.data ? [['data', record.data] as const] : [])];
  return `${record.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('\n')}
${lines.length > 0 ? `<h3>What was found</h3>\n${plainTable(lines)}` : ''}
${
  found && found.rows.length > 0
    ? `<h3>At each size</h3>\n${dataTable(rowsTable(record), { name: `${record.id}-sizes` })}
${source}
${figure ? plotFigure(figure, record.id, `What was measured, with its standard error, by ${escapeHtml(size)}${found.slope ? '; solid: a line of the fitted exponent, dotted: of the theory' : ''}. The theory: ${withPowers(law)}.`, source) : ''}`
    : ''
}
<h3>Configuration</h3>
${plainTable(parameterLines(parameters))}
<h3>Do it again</h3>
<pre><code>${escapeHtml(command)}</code></pre>
<h3>Reference</h3>
${paperLine(paper)}
<p class="note">${found ? count(found.samples, 'sample') : 'Nothing'} in ${secondsText(record.seconds)}.</p>`;
}

/** The seeds of a check, where it counts them. */
function seedsOf({ seed, seeds }: CheckRecord['parameters']): number[] | undefined {
  if (typeof seed !== 'number') return undefined;
  return Array.from({ length: typeof seeds === 'number' ? seeds : 1 }, (_, i) => seed + i);
}
