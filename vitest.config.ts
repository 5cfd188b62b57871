import { defineConfig } from 'vitest/config';
import { announcedSeed } from './test/propertySeed.ts';

/** Unit tests that need a process of their own: what is configured before the first use, how much memory a process has or grows by. */
const alone = ['configure', 'coordinate', 'eigh', 'linalgHostile', 'matmulChain', 'workspace'].map(
  (name) => `test/unit/${name}.test.ts`,
);

/** Cases of properties come from one seed. */
const properties = ['./test/properties.setup.ts'];

/** Kernel tests run twice: on the portable build and, where the engine has relaxed SIMD, on the relaxed one. */
const relaxed = ['./test/relaxed.setup.ts', ...properties];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // every core: by default one is left idle, of two
    maxWorkers: '100%',
    env: { PROPERTY_SEED: announcedSeed() },
    projects: [
      // files share a process and its modules, here and in other projects without isolation: half a second each, of 220
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          include: ['test/unit/**/*.test.ts'],
          exclude: alone,
          setupFiles: properties,
        },
      },
      { extends: true, test: { name: 'unit-alone', include: alone } },
      {
        extends: true,
        test: { name: 'property', isolate: false, include: ['test/property/**/*.test.ts'], setupFiles: properties },
      },
      {
        extends: true,
        test: {
          name: 'property-relaxed',
          isolate: false,
          include: ['test/property/**/*.test.ts'],
          setupFiles: relaxed,
          env: { BUILD_UNDER_TEST: 'relaxed' },
        },
      },
      { extends: true, test: { name: 'theory', isolate: false, include: ['test/theory/**/*.test.ts'] } },
      { extends: true, test: { name: 'wasm', include: ['test/wasm/**/*.test.ts'] } },
      { extends: true, test: { name: 'browser', include: ['test/browser/**/*.test.ts'] } },
      { extends: true, test: { name: 'fuzz', include: ['test/fuzz/**/*.test.ts'] } },
      { extends: true, test: { name: 'package', include: ['test/package/**/*.test.ts'], setupFiles: properties } },
    ],
  },
});
