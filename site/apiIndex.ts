import type { DefaultTheme } from 'vitepress';

/** A page of the reference: a source file with what of it is public. */
export interface ReferencePage {
  /** Below src/, without its ending. */
  module: string;
  symbols: { name: string; isType: boolean; isFunction: boolean; doc: string }[];
}

/** Folders of src/ in the order of a reader who builds up from a matrix; others come last. */
const TITLES: Record<string, string> = {
  limits: 'Limits',
  checks: 'Checks and statistics',
  experiments: 'Experiments',
  nets: 'Nets',
  train: 'Training',
  data: 'Data',
  random: 'Random numbers',
  linalg: 'Linear algebra',
  io: 'Files and formats',
  wasm: 'WebAssembly',
  '': 'Shared',
};

const folderOf = ({ module }: ReferencePage) => (module.includes('/') ? module.slice(0, module.indexOf('/')) : '');
const nameOf = ({ module }: ReferencePage) => module.slice(module.lastIndexOf('/') + 1);
const isOfTypes = ({ symbols }: ReferencePage) => symbols.every(({ isType }) => isType);

function folders(pages: readonly ReferencePage[]): { title: string; pages: ReferencePage[] }[] {
  const names = [...new Set([...Object.keys(TITLES), ...pages.map(folderOf)])];
  return names
    .map((name) => ({
      title: TITLES[name] ?? name,
      pages: pages
        .filter((page) => folderOf(page) === name)
        .sort((a, b) => Number(isOfTypes(a)) - Number(isOfTypes(b)) || nameOf(a).localeCompare(nameOf(b))),
    }))
    .filter((folder) => folder.pages.length > 0);
}

/** Pages by folder; those that hold nothing but types are folded away below the others. */
export function referenceSidebar(pages: readonly ReferencePage[]): DefaultTheme.SidebarItem[] {
  const item = (page: ReferencePage) => ({ text: nameOf(page), link: `/api/${page.module}` });
  return folders(pages).map((folder) => {
    const link = `/api/#${folder.title.toLowerCase().replace(/ /g, '-')}`;
    const types = folder.pages.filter(isOfTypes);
    const others = folder.pages.filter((page) => !isOfTypes(page));
    const apart =
      others.length === 0 ? types.map(item) : [{ text: 'Types', link, collapsed: true, items: types.map(item) }];
    return {
      text: folder.title,
      link,
      collapsed: true,
      items: [...others.map(item), ...(types.length > 0 ? apart : [])],
    };
  });
}

/** Markdown of the first page: every function and value with its first sentence, by folder. */
export function referenceIndex(pages: readonly ReferencePage[]): string {
  const sections = folders(pages).map((folder) => {
    const rows = folder.pages.flatMap((page) =>
      page.symbols
        .filter(({ isType }) => !isType)
        .map(
          ({ name, isFunction, doc }) =>
            `| [\`${name}${isFunction ? '()' : ''}\`](./${page.module}.md) | ${cell(doc)} |`,
        ),
    );
    const types = folder.pages.flatMap((page) =>
      page.symbols
        .filter(({ isType }) => isType)
        .map(({ name }) => `[${name}](./${page.module}.md#${name.toLowerCase()})`),
    );
    return [
      `## ${folder.title}`,
      ...(rows.length > 0 ? [['| name | what it is |', '|---|---|', ...rows].join('\n')] : []),
      ...(types.length > 0 ? [`Types: ${types.join(', ')}.`] : []),
    ].join('\n\n');
  });
  return `# Reference\n\nEverything that \`import … from 'deeplinear'\` gives, from the docstrings of the sources.\n\n${sections.join('\n\n')}\n`;
}

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\{\{/g, '{ {');
