import { afterEach, describe, expect, it, vi } from 'vitest';
import { portable } from '../../build/wasm/modules';
import { matmul } from '../../src/linalg/matmul';
import { hasRelaxedSimd } from '../../src/wasm/features';
import { configure } from '../../src/wasm/load';
import { runtime } from '../../src/wasm/workspace';

describe('the inlined module', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('decodes where the engine has neither Uint8Array.fromHex nor Buffer', async () => {
    vi.resetModules();
    vi.stubGlobal('Buffer', undefined);
    vi.stubGlobal(
      'Uint8Array',
      class extends Uint8Array<ArrayBuffer> {
        static fromHex = undefined;
      },
    );
    const fresh = await import('../../src/linalg/matmul');
    expect([...fresh.matmul([[2]], [[3]]).data]).toEqual([6]);
  });
});

describe('configure', () => {
  it('refuses options it does not know', () => {
    expect(() => configure({ build: 'fast' as never })).toThrow(
      'build: expected one of "portable", "relaxed", got "fast"',
    );
    expect(() => configure({ module: 'x' as never })).toThrow('module: expected a WebAssembly.Module');
    expect(() => configure({ threads: 2 } as never)).toThrow('got "threads"');
  });

  it('throws with the reason where the engine lacks relaxed SIMD', () => {
    if (hasRelaxedSimd()) configure({ build: 'relaxed' });
    else expect(() => configure({ build: 'relaxed' })).toThrow('no relaxed SIMD');
    configure({ build: 'portable' });
    expect(runtime().build).toBe('portable');
  });

  it('nothing is instantiated before first use; a given module is used; afterwards it is too late', () => {
    expect(runtime().wasmBytes).toBe(0);
    configure({ module: new WebAssembly.Module(Buffer.from(portable, 'hex')) });
    expect([...matmul([[2]], [[3]]).data]).toEqual([6]);
    expect(runtime().wasmBytes).toBeGreaterThan(0);
    expect(() => configure({ build: 'portable' })).toThrow('expected a call before first use');
  });
});
