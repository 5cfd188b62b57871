import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What lies at a path. */
export type Entry = Uint8Array | { link: string } | 'folder';

/** A folder in memory, by paths with slashes. */
export type Folder = ReadonlyMap<string, Entry>;

/** Places that are no good files, in every folder of a case. */
export const traps: Folder = new Map<string, Entry>([
  ['folder/photo.jpg', Uint8Array.of(255, 216, 255)],
  ['empty', new Uint8Array(0)],
  ['binary', Uint8Array.from({ length: 256 }, (_, i) => (i * 97) & 255)],
  ['loop', { link: 'loop' }],
  ['nowhere', { link: 'gone' }],
  ['endless', { link: '/dev/zero' }],
]);

/** A working folder for cases, in a folder of its own: what goes to `../x` stays within. */
export function scratch(): { folder: string; remove(): void } {
  const top = mkdtempSync(join(tmpdir(), 'deeplinear-fuzz-case-'));
  const folder = join(top, 'cwd');
  mkdirSync(folder);
  return { folder, remove: () => rmSync(top, { recursive: true, force: true }) };
}

/** Puts a folder in place of everything that is there; what has no place any more is left out. */
export function place(folder: Folder, root: string): void {
  for (const name of readdirSync(join(root, '..'))) {
    if (join(root, '..', name) !== root) rmSync(join(root, '..', name), { recursive: true, force: true });
  }
  for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true, force: true });
  for (const [name, entry] of folder) {
    const path = join(root, name);
    try {
      mkdirSync(dirname(path), { recursive: true });
      if (entry === 'folder') mkdirSync(path);
      else if ('link' in entry) symlinkSync(entry.link, path);
      else writeFileSync(path, entry);
    } catch {
      // a file stands where its folder was
    }
  }
}

/** The files below `root` as they are. */
export function taken(root: string): Map<string, Entry> {
  return new Map(filesBelow(root).map((name) => [name, new Uint8Array(readFileSync(join(root, name)))]));
}

/** Names of the files below `root`; links are not followed, they lead round and round. */
export function filesBelow(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(root, name);
    return entry.isFile() ? [name] : [];
  });
}
