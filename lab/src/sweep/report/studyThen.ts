import { basename } from 'node:path';
import { keptStudy, textOf } from '../storeStudy';
import { cellAt, cellCount } from '../study/cellsOf';
import { codeVersion } from '../study/codeVersion';
import { parseStudy } from '../study/parseStudy';
import type { Study } from '../study/study';
import type { SweepFacts } from './sweepReport';

/**
 * The study as it was when the results were computed: the copy that their folder keeps, and its file where there is none.
 * @param path of the study's file as it may be now.
 * @param first any of the results, where there is one.
 */
export function studyThen(
  path: string,
  folder: string,
  first?: { index: number; key: string },
): Partial<Pick<SweepFacts, 'title' | 'study' | 'code' | 'change'>> {
  const now = textOf(path);
  const text = keptStudy(folder) ?? now;
  if (text === undefined) return {};
  const then = parsed(text, path);
  const same = then && first && first.index < cellCount(then) && cellAt(then, first.index).key === first.key;
  return {
    title: then?.title,
    study: { file: basename(path), text },
    code: same ? `deeplinear ${codeVersion()}` : undefined,
    change: changeOf(text, now, then, path),
  };
}

function changeOf(text: string, now: string | undefined, then: Study | undefined, path: string): string | undefined {
  if (now === text) return undefined;
  const name = basename(path);
  if (now === undefined) return `${name} is not where it was; the study shown is the copy kept with the results.`;
  const study = parsed(now, path);
  const what = !study
    ? 'is no study that can be read'
    : then && sameCells(then, study)
      ? 'has the same cells'
      : 'has other cells';
  return `${name} was changed since the last run and now ${what}; the study shown is the one of the results.`;
}

function sameCells(a: Study, b: Study): boolean {
  const count = cellCount(a);
  if (cellCount(b) !== count) return false;
  const code = codeVersion();
  for (let index = 0; index < count; index++)
    if (cellAt(a, index, code).key !== cellAt(b, index, code).key) return false;
  return true;
}

function parsed(text: string, path: string): Study | undefined {
  try {
    return parseStudy(text, path);
  } catch {
    return undefined;
  }
}
