import { defineConfig } from 'vitest/config';

/** Repetitions and wide sweeps: minutes to hours, run before a release. */
export default defineConfig({
  test: { testTimeout: 3_600_000, hookTimeout: 600_000, include: ['test/long/**/*.test.ts'] },
});
