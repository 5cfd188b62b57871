import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { InputError } from '../../inputError';
import { leftByTheDead } from '../../leftByTheDead';
import { makeFolders } from '../../makeFolders';
import { writable } from '../storeFiles';

/** A file that appears complete or not at all: it has another name until it is whole. */
export interface ExportFile {
  path: string;
  write(bytes: Uint8Array): void;
  /** Puts it in its place; an older one of the same ending is replaced. */
  publish(): void;
  /** Removes what was written; does nothing after `publish`. Synchronous. */
  discard(): void;
}

/** @throws InputError where it cannot be written, or where something else has its place. */
export function exportFile(out: string, format: string): ExportFile {
  const path = resolve(out);
  if (existsSync(path)) {
    const known = statSync(path).isFile() && extname(path).toLowerCase() === `.${format}`;
    if (!known) {
      throw new InputError(
        `--out: expected a new file or an older one ending in .${format}, got ${JSON.stringify(out)}; it was left alone`,
      );
    }
  }
  const temporary = `${path}.unfinished-${process.pid}`;
  const file = writable(out, () => {
    makeFolders(dirname(path));
    for (const left of leftByTheDead(dirname(path), `${basename(path)}.unfinished-`)) {
      if (left.rest === '') rmSync(left.path, { force: true });
    }
    return openSync(temporary, 'w');
  });
  let open = true;
  const close = () => {
    if (open) closeSync(file);
    open = false;
  };
  return {
    path,
    write: (bytes) =>
      writable(out, () => {
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      }),
    publish: () =>
      writable(out, () => {
        fsyncSync(file);
        close();
        renameSync(temporary, path);
      }),
    discard: () => {
      close();
      rmSync(temporary, { force: true });
    },
  };
}
