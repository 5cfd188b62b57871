/**
 * Draws the figures of the docs with `deeplinear figure --quick` (minutes, so that a test can compare them), and writes
 * docs/gallery.md. `npm run docs:figures -- catapult` draws one and leaves the others as they are.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { figures } = await import('../lab/src/figures/registry.ts');
const { galleryMarkdown } = await import('../lab/src/figures/galleryMarkdown.ts');

const asked = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'deeplinear-docs-figures-'));
try {
  const which = asked.length > 0 ? ['--only', asked.join(',')] : ['--all'];
  const args = ['figure', ...which, '--quick', '--format', 'svg,json', '--out', folder];
  execFileSync(process.execPath, ['--import', 'tsx', join(root, 'lab', 'src', 'cli.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const made = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  for (const name of made) copyFileSync(join(folder, name), join(root, 'docs', 'figures', name));
  const { experiments } = await import('deeplinear');
  const entries = made.map((name) => {
    const record = JSON.parse(readFileSync(join(folder, name.replace('.svg', '.json')), 'utf8'));
    return { ...record, page: experiments.find(({ id }) => id === record.experiment).page };
  });
  const page = join(root, 'docs', 'gallery.md');
  const ids = figures.map(({ id }) => id);
  writeFileSync(page, galleryMarkdown(ids, entries, existsSync(page) ? readFileSync(page, 'utf8') : ''));
} catch (error) {
  // the command has said what was wrong
  if (typeof error.status !== 'number') throw error;
  process.exitCode = error.status;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
