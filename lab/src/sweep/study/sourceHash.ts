import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** SHA-256, in hex, of a source file and all that it imports by relative paths, wherever the folder lies. */
export function sourceHash(entry: string): string {
  const found = new Map<string, string>();
  const waiting = [resolve(entry)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    const text = readFileSync(file, 'utf8');
    found.set(file, text);
    for (const [, specifier] of text.matchAll(/\bfrom\s*['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]/g)) {
      const path = join(dirname(file), specifier);
      const source = [`${path}.ts`, path, join(path, 'index.ts')].find((one) => existsSync(one));
      if (source === undefined) throw new Error(`${file}: expected to find ${specifier}`);
      waiting.push(source);
    }
  }
  const hash = createHash('sha256');
  for (const file of [...found.keys()].sort()) {
    hash.update(`${relative(dirname(resolve(entry)), file)}\n${found.get(file)}\n`);
  }
  return hash.digest('hex');
}
