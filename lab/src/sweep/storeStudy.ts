import { basename, dirname, extname, join } from 'node:path';
import { wholeFile } from '../fileReason';
import { readManifest, removeFile, writeAtomically } from './storeFiles';

/** The copy of a study in the folder of its results. */
export function keptStudyFile(study: string): string {
  return extname(study) === '.json' ? 'study.json' : 'study.yaml';
}

/** Keeps the study's text as it is at this run; `study` is the path of its file. Written where it changed alone. */
export function keepStudy(folder: string, study: string, text: string): void {
  const path = join(folder, keptStudyFile(study));
  if (textOf(path) !== text) writeAtomically(path, text);
  // of a study that was YAML and is JSON now, or the other way round
  for (const name of ['study.yaml', 'study.json']) if (join(folder, name) !== path) removeFile(join(folder, name));
}

/** The study's text as it was at the last run; undefined where a sweep was begun before copies were kept. */
export function keptStudy(folder: string): string | undefined {
  return textOf(join(folder, 'study.yaml')) ?? textOf(join(folder, 'study.json'));
}

/** Where the study's file is where it lies beside its folder: for a folder that does not know any more. */
export function studyBeside(folder: string): string {
  const ending = textOf(join(folder, 'study.json')) === undefined ? '.yaml' : '.json';
  return join(dirname(folder), `${basename(folder, '.sweep')}${ending}`);
}

/** What became of the study's file since the last run: undefined where nothing did, or no copy is kept. */
export type StudyChange = 'changed' | 'gone';

export function studyChange(folder: string, file = join(folder, readManifest(folder).study)): StudyChange | undefined {
  const kept = keptStudy(folder);
  const now = textOf(file);
  if (now === undefined) return 'gone';
  return kept === undefined || kept === now ? undefined : 'changed';
}

/** A file's text, where it can be read. */
export function textOf(path: string): string | undefined {
  try {
    return wholeFile(path).toString('utf8');
  } catch {
    return undefined;
  }
}
