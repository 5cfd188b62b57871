import type { Experiment } from 'deeplinear';
import { figures } from '../figures/registry';
import type { CheckNote, Rule } from './checkNotes';

/** One run of a check, as its page shows it. */
export interface PrintedRun {
  /** Options after `npx deeplinear check ID`. */
  options: string;
  samples: number;
  /** The statistic with its interval. */
  value: string;
  verdict: string;
}

/** What `npm run docs:checks` measured. */
export interface CheckResults {
  /** Printed by `npx deeplinear check ID`, without the time it took. */
  printed: string;
  /** With the parameters of the registry, with fewer simulations, and with each wrong law. */
  runs: PrintedRun[];
}

/** What the verdict rules are called; the index explains them under these headings. */
export const ruleTitles: Record<Rule, string> = {
  curve: 'A curve and its limit',
  scaling: 'A power and nothing left',
  intercept: 'Nothing left in the limit',
  decay: 'Nothing left, and how fast it goes',
  exact: 'Exact at every size',
  mixture: 'A law and its limit',
  catapult: 'An exact map, and a power',
};

const code = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;
const cell = (text: string) => text.replace(/\|/g, '\\|');
/** As prose: what Markdown would take for emphasis or a tag. */
const prose = (text: string) => text.replace(/([*_<>])/g, '\\$1');

const figureOf = (id: string, { figure = id }: CheckNote) =>
  figures.find((one) => one.id === figure) ?? figures.find((one) => one.experiment === id);

/** The page of a check, docs/checks/ID.md: the registry's words, those of the notes, and what runs printed. */
export function checkPage(experiment: Experiment, note: CheckNote, { printed, runs }: CheckResults): string {
  const { id, title, summary, paper, page, expected, axis, wrong } = experiment;
  const command = `npx deeplinear check ${id}`;
  const [whole] = runs;
  const figure = figureOf(id, note);
  const shown = figure
    ? `![${figure.title}](../figures/${figure.id}.svg)\n\n*Of the same law: \`npx deeplinear figure ${figure.id} --quick\`; [all figures](../gallery.md).*\n\n`
    : '';
  return `# ${title}

${prose(summary)}

**Law.** ${prose(sentence(expected.law))} Statement and formula: [${page.replace(/^limits\/|\.md$/g, '')}](../${page}). Paper: ${paper.authors} ${paper.year}, *${paper.title}*,
[${paper.url.replace(/^https:\/\//, '')}](${paper.url}).

${shown}## What is measured

${prose(note.measured)}

*Null hypothesis.* ${prose(note.nullHypothesis)} The verdict is that of [${ruleTitles[note.rule].toLowerCase()}](README.md#${anchor(note.rule)}).

## Do it

As a command, and what it prints:

${code('sh', command)}

${code('text', printed)}

From the library:

${code(
  'js',
  `import { check } from 'deeplinear';

const result = check('${id}');
console.log(result.verdict, result.samples); // ${whole.verdict} ${whole.samples}
console.log(check('${id}', { wrong: '${wrong[0].id}' }).verdict); // ${runs.find((run) => run.options === `--wrong ${wrong[0].id}`)!.verdict}`,
)}

\`result.explain()\` gives the sentence above. \`${command} --help\` lists what can be set; \`--${flag(axis)}\` are the sizes, \`--seeds\` the
simulations of each.

## How many samples, and which wrong laws

Single runs with the first seeds. Too few simulations end in \`underpowered\`, and a wrong law is refused, maybe for another part of the check than the
statistic shown. How often each happens over many repetitions: [evidence](../evidence/checks.md).

| run | verdict | samples | statistic |
|---|---|---|---|
${runs.map((run) => `| ${runCell(run, experiment)} | ${run.verdict} | ${run.samples.toLocaleString('en')} | ${cell(run.value)} |`).join('\n')}
`;
}

function runCell({ options }: PrintedRun, { wrong }: Experiment): string {
  const law = wrong.find(({ id }) => options === `--wrong ${id}`);
  if (law) return `\`${options}\`: ${cell(prose(law.doc))}`;
  return options === '' ? 'as it is' : `\`${options}\``;
}

const flag = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const sentence = (text: string) => `${text[0].toUpperCase()}${text.slice(1)}.`;
const anchor = (rule: Rule) =>
  ruleTitles[rule]
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(/ /g, '-');
