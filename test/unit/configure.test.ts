import { once } from 'node:events';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { portable, relaxedDelta } from '../../build/wasm/modules';
import { matmul } from '../../src/linalg/matmul';
import { applyDelta } from '../../src/wasm/applyDelta';
import { hasRelaxedSimd } from '../../src/wasm/features';
import { compiledModule, configure } from '../../src/wasm/load';
import { runtime } from '../../src/wasm/workspace';

const bytes = new Uint8Array(Buffer.from(portable, 'hex'));

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

describe('a host that refuses WebAssembly or lacks something', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.doUnmock('../../src/wasm/inlined');
  });

  it('gets a typed error that says what to change, and the cause', async () => {
    vi.resetModules();
    const fresh = await import('../../src/linalg/matmul');
    const { DeepLinearError } = await import('../../src/errors');
    class Refused {
      constructor() {
        throw new WebAssembly.CompileError('disallowed by embedder');
      }
    }
    vi.spyOn(WebAssembly, 'Module').mockImplementation(Refused as never);
    const attempt = () => fresh.matmul([[2]], [[3]]);
    expect(attempt).toThrow(DeepLinearError);
    expect(attempt).toThrow(/got "disallowed by embedder".*'wasm-unsafe-eval'.*deeplinear\/edge/);
    vi.restoreAllMocks();
    expect([...attempt().data]).toEqual([6]);
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const without = await import('../../src/linalg/matmul');
    expect(() => without.matmul([[2]], [[3]])).toThrow('WebAssembly: expected an engine that has it');
  });

  it.each([
    ['none of the addresses for a memory', 'Memory'],
    ['no more than the first page', 'grow'],
  ])('gets a typed error, and may try again: %s', async (_, refused) => {
    vi.resetModules();
    const fresh = await import('../../src/linalg/matmul');
    const { DeepLinearError } = await import('../../src/errors');
    class Refused {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    }
    if (refused === 'Memory') vi.spyOn(WebAssembly, 'Memory').mockImplementation(Refused as never);
    else vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => new Refused() as never);
    const attempt = () => fresh.matmul([[2]], [[3]]);
    expect(attempt).toThrow(DeepLinearError);
    expect(attempt).toThrow(/got "could not allocate memory".*ulimit -v.*--disable-wasm-trap-handler/);
    vi.restoreAllMocks();
    expect([...attempt().data]).toEqual([6]);
  });

  it('has workspaces where the engine has no FinalizationRegistry', async () => {
    vi.resetModules();
    vi.stubGlobal('FinalizationRegistry', undefined);
    const fresh = await import('../../src/wasm/workspace');
    const ws = fresh.workspace();
    expect([...ws.matrix(1, 2, 'float64', [4, 5]).data]).toEqual([4, 5]);
    ws.dispose();
    expect(fresh.runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
  });

  it('gives the module where none is inside, or is told so', async () => {
    vi.resetModules();
    vi.doMock('../../src/wasm/inlined', () => import('../../src/wasm/notInlined'));
    const fresh = await import('../../src/linalg/matmul');
    expect(() => fresh.matmul([[2]], [[3]])).toThrow('deeplinear/portable.wasm is its file');
    const edge = await import('../../src/wasm/load');
    edge.configure({ module: new WebAssembly.Module(bytes) });
    expect([...fresh.matmul([[2]], [[3]]).data]).toEqual([6]);
  });
});

describe('configure', () => {
  it('refuses options it does not know', () => {
    expect(() => configure({ build: 'fast' as never })).toThrow(
      'build: expected one of "portable", "relaxed", got "fast"',
    );
    const looks = [Object.create(WebAssembly.Module.prototype), new Proxy(new WebAssembly.Module(bytes), {})];
    for (const module of ['x', ...looks]) {
      expect(() => configure({ module: module as never })).toThrow('module: expected a WebAssembly.Module');
    }
    expect(() => configure({ threads: 2 } as never)).toThrow('got "threads"');
  });

  it('throws with the reason where the engine lacks relaxed SIMD', () => {
    if (hasRelaxedSimd()) configure({ build: 'relaxed' });
    else expect(() => configure({ build: 'relaxed' })).toThrow('no relaxed SIMD');
    configure({ build: 'portable' });
    expect(runtime().build).toBe('portable');
  });

  it('refuses a module of the other build, of another version, of something else', () => {
    const relaxed = applyDelta(bytes, Buffer.from(relaxedDelta, 'hex'));
    if (hasRelaxedSimd()) {
      expect(() => configure({ module: new WebAssembly.Module(relaxed) })).toThrow(
        /expected the portable build of this version of deeplinear \(portable [0-9a-f]{16}\), got the relaxed build/,
      );
    }
    const older = bytes.slice();
    older[older.length - 1] = older.at(-1) === 0x30 ? 0x31 : 0x30;
    expect(() => configure({ module: new WebAssembly.Module(older) })).toThrow(
      /got one of another version \(portable [0-9a-f]{16}\)/,
    );
    const empty = new WebAssembly.Module(bytes.slice(0, 8));
    expect(() => configure({ module: empty })).toThrow('got a module of something else');
  });

  it('nothing is instantiated before first use; a given module is used; afterwards it is too late', () => {
    expect(runtime().wasmBytes).toBe(0);
    // as edge runtimes give it
    const given: WebAssembly.Module = runInNewContext('new WebAssembly.Module(bytes)', { bytes });
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
