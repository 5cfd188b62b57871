import { escapeHtml } from '../report/escapeHtml';
import { htmlPage } from '../report/htmlPage';
import { plotFigure, withPowers } from '../report/htmlParts';
import { jsonText } from '../report/jsonText';
import { settingsText } from './captionText';
import { figureCss } from './drawColours';
import { drawFigure } from './drawFigure';
import type { FigureRecord } from './runFigure';

const NAME = 'deeplinear-figures';

/** A figure that could not be made. */
export interface FailedFigure {
  id: string;
  title: string;
  failure: string;
}

/** Figures with their captions as one HTML file that loads nothing; several have a table of contents. */
export function galleryPage(records: readonly (FigureRecord | FailedFigure)[], command?: string): string {
  const single = records.length === 1;
  const title = single ? records[0].title : 'Figures: theory and simulation on the same axes';
  const links = records.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`).join('\n');
  const body = `<h1>${escapeHtml(title)}</h1>
${single ? '' : `<p class="lead">Lines are theories, dots are simulations of finite nets; bars are standard errors over simulations. Point at a curve for its numbers.</p>\n<nav><ul>\n${links}\n</ul></nav>`}
${records.map((record) => ('failure' in record ? failed(record) : section(record, single))).join('\n')}
${command ? `<section><h2>Do it again</h2>\n<pre><code>${escapeHtml(command)}</code></pre></section>` : ''}`;
  return htmlPage({
    title,
    body,
    sizes: 1,
    run: jsonText(records),
    name: single ? records[0].id : NAME,
    variables: { light: figureCss('light'), dark: figureCss('dark') },
  });
}

function section({ id, title, content, caption, deeplinear }: FigureRecord, single: boolean): string {
  const svg = drawFigure({ id, title: '', content, below: [] }, 'page');
  const described = svg.replace(' aria-label=""', ` aria-label="${escapeHtml(`${title}. ${caption.text}`)}"`);
  const figure = plotFigure(described, id, withPowers(caption.text));
  const said = `${settingsText(caption)} Made with deeplinear ${deeplinear}.`;
  const all = `${figure}\n<p class="note">${escapeHtml(said)}</p>\n<pre><code>${escapeHtml(caption.command)}</code></pre>`;
  const inside = content.panels.length > 1 ? `<div class="wide">${all}</div>` : all;
  return single ? inside : `<section id="${id}">\n<h2>${escapeHtml(title)}</h2>\n${inside}\n</section>`;
}

function failed({ id, title, failure }: FailedFigure): string {
  return `<section id="${id}">\n<h2>${escapeHtml(title)}</h2>\n<p><span class="verdict failed">could not be made</span> ${escapeHtml(failure)}</p>\n</section>`;
}
