import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const references = readFileSync(join(root, 'docs', 'references.md'), 'utf8');

function filesIn(folder: string, ending: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** First surname and year of each entry, without accents and braces. */
const plain = (text: string) =>
  text
    .replace(/\\[a-z]?\W?\{?\\?([A-Za-z])\}?/g, '$1')
    .normalize('NFD')
    .replace(/[{}]|\p{M}/gu, '');
const entries = references
  .split(/^@/m)
  .slice(1)
  .map((entry) => ({
    authors: plain(entry.match(/author\s*= \{(.*)\}/)?.[1] ?? ''),
    year: entry.match(/year\s*= \{(\d+)\}/)?.[1] ?? '',
  }));

describe('papers', () => {
  it('each has its line in the list for readers, and each line its BibTeX', () => {
    const letters = (text: string) => plain(text.replace(/\\?&/g, '')).replace(/[^A-Za-z\d]/g, '');
    const titles = [...references.matchAll(/^ +title += +\{(.*)\}/gm)].map(([, title]) => letters(title));
    const lines = [...references.matchAll(/^- .*?, \*(.*)\*, .*\b\d{4}\b.*\.$/gm)].map(([, title]) => letters(title));
    expect(titles).toHaveLength(entries.length);
    expect(lines.sort()).toEqual(titles.sort());
  });

  it('every arXiv number in sources and docs is among the references', () => {
    const files = [...filesIn('src', '.ts'), ...filesIn('lab/src', '.ts'), ...filesIn('docs', '.md'), 'README.md'];
    const missing = files.flatMap((file) =>
      [...textOf(file).matchAll(/arXiv(?::|\.org\/abs\/)(\d{4}\.\d{4,5})/g)].flatMap(([, id]) =>
        references.includes(id) ? [] : [`${file}: ${id}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('every author with a year in a comment of the library is among the references', () => {
    const cited =
      /\b([A-Z][\p{L}-]+)(?:(?:, [A-Z][\p{L}-]+)*,? (?:&|and) [A-Z][\p{L} -]+| et al\.)? \(?((?:19|20)\d\d)\b/gu;
    const isNoPaper = /^(RFC|Default|January|NeurIPS|ICLR|Review|Stability|Node|Unicode)$/;
    const files = [...filesIn('src', '.ts'), ...filesIn('assembly', '.ts')];
    let found = 0;
    const missing = files.flatMap((file) =>
      (textOf(file).match(/\/\*\*[\s\S]*?\*\//g) ?? []).flatMap((comment) =>
        [...comment.replace(/\s*\n\s*\*?\s*/g, ' ').matchAll(cited)].flatMap(([text, name, year]) => {
          if (isNoPaper.test(name)) return [];
          found++;
          const isThere = entries.some((entry) => entry.year === year && entry.authors.includes(plain(name)));
          return isThere ? [] : [`${file}: ${text}`];
        }),
      ),
    );
    expect(found).toBeGreaterThan(60);
    expect(missing).toEqual([]);
  });
});
