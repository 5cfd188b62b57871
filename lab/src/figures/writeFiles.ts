import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../inputError';
import type { FigureFile } from './figureFiles';

/** Makes the folder of the figures. @throws InputError when that cannot be. */
export function figuresFolder(out: string): void {
  tried(out, () => mkdirSync(out, { recursive: true }));
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

const reasons: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'a read-only disk',
  ENOTDIR: 'a file where a folder should be',
  EEXIST: 'a file where a folder should be',
  EISDIR: 'a folder where a file should be',
  ENOSPC: 'a full disk',
};

function tried<R>(out: string, action: () => R): R {
  try {
    return action();
  } catch (error) {
    const { code = 'an unknown reason' } = error as NodeJS.ErrnoException;
    throw new InputError(
      `--out: expected a folder that can be written, got ${JSON.stringify(out)} (${reasons[code] ?? code})`,
    );
  }
}
