import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/** The process that runs cases, from sources, in few files: it starts in a tenth of a second, also after a crash. */
export async function bundleChild(): Promise<string> {
  // where the packages of the lab are found
  const builds = join(root, 'lab', 'build');
  mkdirSync(builds, { recursive: true });
  const folder = mkdtempSync(join(builds, 'fuzz-'));
  await build({
    entryPoints: [
      { in: join(import.meta.dirname, 'child.ts'), out: 'child' },
      { in: join(root, 'lab', 'src', 'run', 'poolWorker.ts'), out: 'poolWorker' },
    ],
    outdir: folder,
    bundle: true,
    // the commands are loaded when one of them is run
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    sourcemap: 'inline',
    logLevel: 'error',
    alias: { deeplinear: join(root, 'src', 'index.ts') },
    define: { CELL_SOURCES: JSON.stringify('fuzz') },
  });
  return folder;
}
