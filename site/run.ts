/**
 * `npm run docs` serves the documentation while it is written; `npm run build:docs` builds the site into site/dist, for the
 * root of a host, or for a folder of it: `npm run build:docs -- --base /deeplinear/ --out FOLDER`.
 */
import { cpSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, createServer } from 'vitepress';
import { writeReference } from './api';
import { docsFolder } from './contents';
import { oneAtATime } from './oneAtATime';
import { stageFile, stagePages } from './stage';

const site = import.meta.dirname;

async function buildSite(outDir: string, base: string): Promise<void> {
  const playground = join(site, '..', 'build', 'site', 'playground');
  await buildPlayground(playground);
  stagePages();
  await writeReference();
  await build(site, { base, outDir });
  cpSync(playground, join(outDir, 'playground'), { recursive: true });
  linkBack(join(outDir, 'playground', 'index.html'));
}

/** The playground alone has no documentation to lead to; on the site it is one click back. */
function linkBack(file: string): void {
  const page = readFileSync(file, 'utf8');
  const [before, after] = page.split('</nav>');
  if (after === undefined) throw new Error(`${file}: expected one </nav>`);
  writeFileSync(file, `${before}</nav>\n      <a href="../index.html">Docs</a>${after}`);
}

async function buildPlayground(outDir: string): Promise<void> {
  const vite = await import('vite');
  const root = join(site, '..', 'playground');
  const configFile = join(root, 'vite.config.ts');
  await vite.build({
    root,
    configFile,
    configLoader: 'runner',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}

async function serve(): Promise<void> {
  stagePages();
  await writeReference();
  const server = await createServer(site);
  await server.listen();
  server.printUrls();
  watch(docsFolder, { recursive: true }, (_, name) => {
    try {
      if (name) stageFile(name);
    } catch (error) {
      // a file that is half written, or gone again
      console.error(String(error));
    }
  });
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: join(site, 'dist') }, base: { type: 'string', default: '/' } },
});
const shared = join(site, '..', 'build', 'site');
const { out, base } = values;
await (positionals[0] === 'serve' ? serve() : oneAtATime(shared, () => buildSite(resolve(out), base)));
