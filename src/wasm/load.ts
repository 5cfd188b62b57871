import { demangle } from '@assemblyscript/loader';
import { DeepLinearError, ValueError } from '../errors';
import { knownOptions, oneOf } from '../validate';
import { assertBuild } from './buildMark';
import { compile } from './compile';
import { hasRelaxedSimd } from './features';
import type { Kernels } from './kernels';

export type Build = 'portable' | 'relaxed';

export interface RuntimeOptions {
  /**
   * 'portable' (default): same bits on every engine. 'relaxed': fused multiply-add, about a third faster, last bits
   * may differ between machines.
   */
  build?: Build;
  /**
   * A compiled module of the chosen build: what `compiledModule()` gave another thread, or, with `deeplinear/edge`, what the
   * host made of `deeplinear/portable.wasm` or `deeplinear/relaxed.wasm`.
   */
  module?: WebAssembly.Module;
}

let build: Build = 'portable';
let module: WebAssembly.Module | undefined;
let loaded: Core | undefined;

export interface Core {
  kernels: Kernels;
  memory: WebAssembly.Memory;
  /** Address of gemmScratchBytes() that products use during a call. Kernels never nest, so one block serves all. */
  scratch: number;
  /** First address the arena may hand out. */
  heapBase: number;
}

/** Modules have no data segment and no stack; addresses below this stay unused, so that a null pointer hits nothing. */
const FIRST_ADDRESS = 1024;
const PAGE = 65536;

/**
 * Chooses the WebAssembly build. Must be called before anything else computes.
 * @throws ValueError when the core is already in use, when this engine does not run the chosen build, or when the module is
 * another build or of another version.
 */
export function configure(options: RuntimeOptions): void {
  knownOptions('configure', options, ['build', 'module']);
  if (loaded)
    throw new ValueError(`configure: expected a call before first use, got one after the ${build} build was loaded`);
  const chosen = oneOf('build', options.build ?? 'portable', ['portable', 'relaxed']);
  if (chosen === 'relaxed' && !hasRelaxedSimd()) {
    throw new ValueError(
      'build: expected \'portable\' on this engine, got "relaxed" (no relaxed SIMD; Node 20 needs --experimental-wasm-relaxed-simd)',
    );
  }
  if (options.module !== undefined) assertBuild(options.module, chosen);
  build = chosen;
  module = options.module;
}

export function currentBuild(): Build {
  return build;
}

/**
 * The compiled module of the chosen build (default 'portable'). Post it to threads that compute as well: `configure({ module })`
 * there, before first use, and its code is neither decoded nor compiled again.
 */
export function compiledModule(): WebAssembly.Module {
  module ??= compile(build);
  return module;
}

/** The kernels and their memory; compiles and instantiates on first use. */
export function core(): Core {
  loaded ??= load();
  return loaded;
}

export function isLoaded(): boolean {
  return loaded !== undefined;
}

function load(): Core {
  const compiled = compiledModule();
  const memory = given(() => new WebAssembly.Memory({ initial: 1 }));
  // the loader's own instantiation does not know modules of another context
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const kernels = demangle(exports) as unknown as Kernels;
  const heapBase = FIRST_ADDRESS + Math.ceil(kernels.gemmScratchBytes() / 64) * 64;
  given(() => memory.grow(Math.ceil(heapBase / PAGE) - 1));
  return { kernels, memory, scratch: FIRST_ADDRESS, heapBase };
}

/** V8 reserves addresses for all that a memory may become, and guards behind them, unless it checks every access itself. */
function given<T>(ask: () => T): T {
  try {
    return ask();
  } catch (cause) {
    throw new DeepLinearError(
      `WebAssembly: expected memory for it, got "${(cause as Error).message}". Engines reserve some 10 GB of addresses for each memory; where these are limited (ulimit -v), Node does without by NODE_OPTIONS=--disable-wasm-trap-handler`,
      { cause },
    );
  }
}
