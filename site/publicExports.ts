import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

/** A name that the package exports, and where it is declared. */
export interface PublicExport {
  name: string;
  file: string;
  /** All of them for overloads. */
  declarations: ts.Node[];
}

const root = join(import.meta.dirname, '..');

/**
 * Everything that `src/index.ts` exports, found by reading import and export lists: fast enough for a test, no type checker.
 * @throws Error naming a name that no file declares
 */
export function publicExports(entry = join(root, 'src', 'index.ts')): PublicExport[] {
  const read = new Map<string, ts.SourceFile>();
  const sourceOf = (file: string) => {
    const known = read.get(file);
    if (known) return known;
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    read.set(file, source);
    return source;
  };
  /** Where `name` comes from, as `file` exports it. */
  const find = (file: string, name: string): PublicExport | undefined => {
    const declarations = sourceOf(file).statements.filter((statement) => declaredNames(statement).includes(name));
    if (declarations.length > 0) return { name, file, declarations };
    for (const { from, names } of reExports(sourceOf(file))) {
      const inner = names === undefined ? name : names.get(name);
      const found = inner !== undefined && from !== undefined ? find(from, inner) : undefined;
      if (found) return { ...found, name };
    }
    return undefined;
  };
  const namesOf = (file: string): string[] => [
    ...sourceOf(file).statements.flatMap((statement) => (isExported(statement) ? declaredNames(statement) : [])),
    ...reExports(sourceOf(file)).flatMap(({ from, names }) => (names ? [...names.keys()] : namesOf(from!))),
  ];
  return [...new Set(namesOf(entry))].map((name) => {
    const found = find(entry, name);
    if (!found) throw new Error(`${name}: exported by ${entry}, but no file declares it`);
    return found;
  });
}

/** `export { a, b as c } from './x'` and `export * from './x'` (then `names` is missing). */
function reExports(source: ts.SourceFile): { from?: string; names?: Map<string, string> }[] {
  return source.statements.filter(ts.isExportDeclaration).map(({ moduleSpecifier, exportClause }) => {
    const from = moduleSpecifier && pathOf(source.fileName, (moduleSpecifier as ts.StringLiteral).text);
    if (!exportClause || !ts.isNamedExports(exportClause)) return { from };
    const names = new Map(
      exportClause.elements.map(({ name, propertyName }) => [name.text, (propertyName ?? name).text]),
    );
    return { from: from ?? source.fileName, names };
  });
}

function pathOf(from: string, specifier: string): string {
  const path = resolve(dirname(from), specifier);
  const file = [`${path}.ts`, join(path, 'index.ts'), path].find((one) => one.endsWith('.ts') && existsSync(one));
  if (!file) throw new Error(`${from}: no file for ${specifier}`);
  return file;
}

const isExported = (statement: ts.Statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText(statement.getSourceFile()));
  const { name } = statement as ts.Statement & { name?: ts.Identifier };
  return name ? [name.text] : [];
}
