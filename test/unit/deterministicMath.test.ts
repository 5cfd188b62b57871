import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The functions of Math whose results every engine must round alike. */
const exact = ['sqrt', 'abs', 'floor', 'ceil', 'round', 'trunc', 'min', 'max', 'sign', 'imul', 'fround', 'clz32'];

/** What a source file calls that engines may round differently, or that is not a function of the seed. */
function inexact(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
  const calls = [...code.matchAll(/\bMath\s*(?:\.\s*(\w+)|\[|[^.\s])/g)].map((m) => m[1] ?? 'by another name');
  // Whole powers of two are exact on every engine.
  const powers = [...code.matchAll(/([\w.)\]]+)\s*\*\*\s*([\w.(]+)/g)].filter(
    (m) => m[1] !== '2' || !/^\d+$/.test(m[2]),
  );
  return [...calls.filter((name) => !exact.includes(name)), ...powers.map((m) => m[0])];
}

describe('bits agree across engines', () => {
  it.each(['random', 'nets', 'train'])('src/%s uses only + − × ÷ √ and exact functions', (folder) => {
    const root = join(import.meta.dirname, '..', '..', 'src', folder);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(2);
    const found = files.flatMap((name) =>
      inexact(readFileSync(join(root, name), 'utf8')).map((call) => `${name}: ${call}`),
    );
    expect(found).toEqual([]);
  });

  it('so do the factorizations that orthogonal draws go through', () => {
    const root = join(import.meta.dirname, '..', '..', 'src', 'linalg');
    for (const name of ['blockReflector', 'householderQr', 'multiply', 'rankUpdate', 'transposedInput']) {
      expect(inexact(readFileSync(join(root, `${name}.ts`), 'utf8')), name).toEqual([]);
    }
  });

  it('the check sees what it must', () => {
    expect(inexact('Math.exp(x) + Math.sqrt(2) + Math.random()')).toEqual(['exp', 'random']);
    expect(inexact('const { log } = Math;')).toEqual(['by another name']);
    expect(inexact('x ** 0.5 + 2 ** 32 // Math.log')).toEqual(['x ** 0.5']);
    expect(inexact('/** Math.exp */ Math.floor(x)')).toEqual([]);
  });
});
