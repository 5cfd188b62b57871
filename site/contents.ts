import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A group of the sidebar: a heading of docs/README.md and the list below it. */
export interface ContentsGroup {
  title: string;
  pages: ContentsPage[];
}

export interface ContentsPage {
  title: string;
  /** Below docs/. */
  file: string;
}

export const docsFolder = join(import.meta.dirname, '..', 'docs');

/** The table of contents: that of docs/README.md, where readers on GitHub see it, and that of docs/checks/README.md. */
export function contents(): ContentsGroup[] {
  const index = readFileSync(join(docsFolder, 'README.md'), 'utf8');
  const groups = index
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.slice(0, section.indexOf('\n')).trim(),
      pages: [...section.matchAll(/^- \[([^\]]+)\]\(([^)#]+)\)/gm)].map(([, title, file]) => ({ title, file })),
    }));
  const checks = join(docsFolder, 'checks', 'README.md');
  if (!existsSync(checks)) return groups;
  const rows = [...readFileSync(checks, 'utf8').matchAll(/^\| \[([^\]]+)\]\(([^)#]+)\)/gm)];
  const pages = rows.map(([, title, file]) => ({ title, file: `checks/${file}` }));
  const after = groups.findIndex(({ title }) => title === 'Limits') + 1;
  return groups.toSpliced(after, 0, {
    title: 'Checks',
    pages: [{ title: 'All checks', file: 'checks/README.md' }, ...pages],
  });
}

/** Address of a page of docs/ on the site. */
export const addressOf = (file: string) => `/${file.replace(/(^|\/)README\.md$/, '$1').replace(/\.md$/, '')}`;
