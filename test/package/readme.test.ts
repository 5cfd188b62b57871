import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('README', () => {
  it('its embed example runs as pasted', () => {
    const [, code] = readme.match(/```js\n([\s\S]*?)```/) ?? [];
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(18);
    const folder = mkdtempSync(join(tmpdir(), 'deeplinear-readme-'));
    try {
      execFileSync('mkdir', [join(folder, 'node_modules')]);
      symlinkSync(root, join(folder, 'node_modules', 'deeplinear'));
      writeFileSync(join(folder, 'example.mjs'), code);
      const printed = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
      expect(printed).toContain('agree');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names only scripts that exist', () => {
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(scripts).toHaveProperty([name]);
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });

  it('its figures of speed are those of docs/benchmarks.md', () => {
    const page = readFileSync(join(root, 'docs', 'benchmarks.md'), 'utf8');
    const cells = (line: string) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
    /** Best figure of a row in a column, in the first table that has both. */
    const best = (row: string, column: string) => {
      for (const table of page.match(/(?:^\|.*\n)+/gm)!.map((text) => text.trim().split('\n').map(cells))) {
        const found = table.find(([label]) => label === row)?.[table[0].indexOf(column)];
        if (found) return Number.parseFloat(found);
      }
      throw new Error(`docs/benchmarks.md has no ${row} of ${column}`);
    };
    /** What is stated is the figure, rounded to the digits stated. */
    const holds = (stated: string, figure: number) => {
      const places = stated.split('.')[1]?.length ?? 0;
      const unit = /^\d+0$/.test(stated) ? 10 : 10 ** -places;
      expect(Math.abs(Number(stated) - figure), `${stated}, measured ${figure}`).toBeLessThanOrEqual(0.51 * unit);
    };
    const rows = readme
      .split('## Speed')[1]
      .split('\n')
      .filter((line) => /^\| .*\d/.test(line))
      .map(cells);
    const rates: Record<string, string> = {
      'product 256×256': 'float32 NN 256, GFLOP/s',
      'ten rows times 512×512': 'float32 NN 10×512 · 512×512, GFLOP/s',
      'training step 64-512-512-512-10, 128 samples': 'w = 512, full batch of 128, steps/s',
      'the same, 1,024 samples': 'w = 512, full batch of 1024, steps/s',
      'full-batch step on MNIST, width 512, L = 2': '60,000 samples, steps/s',
      '10⁷ normals': 'float32, 1e7, M/s',
    };
    const times: Record<string, string> = {
      Cholesky: 'cholesky 512, /s',
      '`solve`': 'solve 512, /s',
      'symmetric eigenvalues and vectors': 'eigh 512, /s',
      'singular value decomposition': 'svd 512, /s',
    };
    expect(rows.map(([label]) => label)).toEqual([
      'work',
      ...Object.keys(rates),
      'n = 512, milliseconds',
      ...Object.keys(times),
    ]);
    for (const [label, own, peer, torch] of rows) {
      if (label in rates) {
        const [, portable, relaxed] = /^([\d.]+) \(([\d.]+)\)/.exec(own)!;
        holds(portable, best(rates[label], 'portable'));
        holds(relaxed, best(rates[label], 'relaxed'));
        const named = /^([\d.]+) \((.*)\)$/.exec(peer);
        if (named) holds(named[1], best(rates[label], named[2]));
        holds(torch, best(rates[label], 'torch'));
      } else if (label in times) {
        for (const [stated, column] of [
          [own, 'portable'],
          [peer, 'numpy'],
          [torch, 'ml-matrix'],
        ])
          holds(stated, 1000 / best(times[label], column));
      }
    }
    const [, peak, relaxedPeak] = /peak of the same run is (\d+) \((\d+)\) GFLOP/.exec(readme)!;
    holds(peak, best('float32 peak of registers, GFLOP/s', 'portable'));
    holds(relaxedPeak, best('float32 peak of registers, GFLOP/s', 'relaxed'));
    const [, load, first] = /import takes (\d+) ms and the first product (\d+) ms/.exec(readme)!;
    holds(load, best('deeplinear', 'import and start'));
    holds(first, best('deeplinear', 'first 64×64 product'));
    const sizes = ['cholesky', 'lu', 'solve', 'qr', 'eigh', 'eigvalsh', 'svd', 'singularValues'];
    const ratios = (column: string, all: number[]) =>
      sizes.flatMap((name) => all.map((n) => best(`${name} ${n}, /s`, 'portable') / best(`${name} ${n}, /s`, column)));
    const slower = Number(/1 to\s+([\d.]+) times as long as numpy/.exec(readme)![1]);
    holds(String(slower), 1 / Math.min(...ratios('numpy', [64, 256, 512, 1024])));
    const [, least, most] = /are ([\d.]+) to (\d+) times faster than ml-matrix/.exec(readme)!;
    holds(least, Math.min(...ratios('ml-matrix', [64, 256, 512])));
    holds(most, Math.max(...ratios('ml-matrix', [64, 256, 512])));
  });

  it('links only to files that exist', () => {
    const local = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]);
    for (const path of local) expect(existsSync(join(root, path)), path).toBe(true);
  });
});
