import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { portable } from '../../build/wasm/modules';
import { matmul } from '../../src/linalg/matmul';
import { hasRelaxedSimd } from '../../src/wasm/features';
import { compiledModule, configure } from '../../src/wasm/load';
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
    const given = new WebAssembly.Module(Buffer.from(portable, 'hex'));
    configure({ module: given });
    expect(compiledModule()).toBe(given);
    expect([...matmul([[2]], [[3]]).data]).toEqual([6]);
    expect(runtime().wasmBytes).toBeGreaterThan(0);
    expect(() => configure({ build: 'portable' })).toThrow('expected a call before first use');
  });

  it('compiles once: the module for other threads is the one in use here', async () => {
    vi.resetModules();
    const fresh = await import('../../src/wasm/load');
    const shared = fresh.compiledModule();
    expect(WebAssembly.Module.exports(shared).map(({ name }) => name)).toContain('gemmScratchBytes');
    fresh.core();
    expect(fresh.compiledModule()).toBe(shared);
    const other = new Worker(
      "const { parentPort, workerData } = require('node:worker_threads'); parentPort.postMessage(WebAssembly.Module.exports(workerData).length)",
      { eval: true, workerData: shared },
    );
    const [count] = await once(other, 'message');
    expect(count).toBe(WebAssembly.Module.exports(shared).length);
  });
});
