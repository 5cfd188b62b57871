import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../inputError';
import { processAlive } from '../processAlive';
import { writable } from './storeFiles';

interface Holder {
  process: number;
  /** Start of the process in the system's ticks, where it tells: numbers of processes are used again. */
  started?: string;
  host: string;
}

export interface StoreLock {
  release(): void;
}

/**
 * At most one coordinator writes to a folder. The lock of a process that is gone is taken over.
 * @throws InputError that names the process that holds it.
 */
export function lockStore(folder: string): StoreLock {
  const path = join(folder, 'lock');
  const own = `${JSON.stringify({ process: process.pid, started: startOf(process.pid), host: hostname() })}\n`;
  const draft = join(folder, `lock.${process.pid}`);
  try {
    writable(path, () => writeFileSync(draft, own));
    for (let attempt = 0; attempt < 10; attempt++) {
      // a link appears in full or not at all, and only where there is none
      if (writable(path, () => linked(draft, path))) return { release: () => release(path, own) };
      const text = textOf(path);
      if (text === undefined) continue;
      const holder = holderOf(text);
      if (holder && isAlive(holder)) throw new InputError(refusal(folder, path, holder));
      takeAway(path, text);
    }
    throw new InputError(`${path}: could not be taken over; another process is doing so`);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Process that writes to the folder at this moment. */
export function lockHolder(folder: string): number | undefined {
  const text = textOf(join(folder, 'lock'));
  const holder = text === undefined ? undefined : holderOf(text);
  return holder && isAlive(holder) ? holder.process : undefined;
}

function release(path: string, own: string): void {
  if (textOf(path) === own) rmSync(path, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the stale lock, unless another process was faster: then its new lock is put back. */
function takeAway(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (textOf(aside) !== stale) linked(aside, path);
  rmSync(aside, { force: true });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function holderOf(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    const known = Number.isInteger(holder.process) && holder.process > 0 && typeof holder.host === 'string';
    return known ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** On another machine nobody can tell from here. */
function isAlive({ process: number, started, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (!processAlive(number)) return false;
  const now = startOf(number);
  return started === undefined || now === undefined || started === now;
}

/** Linux: field 22 of /proc/PID/stat, counted after the name, which may hold anything. A zombie is gone. */
function startOf(number: number): string | undefined {
  const stat = textOf(`/proc/${number}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' ? 'gone' : fields?.[19];
}

function refusal(folder: string, path: string, { process: number, host }: Holder): string {
  if (host === hostname()) return `${folder}: process ${number} is running this sweep already`;
  return `${folder}: process ${number} on ${host} is running this sweep; if that is over, delete ${path}`;
}
