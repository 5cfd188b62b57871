import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { addressOf, contents } from '../contents';
import { formulaLines, formulas } from '../formulas';
import { pagesFolder } from '../stage';

const root = join(import.meta.dirname, '..', '..');

/** Sidebar of the pages: the lists of docs/README.md. Those of many items start folded. */
function sidebar(): DefaultTheme.SidebarItem[] {
  return contents().map(({ title, pages }) => ({
    text: title,
    // a title that folds has to be a link: a button in a button is none that a keyboard reaches
    ...(title === 'Checks' && { collapsed: true, link: addressOf(pages[0].file) }),
    items: pages.map((page) => ({ text: page.title, link: addressOf(page.file) })),
  }));
}

/** Sidebar of the reference, which TypeDoc wrote beside its pages. */
function referenceSidebar(): DefaultTheme.SidebarItem[] {
  const file = join(pagesFolder, 'api', 'sidebar.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** Formulas stand in indented blocks, as commands do. */
const isFormula = (text: string) =>
  /[=≤≥≈~∝←]/.test(text) &&
  !/^\s*(\$|#|(npx|npm|node|deeplinear|git|docker|export|ACL|umask|python3?) |[\w-]+:)/m.test(text);

/** Letters of a cell without its links' addresses; on a phone the style sheet leaves room for sentences. */
const lengthOf = (cell: string) => cell.replace(/\]\([^)]*\)/g, ']').length;

/** A curve that comes to rest on its limit. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#3451b2"/><path d="M5 24h22" stroke="#fff" stroke-width="2" stroke-dasharray="3 3" opacity=".7"/><path d="M6 6c3 13 8 17 21 17" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round"/></svg>`;

export default defineConfig({
  title: 'deeplinear',
  description: 'Deep linear networks and their large-width limits',
  lang: 'en',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  srcDir: pagesFolder,
  outDir: join(root, 'site', 'dist'),
  cacheDir: join(root, 'build', 'site', 'cache'),
  metaChunk: true,
  // kB: the search index, which the first search loads
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  markdown: {
    // braces at the end of a line are mathematics here
    attrs: { disable: true },
    config(md) {
      const { escapeHtml } = md.utils;
      const { fence } = md.renderer.rules;
      // what is typed or printed stays as it is; those that are too wide go sideways, also by keyboard
      const block = (text: string) =>
        `<pre v-pre tabindex="0"><code>${isFormula(text) ? formulaLines(escapeHtml(text)) : escapeHtml(text)}</code></pre>\n`;
      md.renderer.rules.text = (tokens, index) => formulas(escapeHtml(tokens[index].content));
      md.renderer.rules.code_block = (tokens, index) => block(tokens[index].content);
      md.renderer.rules.td_open = (tokens, index, options, _, self) => {
        const length = lengthOf(tokens[index + 1].content);
        if (length > 15) tokens[index].attrJoin('class', length > 40 ? 'sentence' : 'words');
        return self.renderToken(tokens, index, options);
      };
      md.renderer.rules.fence = (tokens, index, ...rest) =>
        tokens[index].info === 'math' ? block(tokens[index].content) : fence!(tokens, index, ...rest);
    },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          searchOptions: {
            boost: { title: 4, text: 1, titles: 2 },
            // pages that explain before the reference, which repeats every name
            boostDocument: (id: string) => (id.includes('/api/') ? 0.3 : 1),
          },
        },
      },
    },
    nav: [
      { text: 'Limits', link: '/limits/', activeMatch: '^/limits/' },
      { text: 'Checks', link: '/checks/', activeMatch: '^/checks/' },
      { text: 'Gallery', link: '/gallery' },
      { text: 'Reference', link: '/api/', activeMatch: '^/api/' },
      { text: 'Playground', link: '/playground/index.html', target: '_self' },
    ],
    sidebar: { '/api/': referenceSidebar(), '/': sidebar() },
    outline: { level: [2, 3] },
    notFound: {
      title: 'No such page',
      quote:
        'The address may be old or mistyped. The search above finds every page, and so do the lists of the first one.',
      linkLabel: 'To the first page',
      linkText: 'To the first page',
    },
    docFooter: { prev: 'Before', next: 'Next' },
  },
});
