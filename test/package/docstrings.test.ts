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

  it('every option of a function that takes an object of options is explained', () => {
    const bare = found
      .filter(({ name }) => name.endsWith('Options'))
      .flatMap(({ name, declarations }) =>
        declarations
          .filter(ts.isInterfaceDeclaration)
          .flatMap(({ members }) =>
            members
              .filter((member) => ts.getJSDocCommentsAndTags(member).length === 0)
              .map((member) => `${name}.${member.name?.getText(member.getSourceFile())}`),
          ),
      );
    expect(bare).toEqual([]);
  });
});
