import { defineConfig } from 'tsdown';
import { sourceHash } from './lab/src/sweep/study/sourceHash';

/** One character beyond Latin-1 makes the engine read and keep the whole text at two bytes a character. */
const ascii = {
  name: 'ascii',
  generateBundle(_: unknown, bundle: Record<string, { type: string; fileName: string; code?: string }>) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.code === undefined || !chunk.fileName.endsWith('.js')) continue;
      chunk.code = chunk.code.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};

export default defineConfig([
  {
    entry: ['src/index.ts'],
    format: 'esm',
    platform: 'neutral',
    target: 'node20',
    // The engine reads every character at the import; what people read is in the declarations. White space stays: without it
    // the minifier drops the annotations by which bundlers leave out what is not used.
    minify: { compress: true, mangle: true, codegen: { removeWhitespace: false } },
    plugins: [ascii],
    outputOptions: { comments: { annotation: true, jsdoc: false } },
    dts: true,
    clean: true,
    fixedExtension: false,
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
