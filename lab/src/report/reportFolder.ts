import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { experiments } from 'deeplinear';
import { writeReason } from '../fileReason';
import { InputError } from '../inputError';
import { leftByTheDead } from '../leftByTheDead';
import { makeFolders } from '../makeFolders';

/** What a report consists of; a folder with anything else in it is never replaced. */
const PARTS = ['report.html', 'run.json', 'figures', 'nets'];
/** Of compare --save-nets. */
const NET = /^[\w-]+-\d+-seed-\d+\.safetensors$/;
const FIGURES = new Set(
  ['loss', 'distance', 'overview', ...experiments.map(({ id }) => id)].flatMap((name) => [
    `${name}.svg`,
    `${name}.png`,
  ]),
);
/** How our run.json begins. */
const FORMAT = /^\s*\{\s*"format":\s*"deeplinear-(compare|check)\//;

/**
 * A folder that appears complete or not at all: files go to a temporary folder beside it, which takes its name when
 * everything is written.
 */
export interface ReportFolder {
  /** Where the report will be. */
  path: string;
  /** @throws InputError when the disk does not take it. */
  write(file: string, content: string | Uint8Array): void;
  /** Puts the finished folder in place of an older report. */
  publish(): void;
  /** Removes what was written; does nothing after `publish`. */
  discard(): void;
}

/**
 * @param flag the option that named the folder, for errors.
 * @throws InputError when the place cannot be written, or holds something that is not a report.
 */
export function reportFolder(out: string, flag = '--out'): ReportFolder {
  if (out.trim() === '') throw new InputError(`${flag}: expected the name of a folder, got ${JSON.stringify(out)}`);
  const path = resolve(out);
  const parent = dirname(path);
  let made: string | undefined;
  let temporary: string | undefined;
  try {
    made = makeFolders(parent);
    accessSync(parent, constants.W_OK);
    clearUnfinished(path);
    refuseForeign(path, out, flag);
    temporary = mkdtempSync(join(parent, `.${basename(path)}-unfinished-${process.pid}-`));
    chmodSync(temporary, 0o777 & ~process.umask());
  } catch (error) {
    if (made !== undefined) removeEmpty(parent, made);
    if (error instanceof InputError) throw error;
    throw cannotWrite(out, flag, error);
  }
  const folder = temporary;
  let open = true;
  const discard = () => {
    if (open) {
      rmSync(folder, { recursive: true, force: true });
      if (made !== undefined) removeEmpty(parent, made);
    }
    open = false;
  };
  return {
    path,
    write: (file, content) => {
      try {
        makeFolders(dirname(join(folder, file)));
        writeFileSync(join(folder, file), content);
      } catch (error) {
        throw cannotWrite(out, flag, error);
      }
    },
    publish: () => {
      try {
        refuseForeign(path, out, flag);
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
        throw error instanceof InputError ? error : cannotWrite(out, flag, error);
      }
    },
    discard,
  };
}

function cannotWrite(out: string, flag: string, error: unknown): InputError {
  return new InputError(
    `${flag}: expected a folder that can be written, got ${JSON.stringify(out)} (${writeReason(error)})`,
  );
}

function refuseForeign(path: string, out: string, flag: string): void {
  if (!existsSync(path)) return;
  const shown = JSON.stringify(out);
  if (!statSync(path).isDirectory()) {
    throw new InputError(`${flag}: expected a folder, got the file ${shown}; it was left alone`);
  }
  const names = readdirSync(path);
  const foreign =
    names.find((name) => !PARTS.includes(name)) ??
    foreignIn(path, 'figures', (name) => FIGURES.has(name)) ??
    foreignIn(path, 'nets', (name) => NET.test(name));
  if (foreign !== undefined) {
    throw new InputError(
      `${flag}: expected a new folder or an older report, got ${shown}, which holds ${JSON.stringify(foreign)}; it was left alone`,
    );
  }
  if (names.length > 0 && !isOurs(join(path, 'run.json'))) {
    throw new InputError(
      `${flag}: expected a new folder or an older report, got ${shown}, which has no run.json of a report; it was left alone`,
    );
  }
}

/** The first name in a folder of the report that is not ours. */
function foreignIn(report: string, part: string, isOurFile: (name: string) => boolean): string | undefined {
  const folder = join(report, part);
  if (!existsSync(folder)) return undefined;
  if (!statSync(folder).isDirectory()) return part;
  const foreign = readdirSync(folder).find((name) => !isOurFile(name));
  return foreign && `${part}/${foreign}`;
}

function isOurs(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  const bytes = Buffer.alloc(256);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(opened);
  }
  return FORMAT.test(bytes.toString('utf8'));
}

/**
 * Removes what runs of the same name left that were killed outright (their process is gone). A report such a run had
 * just moved aside is put back.
 */
function clearUnfinished(path: string): void {
  for (const left of leftByTheDead(dirname(path), `.${basename(path)}-unfinished-`)) {
    const parts = /^-[A-Za-z0-9]{6}(-old)?$/.exec(left.rest);
    if (!parts) continue;
    if (parts[1] && !existsSync(path)) renameSync(left.path, path);
    else rmSync(left.path, { recursive: true, force: true });
  }
}

/** Removes `folder` and those above it up to `top`, as long as they are empty. */
function removeEmpty(folder: string, top: string): void {
  try {
    for (let at = folder; ; at = dirname(at)) {
      rmdirSync(at);
      if (at === top || at === dirname(at)) return;
    }
  } catch {
    // Somebody put something there meanwhile: it stays.
  }
}
