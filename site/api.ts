import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  Application,
  type Comment,
  Converter,
  type DeclarationReflection,
  LogLevel,
  type Reflection,
  ReflectionKind,
} from 'typedoc';
import { type ReferencePage, referenceIndex, referenceSidebar } from './apiIndex';
import { contents } from './contents';
import { firstSentence } from './firstSentence';
import { publicExports } from './publicExports';
import { pagesFolder } from './stage';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');

/** Where the reference is written, as Markdown for the site. */
export const apiFolder = join(pagesFolder, 'api');

/** Files of src/ that declare something public: each is a page of the reference. */
function publicFiles(): Map<string, Set<string>> {
  const files = new Map<string, Set<string>>();
  for (const { file, declarations, name } of publicExports()) {
    const names = files.get(file) ?? new Set();
    files.set(file, names.add(declaredName(declarations[0]) ?? name));
  }
  return files;
}

const declaredName = (node: { name?: { text?: string } } | object) => (node as { name?: { text?: string } }).name?.text;

/**
 * Writes the reference from the docstrings: a page a source file, with what of it is public.
 * @throws Error where TypeDoc warns, of a broken link for instance
 */
export async function writeReference(): Promise<void> {
  rmSync(apiFolder, { recursive: true, force: true });
  const files = publicFiles();
  const app = await Application.bootstrapWithPlugins(
    {
      entryPoints: [...files.keys()].sort(),
      out: apiFolder,
      basePath: source,
      displayBasePath: source,
      tsconfig: join(root, 'tsconfig.json'),
      plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
      skipErrorChecking: true,
      treatWarningsAsErrors: false,
      excludePrivate: true,
      excludeInternal: true,
      disableSources: true,
      disableGit: true,
      readme: 'none',
      hideGenerator: true,
      name: 'Reference',
      sort: ['source-order'],
      groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases'],
      logLevel: LogLevel.Warn,
      validation: { notExported: false, invalidLink: true, invalidPath: true, notDocumented: false },
      ...{
        router: 'module',
        entryFileName: 'index.md',
        hidePageHeader: true,
        hideBreadcrumbs: true,
        useCodeBlocks: true,
        expandParameters: false,
        parametersFormat: 'table',
        interfacePropertiesFormat: 'table',
        propertyMembersFormat: 'table',
        typeDeclarationFormat: 'table',
        typeAliasPropertiesFormat: 'table',
        tableColumnSettings: {
          hideSources: true,
          hideModifiers: true,
          hideInherited: true,
          hideOverrides: true,
          leftAlignHeaders: true,
        },
        docsRoot: pagesFolder,
      },
    } as Record<string, unknown>,
    [],
  );
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of modulesOf(project))
      for (const child of [...(module.children ?? [])])
        if (!files.get(fileOf(module))?.has(child.name)) project.removeReflection(child);
    for (const reflection of Object.values(project.reflections)) if (reflection.comment) forTheSite(reflection.comment);
  });
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc could not read the sources');
  app.validate(project);
  await app.generateOutputs(project);
  const { warningCount, errorCount } = app.logger;
  if (warningCount + errorCount > 0)
    throw new Error(
      `the reference has ${warningCount} warnings and ${errorCount} errors: see above (${relative(root, apiFolder)})`,
    );
  const pages = modulesOf(project).map(pageOf);
  for (const page of pages) titled(page);
  writeFileSync(join(apiFolder, 'index.md'), referenceIndex(pages));
  writeFileSync(join(apiFolder, 'sidebar.json'), JSON.stringify(referenceSidebar(pages)));
}

const modulesOf = ({ children = [] }: { children?: Reflection[] }) => children as DeclarationReflection[];
const fileOf = (module: DeclarationReflection) => join(source, `${module.name}.ts`);

/** Lines of a docstring that stand further in are formulas, shown as they are written; papers and pages become links. */
function forTheSite({ summary }: Comment): void {
  for (const part of summary)
    if (part.kind === 'text')
      part.text = part.text
        .replace(/\barXiv:(\d{4}\.\d{4,5})/g, '[$&](https://arxiv.org/abs/$1)')
        .replace(/\bdocs\/([\w/-]+)\.md\b/g, (_, page) => `[${titleOf(page)}](/${page})`)
        .replace(/(?:^|(?<=\n))(?: {2,}(?![-*] ).+(?:\n|$))+/g, fenced);
}

/** What the sidebar calls a page of docs/. */
const titleOf = (page: string) =>
  contents()
    .flatMap(({ pages }) => pages)
    .find(({ file }) => file === `${page}.md`)?.title ?? page;

const fenced = (lines: string) => `\n\`\`\`math\n${lines.replace(/^ {2}/gm, '').trimEnd()}\n\`\`\`\n`;

/** What index and sidebar need to know of a module. */
function pageOf(module: DeclarationReflection): ReferencePage {
  const symbols = (module.children ?? []).map((child) => ({
    name: child.name,
    isType: child.kind === ReflectionKind.Interface || child.kind === ReflectionKind.TypeAlias,
    isFunction: child.kind === ReflectionKind.Function,
    doc: firstSentence(summaryOf(child.comment ?? child.signatures?.[0]?.comment)),
  }));
  return { module: module.name, symbols };
}

const summaryOf = (comment?: Comment) => (comment?.summary ?? []).map((part) => part.text).join('');

/** The file's name alone as the heading: its folder stands in the sidebar. */
function titled({ module }: ReferencePage): void {
  const file = join(apiFolder, `${module}.md`);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(
      /^# .*\n/,
      `# ${module.split('/').at(-1)}\n\n<p class="where">${module.split('/').slice(0, -1).join(' / ') || 'shared by all'}</p>\n`,
    ),
  );
}
