import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { libraryVersion } from '../../environment';
import { sourceHash } from './sourceHash';

/** Hash of the sources of runCell, put in place when the lab is built. */
declare const CELL_SOURCES: string | undefined;

let version: string | undefined;

/** What computes cells: the library's version, its built code, and the code of the lab that runs cells. */
export function codeVersion(): string {
  if (version !== undefined) return version;
  const manifest = createRequire(import.meta.url).resolve('deeplinear/package.json');
  const dist = join(dirname(manifest), 'dist');
  const shared = readdirSync(join(dist, 'shared')).filter((name) => name.endsWith('.js'));
  const hash = createHash('sha256').update(readFileSync(join(dist, 'index.js')));
  for (const name of shared.sort()) hash.update(readFileSync(join(dist, 'shared', name)));
  const built = hash.digest('hex');
  const cells =
    typeof CELL_SOURCES === 'string' ? CELL_SOURCES : sourceHash(join(import.meta.dirname, '..', 'runCell.ts'));
  version = `${libraryVersion()}+${built.slice(0, 16)}.${cells.slice(0, 16)}`;
  return version;
}
