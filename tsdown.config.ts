import { defineConfig } from 'tsdown';

export default defineConfig([
  {
    entry: ['src/index.ts'],
    format: 'esm',
    platform: 'neutral',
    target: 'node20',
    dts: true,
    clean: true,
    fixedExtension: false,
  },
  {
    entry: { cli: 'lab/src/cli.ts', checkWorker: 'lab/src/run/checkWorker.ts' },
    outDir: 'lab/dist',
    // Its dependencies are installed beside it; deeplinear itself is being built at this moment.
    deps: { neverBundle: [/^[^./]/] },
    format: 'esm',
    platform: 'node',
    target: 'node20',
    dts: false,
    clean: true,
    fixedExtension: false,
  },
]);
