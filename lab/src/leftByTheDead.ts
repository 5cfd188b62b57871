import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { processAlive } from './processAlive';

/** What runs left that were killed outright: the names that are `start`, the number of a process that is gone, and a rest. */
export function leftByTheDead(folder: string, start: string): { path: string; rest: string }[] {
  return readdirSync(folder).flatMap((name) => {
    const [, number, rest] = (name.startsWith(start) && /^(\d+)(.*)$/.exec(name.slice(start.length))) || [];
    return number !== undefined && !processAlive(Number(number)) ? [{ path: join(folder, name), rest }] : [];
  });
}
