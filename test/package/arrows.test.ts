import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Who may import whom inside src/. Every folder may import itself and the leaves. */
const leaves = [
  'errors',
  'validate',
  'longWork',
  'matrix',
  'ownArray',
  'perLayer',
  'learningRates',
  'optimizer',
  'special',
  'version',
];
const allowed: Record<string, string[]> = {
  errors: [],
  validate: [],
  longWork: [],
  matrix: [],
  ownArray: [],
  perLayer: [],
  learningRates: [],
  optimizer: [],
  special: [],
  version: [],
  io: [],
  wasm: ['assembly output'],
  linalg: ['wasm'],
  random: ['wasm', 'linalg'],
  data: ['linalg', 'random'],
  // files of nets and runs are made where nets and runs are known, on top of the formats of io
  nets: ['wasm', 'linalg', 'random', 'data', 'io'],
  train: ['wasm', 'linalg', 'random', 'data', 'nets', 'io'],
  limits: ['linalg', 'random', 'data'],
  checks: ['nets', 'train', 'limits', 'linalg', 'random', 'data'],
  experiments: ['checks', 'nets', 'train', 'limits', 'linalg', 'random', 'data'],
  checksAndExperiments: ['checks', 'experiments'],
};

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : sources(path);
    return /\.(ts|mjs|js)$/.test(entry.name) ? [path] : [];
  });
}

/** Every module specifier of a file: import … from, export … from, import(), side-effect imports. */
function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3]);
}

/** Top-level part of src/ a path lies in, or what it is instead. */
function part(path: string): string {
  const inside = relative(join(root, 'src'), path);
  if (!inside.startsWith('..')) return inside.split('/')[0].replace(/\.ts$/, '');
  return relative(root, path).startsWith('build/wasm') ? 'assembly output' : relative(root, path);
}

describe('import arrows', () => {
  const files = sources(join(root, 'src')).filter((file) => part(file) !== 'index');

  it('every folder of src imports only what the architecture allows', () => {
    const wrong: string[] = [];
    for (const file of files) {
      const from = part(file);
      expect(Object.keys(allowed), `${from} is not in the architecture`).toContain(from);
      for (const specifier of imports(file)) {
        const to = specifier.startsWith('.') ? part(resolve(dirname(file), specifier)) : specifier;
        const loader = to === '@assemblyscript/loader' && relative(root, file) === 'src/wasm/load.ts';
        if (!loader && to !== from && !leaves.includes(to) && !allowed[from].includes(to)) {
          wrong.push(`${relative(root, file)} imports ${specifier}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('the reader of imports sees the arrows that are there', () => {
    expect(imports(join(root, 'src', 'wasm', 'load.ts'))).toContain('@assemblyscript/loader');
    expect(imports(join(root, 'src', 'wasm', 'inlined.ts'))).toContain('../../build/wasm/modules');
  });

  it('assembly imports only assembly', () => {
    const wrong = sources(join(root, 'assembly')).flatMap((file) =>
      imports(file).filter(
        (specifier) =>
          relative(join(root, 'assembly'), resolve(dirname(file), specifier)).startsWith('..') ||
          !specifier.startsWith('.'),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('the lab, the playground and the examples use only public entries of the package', () => {
    const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const embedders = ['lab/src', 'playground/src', 'examples'].flatMap((folder) => sources(join(root, folder)));
    const wrong = embedders.flatMap((file) =>
      imports(file)
        .filter(
          (specifier) =>
            (specifier.startsWith('deeplinear/') && !(specifier.replace('deeplinear', '.') in entries)) ||
            /(^|\/)src\//.test(specifier) ||
            resolve(dirname(file), specifier).startsWith(join(root, 'src')),
        )
        .map((specifier) => `${relative(root, file)} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});
