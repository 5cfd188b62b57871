import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { defineConfig, type UserConfig } from 'tsdown';
// with its ending: Node from 22.18 reads this file as it is
import { sourceHash } from './lab/src/sweep/study/sourceHash.ts';
import { pureInitializers } from './scripts/pureInitializers.mjs';
import { quietLoader } from './scripts/quietLoader.mjs';

interface Chunk {
  type: string;
  fileName: string;
  code?: string;
  moduleIds?: string[];
}

/**
 * The engine reads every character at the import. Rolldown's own minifier writes every text as a template, which engines read
 * slower (a millisecond of 25). Only ASCII is written: one character beyond Latin-1 makes the engine keep all at two bytes a character.
 * Lines end: Node prints the whole line before the message of an error that nobody catches, and a pipe may have no room for both.
 */
const short = {
  name: 'short',
  async generateBundle(_: unknown, bundle: Record<string, Chunk>) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.code === undefined || !chunk.fileName.endsWith('.js')) continue;
      const { code } = await transform(chunk.code, {
        minify: true,
        lineLimit: 200,
        charset: 'ascii',
        format: 'esm',
        target: 'node20',
      });
      // texts stay whole, as one that goes on in the next line is slower to read
      chunk.code = code.replace(/(?<!\\)((?:\\\\)*)\\\n/g, '$1');
    }
  },
};

/** Nothing in the library has an effect at the import, but bundlers see that of simple values alone. */
const pure = {
  name: 'pure',
  generateBundle(this: { parse(code: string): unknown }, _: unknown, bundle: Record<string, Chunk>) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.code !== undefined) chunk.code = pureInitializers(chunk.code, this.parse(chunk.code));
    }
  },
};

/** The import of the library has no effect, so that of the loader inside must have none. */
const quiet = {
  name: 'quiet',
  transform: {
    filter: { id: /@assemblyscript\/loader\/index\.js$/ },
    handler: (code: string) => quietLoader(code),
  },
};

/** Packages whose code is in the library's files; a test compares with THIRD-PARTY-LICENSES.md. */
const inDist = new Set<string>();
const listPackages = {
  name: 'list-packages',
  generateBundle(_: unknown, bundle: Record<string, Chunk>) {
    for (const id of Object.values(bundle).flatMap(({ moduleIds }) => moduleIds ?? [])) {
      const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
      if (name) inDist.add(name);
    }
    writeFileSync('build/packagesInDist.json', `${JSON.stringify([...inDist].sort(), null, 2)}\n`);
  },
};

/** `deeplinear/edge` is the library without its WebAssembly. */
const withoutWasm = {
  name: 'without-wasm',
  resolveId: {
    filter: { id: /^\.\/inlined$/ },
    handler: (_: string, importer?: string) => importer && join(dirname(importer), 'notInlined.ts'),
  },
};

/** The lists of a part name what index.js holds: one copy of the code, one state, whichever entries are mixed. */
const fromIndex = {
  name: 'from-index',
  resolveId(specifier: string, importer?: string) {
    const isList = importer !== undefined && /^(index|checksAndExperiments)\.ts$/.test(basename(importer));
    const toList = /^\.\/(checks|experiments)$/.test(specifier);
    return isList && !toList ? { id: './index.js', external: true } : undefined;
  },
};

const library = {
  format: 'esm',
  platform: 'neutral',
  target: 'node20',
  minify: true,
  plugins: [quiet, short, pure, listPackages],
  inputOptions: { checks: { pluginTimings: false } },
  deps: { onlyBundle: ['@assemblyscript/loader'] },
  dts: false,
  clean: true,
  fixedExtension: false,
  hash: false,
} satisfies UserConfig;

/** For Symbol.dispose, whatever libraries the embedder's compiler knows, and for what a project without those of browsers lacks. */
const references = ({ fileName }: { fileName: string }) =>
  `/// <reference lib="esnext.disposable" />
/// <reference path="${fileName.startsWith('shared/') ? '..' : '.'}/globals.d.ts" />`;

const parts = { limits: 'src/limits/index.ts', checks: 'src/checksAndExperiments.ts', io: 'src/io/index.ts' };

export default defineConfig([
  // One file: every further one costs the import of the package a millisecond.
  { ...library, entry: { index: 'src/index.ts', wasm: 'src/wasm/urls.ts' } },
  { ...library, entry: { edge: 'src/index.ts' }, plugins: [...library.plugins, withoutWasm] },
  { ...library, entry: parts, plugins: [short, fromIndex] },
  {
    ...library,
    entry: { index: 'src/index.ts', wasm: 'src/wasm/urls.ts', ...parts },
    plugins: [],
    outputOptions: { chunkFileNames: 'shared/[name].js', banner: references },
    dts: { emitDtsOnly: true },
  },
  {
    entry: { cli: 'lab/src/cli.ts', poolWorker: 'lab/src/run/poolWorker.ts' },
    outDir: 'lab/dist',
    // Its dependencies are installed beside it; deeplinear itself is being built at this moment.
    deps: { neverBundle: [/^[^./]/] },
    // results of sweeps are kept under the code that made them
    define: { CELL_SOURCES: JSON.stringify(sourceHash('lab/src/sweep/runCell.ts')) },
    format: 'esm',
    platform: 'node',
    target: 'node20',
    dts: false,
    clean: true,
    fixedExtension: false,
  },
]);
