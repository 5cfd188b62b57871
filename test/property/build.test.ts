import { expect, it } from 'vitest';
import { runtime } from '../../src/wasm/workspace';

it('the property tests run on the build their project names', () => {
  expect(runtime().build).toBe(process.env.BUILD_UNDER_TEST ?? 'portable');
});
