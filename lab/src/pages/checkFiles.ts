import type { Experiment } from 'deeplinear';
import { checkNotes } from './checkNotes';
import { type CheckResults, checkPage } from './checkPage';
import { checksIndex } from './checksIndex';

/**
 * All files of docs/checks/ by their names, from the registry and what was measured.
 * @throws Error naming a check without a note or without results.
 */
export function checkFiles(
  experiments: readonly Experiment[],
  results: Record<string, CheckResults>,
): Record<string, string> {
  const pages = experiments.map((experiment) => {
    const { id } = experiment;
    if (!checkNotes[id]) throw new Error(`${id}: expected a note in lab/src/pages/checkNotes.ts`);
    if (!results[id]) throw new Error(`${id}: expected results; npm run docs:checks -- ${id}`);
    return [`${id}.md`, checkPage(experiment, checkNotes[id], results[id])];
  });
  return Object.fromEntries([['README.md', checksIndex(experiments, checkNotes)], ...pages]);
}
