import { figureCss } from '../../figures/drawColours';
import { drawFigure } from '../../figures/drawFigure';
import { escapeHtml } from '../../report/escapeHtml';
import { htmlPage } from '../../report/htmlPage';
import { dataTable, madeWith, plainTable, plotFigure, seedsText, sourceOf } from '../../report/htmlParts';
import { jsonText } from '../../report/jsonText';
import { count } from '../../view/format';
import { durationText } from '../progressText';
import type { SweepReport } from './sweepReport';
import { axisText, sweepTable } from './sweepTable';

/** Rows of the table; the export has all. */
const MOST_ROWS = 2000;
/** Kinds of failures that are listed. */
const MOST_FAILURES = 50;

/** A study with its results as one HTML file that loads nothing. */
export function sweepPage(report: SweepReport): string {
  const { status, title, plots } = report;
  const source = sourceOf(
    [
      ['the sweep', report.commands.run],
      ['this page', report.commands.report],
    ],
    seedsOf(report),
  );
  const body = `<h1>${escapeHtml(title)}</h1>
<p class="lead">${lead(report)}</p>
<div class="seen">${seen(report)
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('\n')}</div>
${failures(report)}
<h2>Plots</h2>
${plots.length > 0 ? plots.map(({ name, title: what, content }) => `<h3>${escapeHtml(what)}</h3>\n${plotFigure(drawFigure({ id: name, title: '', content, below: [] }, 'page'), name, escapeHtml(content.caption), source)}`).join('\n') : '<p class="note">No axis of numbers, and no curves: nothing to plot.</p>'}
${report.layout.more > 0 ? `<p class="note">${count(report.layout.more)} more combinations of the other axes are not drawn; the table has them.</p>` : ''}
<h2>Results</h2>
${table(report)}
${source}
<h2>The study</h2>
${plainTable(report.axes.map((axis) => [axis.movesWith ? `${axis.path} (moves with ${axis.movesWith})` : axis.path, axisText(axis)]))}
${report.change ? `<p class="note">${escapeHtml(report.change)}</p>\n` : ''}${report.study ? `<pre><code>${escapeHtml(report.study.text.trimEnd())}</code></pre>` : `<p class="note">The study's file is not where it was when the sweep began.</p>`}
<h2>Do it again</h2>
<pre><code>${escapeHtml(report.commands.run)}</code></pre>
<p class="note">The same study gives the same results, bit for bit, on every machine, whatever the number of workers. Every number of this page is inside it; <code>deeplinear sweep export</code> writes those of every single cell.</p>
<div id="save-run"></div>
<p class="note">${escapeHtml(versions(report))}</p>`;
  return htmlPage({
    title: `${title} – ${status.name}`,
    body,
    sizes: 1,
    run: jsonText(embedded(report)),
    name: status.name,
    variables: { light: figureCss('light'), dark: figureCss('dark') },
  });
}

function lead({ status, axes }: SweepReport): string {
  const names = axes.map(({ path, values }) => `${escapeHtml(path)} (${count(values.length)})`);
  return `The study <b>${escapeHtml(status.name)}</b>: ${names.length > 0 ? names.join(' × ') : 'a single cell'}.`;
}

function seen({ status, seconds }: SweepReport): string[] {
  const { done, cells, failed, missing, damaged, running } = status;
  const lines = [
    `${count(done)} of ${count(cells, 'cell')} done${failed > 0 ? `, ${count(failed)} failed` : ''}${missing > 0 ? `, ${count(missing)} missing` : ''}.`,
  ];
  if (done + failed > 0) {
    lines.push(
      `${durationText(seconds)} of computing in all, ${durationText(seconds / (done + failed))} a cell on average.`,
    );
  }
  if (running) lines.push('The sweep was still running when this page was made.');
  if (damaged.length > 0) lines.push(`${count(damaged.length, 'record')} damaged: their cells are among the missing.`);
  return lines;
}

function failures({ status }: SweepReport): string {
  if (status.failures.length === 0) return '';
  const rows = status.failures.slice(0, MOST_FAILURES).map(({ reason, message, cells, first }) => [
    reason,
    message,
    count(cells),
    Object.entries(first.axes)
      .map(([path, value]) => `${path} ${value}`)
      .join(', ') || `cell ${first.index}`,
  ]);
  const more = status.failures.length - rows.length;
  return `<h2>Failures</h2>
${dataTable({ head: ['reason', 'message', 'cells', 'the first'], rows, left: [0, 1, 3] }, { name: 'failures', wraps: true })}
${more > 0 ? `<p class="note">And ${count(more)} other messages; <code>deeplinear sweep status --json</code> has all.</p>` : ''}`;
}

function table({ groups, axes, left }: SweepReport): string {
  const shown = groups.slice(0, MOST_ROWS);
  const results = sweepTable(shown, axes);
  const cut =
    groups.length > shown.length || left > 0
      ? ` These are the first ${count(shown.length)} rows of ${left > 0 ? 'more than ' : ''}${count(groups.length)}.`
      : '';
  const wide = results.head.length > 5;
  return `${dataTable(results, { wide, name: 'results', value: results.value, error: results.error })}
<p class="note">Means over seeds ± standard error; “2 of 3” where fewer cells have a value (a run that diverged has no final loss).${cut} Saved as CSV, numbers are in full and errors have columns of their own.</p>`;
}

function seedsOf({ axes }: SweepReport): number[] | undefined {
  const seeds = axes.find(({ seed, numeric }) => seed && numeric);
  return seeds?.values as number[] | undefined;
}

function versions(report: SweepReport): string {
  const { created, environment, code, axes } = report;
  const { study, status } = report;
  const cells = code
    ? [`Cells were computed by ${code}`]
    : study && status.done + status.failed > 0
      ? ['Cells were computed by another version of the code, or of files of data, than the one that made this page']
      : [];
  const random = axes.filter(({ seed }) => seed).map(({ path, values }) => `${path}: ${seedsText(values.map(Number))}`);
  const made = `${madeWith(created, environment).replace(/^Made/, 'Page made')}.`;
  const known = [...cells, ...random].join('; ');
  return known ? `${known}. ${made}` : made;
}

/** Rows that are not shown, and curves that are not drawn, are left out. */
function embedded({ groups, ...report }: SweepReport): object {
  return {
    ...report,
    groups: groups.slice(0, MOST_ROWS).map(({ curves: _, numbers, ...group }) => ({
      ...group,
      numbers: Object.fromEntries(
        Object.entries(numbers).map(([name, { mean, standardError, count: of }]) => [
          name,
          { mean, standardError, of },
        ]),
      ),
    })),
  };
}
