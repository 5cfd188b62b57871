import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../inputError';

/** What a report consists of; a folder with anything else in it is never replaced. */
const PARTS = ['report.html', 'run.json', 'figures'];

/**
 * A folder that appears complete or not at all: files go to a temporary folder beside it, which takes its name when
 * everything is written.
 */
export interface ReportFolder {
  /** Where the report will be. */
  path: string;
  write(file: string, content: string): void;
  /** Puts the finished folder in place of an older report. */
  publish(): void;
  /** Removes what was written; does nothing after `publish`. */
  discard(): void;
}

/**
 * @throws InputError when the place cannot be written, or holds something that is not a report.
 */
export function reportFolder(out: string): ReportFolder {
  const path = resolve(out);
  const parent = dirname(path);
  let temporary: string | undefined;
  try {
    mkdirSync(parent, { recursive: true });
    accessSync(parent, constants.W_OK);
    refuseForeign(path, out);
    temporary = mkdtempSync(join(parent, `.${basename(path)}-unfinished-`));
    chmodSync(temporary, 0o777 & ~process.umask());
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw cannotWrite(out, error);
  }
  const folder = temporary;
  let open = true;
  const discard = () => {
    if (open) rmSync(folder, { recursive: true, force: true });
    open = false;
  };
  return {
    path,
    write: (file, content) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    },
    publish: () => {
      try {
        refuseForeign(path, out);
        const old = `${folder}-old`;
        const replaced = existsSync(path);
        if (replaced) renameSync(path, old);
        try {
          renameSync(folder, path);
        } catch (error) {
          if (replaced) renameSync(old, path);
          throw error;
        }
        open = false;
        rmSync(old, { recursive: true, force: true });
      } catch (error) {
        throw error instanceof InputError ? error : cannotWrite(out, error);
      }
    },
    discard,
  };
}

function cannotWrite(out: string, error: unknown): InputError {
  const { code } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    EACCES: 'no permission',
    EPERM: 'no permission',
    EROFS: 'a read-only disk',
    ENOTDIR: 'a file where a folder should be',
    EEXIST: 'a file where a folder should be',
    ENOSPC: 'a full disk',
  };
  return new InputError(
    `--out: expected a folder that can be written, got ${JSON.stringify(out)} (${known[code ?? ''] ?? (error as Error).message})`,
  );
}

function refuseForeign(path: string, out: string): void {
  if (!existsSync(path)) return;
  const shown = JSON.stringify(out);
  if (!statSync(path).isDirectory()) {
    throw new InputError(`--out: expected a folder, got the file ${shown}; it was left alone`);
  }
  const foreign = readdirSync(path).find((name) => !PARTS.includes(name));
  if (foreign !== undefined) {
    throw new InputError(
      `--out: expected a new folder or an older report, got ${shown}, which holds ${JSON.stringify(foreign)}; it was left alone`,
    );
  }
}
