import { renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeReason } from '../fileReason';
import { InputError } from '../inputError';
import { makeFolders } from '../makeFolders';
import type { FigureFile } from './figureFiles';

/** Makes the folder of the figures; what is returned removes it again where nothing is in it. @throws InputError when that cannot be. */
export function figuresFolder(out: string): () => void {
  const made = tried(out, () => makeFolders(out));
  return () => {
    if (made === undefined) return;
    const first = resolve(made);
    try {
      for (let folder = resolve(out); folder.startsWith(first); folder = dirname(folder)) rmdirSync(folder);
    } catch {
      // there is something in it
    }
  };
}

/** Writes files into a folder, each complete or not at all; gives their paths. @throws InputError when they cannot be written. */
export function writeFiles(out: string, files: readonly FigureFile[]): string[] {
  return tried(out, () =>
    files.map(({ name, content }) => {
      const [path, unfinished] = [join(out, name), join(out, `.${name}.${process.pid}`)];
      try {
        writeFileSync(unfinished, content);
        renameSync(unfinished, path);
      } catch (error) {
        rmSync(unfinished, { force: true });
        throw error;
      }
      return path;
    }),
  );
}

function tried<R>(out: string, action: () => R): R {
  try {
    return action();
  } catch (error) {
    throw new InputError(
      `--out: expected a folder that can be written, got ${JSON.stringify(out)} (${writeReason(error)})`,
    );
  }
}
