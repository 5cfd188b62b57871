import { relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { publicExports } from '../../site/publicExports';
import { root } from './codeBlocks';

const found = publicExports();

describe('docstrings', () => {
  it('the reader of exports sees what the package exports', async () => {
    const values = Object.keys(await import('deeplinear'));
    const names = found.map(({ name }) => name);
    expect(values.filter((name) => !names.includes(name))).toEqual([]);
    expect(names).toContain('TrainOptions');
  });

  it('every public function, class and value has one', () => {
    const isType = (node: ts.Node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    const bare = found
      .filter(({ declarations }) => !declarations.some(isType))
      .filter(({ declarations }) => !declarations.some((node) => ts.getJSDocCommentsAndTags(node).length > 0))
      .map(({ name, file }) => `${name} (${relative(root, file)})`);
    expect(bare).toEqual([]);
  });

  it('every field of a public interface, option or result, and member of a public class is explained', () => {
    const bare = found.flatMap(({ name, declarations }) =>
      declarations
        .filter((node) => ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node))
        .flatMap(({ members }) => bareMembers(name, members)),
    );
    expect(bare).toEqual([]);
  });

  it('sends nobody to files that neither package nor site have', () => {
    const pointers = found.flatMap(({ name, declarations }) =>
      declarations
        .flatMap((node) => node.getFullText().match(/\/\*\*.*?\*\//gs) ?? [])
        .flatMap((doc) => doc.match(/\b(?:src|test|bench|site|scripts)\/[\w/.-]+/g) ?? [])
        .map((path) => `${name}: ${path}`),
    );
    expect(pointers).toEqual([]);
  });
});

/** Those without a docstring, by their path from `name`: also fields of objects that stand in the place of a field's type. */
function bareMembers(name: string, members: readonly (ts.TypeElement | ts.ClassElement)[]): string[] {
  return members.filter(isVisible).flatMap((member) => {
    const path = `${name}.${member.name?.getText() ?? ''}`;
    const own = ts.getJSDocCommentsAndTags(member).length === 0 ? [path] : [];
    const { type } = member as { type?: ts.Node };
    const inner = ts.isPropertySignature(member) && type ? objectTypes(type).flatMap((one) => [...one.members]) : [];
    return [...own, ...bareMembers(path, inner)];
  });
}

const isVisible = (member: ts.TypeElement | ts.ClassElement) =>
  !(member.name && ts.isPrivateIdentifier(member.name)) &&
  !(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) &&
  !ts.isConstructorDeclaration(member);

/** `{ a: A }` itself, in a list, in a union and beside other types, but not within the arguments of a function. */
function objectTypes(type: ts.Node): ts.TypeLiteralNode[] {
  if (ts.isTypeLiteralNode(type)) return [type];
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return type.types.flatMap(objectTypes);
  if (ts.isArrayTypeNode(type)) return objectTypes(type.elementType);
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return objectTypes(type.type);
  return [];
}
