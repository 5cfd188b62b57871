import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { docsFolder } from './contents';

const root = join(import.meta.dirname, '..');

/** What VitePress reads: the pages of docs/ with what a web site needs otherwise than a reader on GitHub. */
export const pagesFolder = join(root, 'build', 'site', 'pages');

/** Copies all of docs/. The reference, which another step writes, stays. */
export function stagePages(): void {
  mkdirSync(pagesFolder, { recursive: true });
  for (const name of readdirSync(pagesFolder)) if (name !== 'api') rmSync(join(pagesFolder, name), { recursive: true });
  for (const name of readdirSync(docsFolder, { recursive: true, encoding: 'utf8' }))
    if (statSync(join(docsFolder, name)).isFile()) stageFile(name);
  stageText('changelog.md', readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), root);
}

/** One file of docs/; called again when it changes. */
export function stageFile(name: string): void {
  const from = join(docsFolder, name);
  if (!name.endsWith('.md')) {
    mkdirSync(dirname(join(pagesFolder, name)), { recursive: true });
    cpSync(from, join(pagesFolder, name));
    return;
  }
  const page = name.replace(/(^|\/)README\.md$/, '$1index.md');
  const text = readFileSync(from, 'utf8');
  const head = name === 'README.md' ? '---\npageClass: first\n---\n\n' : '';
  stageText(page, name === 'playground.md' ? withDoor(text) : `${head}${text}`, dirname(from));
}

/** `folder` is where the links of the text start. */
function stageText(page: string, text: string, folder: string): void {
  const file = join(pagesFolder, page);
  mkdirSync(dirname(file), { recursive: true });
  const depth = relative(dirname(file), pagesFolder) || '.';
  const link = /(!?)\[([^\]]*)\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)]*)?\)/g;
  const named = text.replace(/(?<!\])\(docs\/([\w/-]+)\.md\)/g, (_, page) => {
    const title = page.replace(/^.*\//, '').replaceAll('-', ' ');
    return `([${title}](${relative(folder, join(docsFolder, page))}.md))`;
  });
  const linked = named.replace(link, (_, image, words, path, hash = '') => {
    const target = resolve(folder, path);
    const inside = relative(docsFolder, target);
    if (!inside.startsWith('..')) {
      const below = inside.replace(/(^|\/)README\.md$/, '$1index.md');
      return `${image}[${words}](${depth}/${below}${hash})`;
    }
    if (target === join(root, 'CHANGELOG.md')) return `[${words}](${depth}/changelog.md${hash})`;
    const copy = `${depth}/${besides(target)}`;
    // no page: the site's router leaves it to the browser
    return image ? `![${words}](${copy})` : `<a href="${copy}" target="_self">${words}</a>`;
  });
  writeFileSync(file, page.startsWith('checks/') ? linked : withChecks(linked, depth));
}

/** Where a page names a check by its command, its page is one click away. */
function withChecks(text: string, depth: string): string {
  const named = /(?<!\[)`npx\s+deeplinear\s+check\s+([a-z-]+)`/g;
  return text.replace(named, (command, id) =>
    existsSync(join(docsFolder, 'checks', `${id}.md`)) ? `[${command}](${depth}/checks/${id}.md)` : command,
  );
}

/** A file of the repository beside docs/ that a page links to comes along: under files/, as it is. */
function besides(target: string): string {
  const name = relative(root, target);
  if (name.startsWith('..') || !existsSync(target) || !statSync(target).isFile())
    throw new Error(`a page links to ${name}, which is no file of this repository`);
  for (const folder of ['files', join('public', 'files')]) {
    const copy = join(pagesFolder, folder, name);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(target, copy);
  }
  return `files/${name}`;
}

/** On the site the playground is one click away. */
function withDoor(text: string): string {
  const end = text.indexOf('\n', text.indexOf('# ')) + 1;
  return `${text.slice(0, end)}\n<p><a class="door" href="./playground/index.html" target="_self">Open the playground</a></p>\n${text.slice(end)}`;
}
