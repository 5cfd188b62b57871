import type { Result } from '../run/result';
import type { Learned } from '../run/runComparison';
import { count, secondsText, sizeName } from '../view/format';
import { resultTable } from '../view/resultTable';
import { timeLine } from '../view/summary';
import { driftFigure, lossFigure } from './curvesFigure';
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
import { learnedPictures } from './learnedPictures';
import { variablePalette } from './palette';
import { runJson } from './runJson';
import { distanceFigure, scoreFigure } from './sizeFigures';

/** Characters of JSON that a page carries along: curves of more are in run.json alone. */
const MOST_EMBEDDED = 8_000_000;

/** The whole report as one HTML file that loads nothing. */
export function page(result: Result, learned: readonly Learned[]): string {
  const json = runJson(result);
  const whole = json.length <= MOST_EMBEDDED;
  const run = whole
    ? json
    : runJson({ ...result, runs: result.runs.map((one) => ({ ...one, loss: [], distance: [] })) });
  const body = `<h1>${escapeHtml(result.experiment.title)}</h1>
<p class="lead">${escapeHtml(result.experiment.summary)}</p>
${verdict(result)}
<div class="seen">${result.summary.map((line) => `<p>${withPowers(line)}</p>`).join('\n')}</div>
${result.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('\n')}
<h2>The numbers</h2>
${numbers(result)}
${figures(result)}
${pictures(result, learned)}
<h2>What is compared</h2>
${explanation(result)}
<h2>Configuration</h2>
${configuration(result)}
<h2>Do it again</h2>
<pre><code>${escapeHtml(result.command)}</code></pre>
<p class="note">The same seeds give the same nets, bit for bit, ${sameBits(result.environment)}. Every number of this page, and every curve, is in <code>run.json</code> beside it${whole ? ', and inside this page' : '; inside this page, all but the curves of single nets'}.</p>
<div id="save-run"></div>
<h2>Reference</h2>
${paperLine(result.experiment.paper)}
<p class="note">${escapeHtml(machine(result))} ${escapeHtml(timeLine(result))}</p>`;
  const title = `${result.experiment.title} – ${result.data.name}`;
  return htmlPage({ title, body, sizes: result.rows.length, run, name: 'run' });
}

function verdict({ fit, theory }: Result): string {
  const text =
    theory.diverged || !fit
      ? 'diverged'
      : {
          agrees: 'theory and simulation agree',
          disagrees: 'theory and simulation disagree',
          underpowered: 'no verdict yet',
        }[fit.verdict];
  return `<div class="verdict">${text}</div>`;
}

function numbers(result: Result): string {
  const first = (i: number) =>
    i < result.rows.length ? `<span class="dot" style="background: var(--series-${i})"></span>` : '';
  const row = (i: number) => (i === result.rows.length ? 'limit' : '');
  return `${dataTable(resultTable(result), { first, row, name: 'sizes' })}
<p class="note">Losses and scores: ${oneSeed(result) ? 'of one net' : `mean over ${result.seeds.length} seeds ± standard deviation between them`}. Distance: the difference between the outputs of net and limit, as root mean square over training samples${oneSeed(result) ? ' and steps' : ', steps and seeds ± standard error'}.</p>
${source(result)}`;
}

function figures(result: Result): string {
  const palette = variablePalette(result.rows.length);
  const closer = (result.fit?.slope?.interval[1] ?? 0) < 0;
  const shown: [title: string, name: string, svg: string, caption: string][] = [
    [
      'Training loss',
      'loss',
      lossFigure(result, palette),
      `Full-batch gradient descent at lr ${result.parameters.lr}. Solid: nets of each ${escapeHtml(sizeName(result.experiment.axis))} (${oneSeed(result) ? 'one seed' : 'mean over seeds; the band spans the seeds'}). Dashed: the limit of infinite width, computed without training a net.${closer ? ' The wider the net, the closer its curve hugs the dashed one.' : ''}`,
    ],
  ];
  if (result.fit) {
    shown.push(['Distance to the limit', 'distance', distanceFigure(result, palette), distanceCaption(result)]);
    if (result.runs.some((run) => run.distance.length > 1)) {
      shown.push(['Distance while training', 'drift', driftFigure(result, palette), driftCaption(result)]);
    }
  }
  const score = scoreFigure(result, palette);
  if (score) {
    shown.push([
      `${result.data.score!.name[0].toUpperCase()}${result.data.score!.name.slice(1)}`,
      'score',
      score,
      `Measured on ${count(result.data.score!.samples, 'sample')} that no net was trained on. Grey: single nets; coloured: their mean${result.theory.score === undefined ? '' : '; dashed: what the limit predicts'}.`,
    ]);
  }
  return shown
    .map(
      ([title, name, svg, caption]) =>
        `<h2>${escapeHtml(title)}</h2>\n${plotFigure(svg, name, caption, source(result))}`,
    )
    .join('\n');
}

/** The command of everything, and of each size alone. */
function source({ command, seeds, rows, experiment, parameters }: Result): string {
  const list = parameters[experiment.axis];
  const flag = `--${experiment.axis.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} `;
  const all = `${flag}${Array.isArray(list) ? list.join(',') : list}`;
  const single = rows.length > 1 && command.includes(all);
  const each = (size: number) =>
    [`${sizeName(experiment.axis)} ${count(size)}`, command.replace(all, `${flag}${size}`)] as const;
  return sourceOf([['all', command], ...(single ? rows.map(({ size }) => each(size)) : [])], seeds);
}

function oneSeed({ seeds }: Result): boolean {
  return seeds.length === 1;
}

function distanceCaption(result: Result): string {
  const errors = oneSeed(result)
    ? 'Each point is one net.'
    : 'Grey: single nets; coloured: root mean square over seeds with its standard error (cautious where seeds are few).';
  const theory = result.fit?.slope
    ? ' The dotted line has the slope of the theory: what a layer hands on is an average over its randomly initialized neurons, and averages of N things fluctuate as 1/√N.'
    : '';
  return `How far the outputs of the nets are from those of the limit, in the root mean square over all training samples and all steps. ${errors} Both axes are logarithmic, so a power law is a straight line and its slope is the exponent.${theory}`;
}

/** Compares start and end only where the order is the same at every size. */
function driftCaption(result: Result): string {
  const changes = result.rows.flatMap(({ size }) => {
    const curves = result.runs.filter((run) => run.size === size && !run.diverged).map((run) => run.distance);
    const sum = (step: number) => curves.reduce((total, curve) => total + (curve.at(step) ?? 0), 0);
    return curves.length > 0 ? [sum(-1) - sum(0)] : [];
  });
  const shrinks = changes.every((change) => change < 0) ? '; at the end of training it is smaller' : '';
  const grows = changes.every((change) => change > 0) ? '; at the end of training it is larger' : '';
  return `The same difference at every step. At the start it is the random output of an untrained net${shrinks}${grows}. Curves that keep their spacing would say that one law holds from the first step to the last.`;
}

function pictures(result: Result, learned: readonly Learned[]): string {
  const { image, outputNames } = result.data;
  if (!image || learned.length === 0) return '';
  const strips = learnedPictures(learned, image, outputNames);
  const name = (label: string) =>
    label === 'limit' ? 'infinite width' : `${sizeName(result.experiment.axis)} ${count(Number(label))}`;
  return `<h2>What was learned</h2>
<figure>${strips
    .map(
      ({ label, pictures }) =>
        `<div class="strip"><span>${escapeHtml(name(label))}</span>${pictures
          .map(
            (picture) =>
              `<img alt="weights of ${escapeHtml(picture.name)} at ${escapeHtml(name(label))}" src="${picture.source}">`,
          )
          .join('')}</div>`,
    )
    .join('\n')}
<figcaption>However deep, a linear net ends up as one matrix from pixels to outputs. Its rows, as pictures, at the end of training (first seed): red pixels speak for the digit, blue ones against it.${learned[0].label === 'limit' ? ' The top strip was computed, not trained.' : ''} What looks like noise at small widths is mostly the random start: in directions that the data hardly take, training hardly corrects it.</figcaption></figure>`;
}

function explanation(result: Result): string {
  const { parameters } = result;
  const layers = Number(parameters.hidden) + 1;
  return `<p>A deep linear network multiplies its input by ${Number.isFinite(layers) ? `${layers} weight matrices` : 'several weight matrices'} in a row. What it computes is linear, but how it learns is not: the matrices are multiplied together, so they shape one another's gradients, and layers of features form. That makes it the simplest model in which deep learning can be solved.</p>
<p>The solution: let the layers grow infinitely wide while the features keep moving (muP, or mean-field, scaling). Then the neurons of a layer become independent samples of one Gaussian process, and the whole of training is described by a few deterministic kernels. The library solves their equations step by step; no random number enters. The nets here start from random weights and are trained in earnest. The prediction tested: ${withPowers(result.experiment.law)}.</p>`;
}

function configuration(result: Result): string {
  return plainTable([['data', result.data.description], ...parameterLines(result.parameters)]);
}

function machine(result: Result): string {
  return `${madeWith(result.created, result.environment, result.dtype)}; the limit took ${secondsText(result.theory.seconds)}.`;
}
