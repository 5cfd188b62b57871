/** `npm run docs` serves the documentation while it is written; `npm run build:docs` builds the site into site/dist. */
import { cpSync, watch } from 'node:fs';
import { join } from 'node:path';
import { build, createServer } from 'vitepress';
import { writeReference } from './api';
import { docsFolder } from './contents';
import { stageFile, stagePages } from './stage';

const site = import.meta.dirname;

async function buildPlayground(): Promise<void> {
  const vite = await import('vite');
  const folder = join(site, '..', 'playground');
  await vite.build({ root: folder, configFile: join(folder, 'vite.config.ts'), configLoader: 'bundle', logLevel: 'warn' });
  cpSync(join(folder, 'dist'), join(site, 'dist', 'playground'), { recursive: true });
}

async function buildSite(): Promise<void> {
  stagePages();
  await writeReference();
  await build(site);
  await buildPlayground();
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

await (process.argv[2] === 'serve' ? serve() : buildSite());
