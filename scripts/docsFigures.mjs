/**
 * Draws the figures of the docs with `deeplinear figure --quick` (minutes, so that a test can compare them), and writes
 * docs/gallery.md. `npm run docs:figures -- catapult` draws one and leaves the others as they are.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { experiments } from 'deeplinear';
import { register } from 'tsx/esm/api';

register();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { figures } = await import('../lab/src/figures/registry.ts');
const { galleryMarkdown } = await import('../lab/src/figures/galleryMarkdown.ts');

const asked = process.argv.slice(2);
const which = asked.length > 0 ? ['--only', asked.join(',')] : ['--all'];
const folder = mkdtempSync(join(tmpdir(), 'deeplinear-docs-figures-'));
try {
  const cli = join(root, 'lab', 'src', 'cli.ts');
  const args = ['figure', ...which, '--quick', '--format', 'svg,json', '--out', folder];
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', cli, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // what could not be made keeps its old picture
  process.exitCode = status ?? 1;
  const made = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  for (const name of made) copyFileSync(join(folder, name), join(root, 'docs', 'figures', name));
  const entries = made.map((name) => {
    const record = JSON.parse(readFileSync(join(folder, name.replace('.svg', '.json')), 'utf8'));
    return { ...record, page: experiments.find(({ id }) => id === record.experiment).page };
  });
  if (made.length > 0) {
    const page = join(root, 'docs', 'gallery.md');
    const before = existsSync(page) ? readFileSync(page, 'utf8') : '';
    writeFileSync(
      page,
      galleryMarkdown(
        figures.map(({ id }) => id),
        entries,
        before,
      ),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
