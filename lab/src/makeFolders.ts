import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isFolder } from './fileReason';

/**
 * Makes a folder and those above it; gives the first that was made. Not by mkdirSync's `recursive`, which never ends below /proc and
 * takes a read-only disk for a missing folder.
 * @throws Error of the system for the folder that cannot be made.
 */
export function makeFolders(path: string, mode?: number): string | undefined {
  const missing: string[] = [];
  let at = resolve(path);
  for (; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at);
  if (missing.length === 0) missing.push(at);
  return missing.filter((folder) => made(folder, mode))[0];
}

/** Whether it was not there. */
function made(folder: string, mode?: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    // also where another process was faster
    if (isFolder(folder)) return false;
    throw error;
  }
}
