import type { Experiment } from 'deeplinear';
import type { FigureDefinition, FigureValues } from './definition';

/** What stands below a figure: what it shows, where that is from, what decides the numbers, how to make it again. */
export interface Caption {
  text: string;
  paper: string;
  settings: string;
  command: string;
}

/** Longest list of numbers that is written out. */
const LISTED = 8;

export function captionText(
  { id, experiment, after, settings: { full, quick } }: FigureDefinition,
  text: string,
  values: FigureValues,
  asked: { quick?: boolean },
  experiments: readonly Experiment[],
): Caption {
  return {
    text: text.replace(/(?<![\w)\]])-(?=\d)/g, '−'),
    paper: paperText(
      experiments.find((one) => one.id === experiment),
      after,
    ),
    settings: Object.entries(values)
      .map(([name, value]) => `${name} = ${valueText(value)}`)
      .join('; '),
    command: commandText(id, values, { ...full, ...(asked.quick ? quick : {}) }, asked.quick),
  };
}

/** Paper and settings in a sentence each; lines do not break within a setting, unless it is a list. */
export function settingsText({ paper, settings }: Pick<Caption, 'paper' | 'settings'>): string {
  return `${paper}. Settings: ${settings.replaceAll(' = ', '\u00a0=\u00a0')}.`;
}

/** The command that makes the figure again: what differs from the settings of the full or the quick version is spelled out. */
function commandText(id: string, values: FigureValues, usual: Partial<FigureValues>, quick = false): string {
  const words = ['npx deeplinear figure', id];
  if (quick) words.push('--quick');
  for (const [name, value] of Object.entries(values)) {
    if (String(value) !== String(usual[name])) words.push(`--set ${name}=${String(value)}`);
  }
  return words.join(' ');
}

export function paperText(experiment: Experiment | undefined, after?: string): string {
  const theory =
    experiment && `${authorsText(experiment.paper.authors)} ${experiment.paper.year}, ${address(experiment)}`;
  if (after === undefined) return `Theory: ${theory}`;
  if (experiment && isIts(after, experiment))
    return `After ${after}${after.includes(address(experiment)) ? '' : `, ${address(experiment)}`}`;
  return theory ? `After ${after}; theory: ${theory}` : `After ${after}`;
}

/** Whether `after` is the paper of the experiment itself: first author and year, and no address but its own. */
function isIts(after: string, experiment: Experiment): boolean {
  const { authors, year } = experiment.paper;
  const addresses: readonly string[] = after.match(/(?:arXiv|doi):[\w./-]*\w/g) ?? [];
  return (
    after.startsWith(authors.split(/[ ,]/)[0]) &&
    after.includes(String(year)) &&
    addresses.every((other) => other === address(experiment))
  );
}

/** At most two names. */
function authorsText(authors: string): string {
  const names = authors.split(', ');
  return names.length > 2 ? `${names[0]} et al.` : names.join(' and ');
}

function address({ paper: { url } }: Experiment): string {
  return url.replace(/^https?:\/\/arxiv\.org\/abs\//, 'arXiv:').replace(/^https?:\/\/doi\.org\//, 'doi:');
}

function valueText(value: FigureValues[string]): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (value.length <= LISTED) return value.map(numberText).join(', ');
  const ends = [value[0], value[1], value[value.length - 1]].map(numberText);
  return `${ends[0]}, ${ends[1]}, … , ${ends[2]} (${value.length} values)`;
}

function numberText(value: number): string {
  const shown = Number(value.toPrecision(6));
  return String(Math.abs(value) >= 1e6 ? shown.toExponential().replace('e+', 'e') : shown).replaceAll('-', '−');
}
