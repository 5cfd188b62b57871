import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { addressOf, contents } from '../contents';
import { pagesFolder } from '../stage';

const root = join(import.meta.dirname, '..', '..');

/** Sidebar of the pages: the lists of docs/README.md. Those of many items start folded. */
function sidebar(): DefaultTheme.SidebarItem[] {
  return contents().map(({ title, pages }) => ({
    text: title,
    collapsed: title === 'Checks',
    items: pages.map((page) => ({ text: page.title, link: addressOf(page.file) })),
  }));
}

/** Sidebar of the reference, which TypeDoc wrote beside its pages. */
function referenceSidebar(): DefaultTheme.SidebarItem[] {
  const file = join(pagesFolder, 'api', 'sidebar.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

export default defineConfig({
  title: 'deeplinear',
  description: 'Deep linear networks and their large-width limits',
  lang: 'en',
  // a folder of a host: SITE_BASE=/deeplinear/ npm run build:docs
  base: process.env.SITE_BASE ?? '/',
  srcDir: pagesFolder,
  outDir: join(root, 'site', 'dist'),
  cacheDir: join(root, 'build', 'site', 'cache'),
  metaChunk: true,
  markdown: {
    // braces at the end of a line are mathematics here
    attrs: { disable: true },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
  },
  themeConfig: {
    search: { provider: 'local', options: { miniSearch: { searchOptions: { boost: { title: 4, text: 1, titles: 2 } } } } },
    nav: [
      { text: 'Limits', link: '/limits/', activeMatch: '^/limits/' },
      { text: 'Checks', link: '/checks/', activeMatch: '^/checks/' },
      { text: 'Gallery', link: '/gallery' },
      { text: 'Reference', link: '/api/', activeMatch: '^/api/' },
      { text: 'Playground', link: '/playground/index.html', target: '_self' },
    ],
    sidebar: { '/api/': referenceSidebar(), '/': sidebar() },
    outline: { level: [2, 3] },
    docFooter: { prev: 'Before', next: 'Next' },
  },
});
