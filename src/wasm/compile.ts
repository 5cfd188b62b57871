import { DeepLinearError } from '../errors';
import { inlinedBytes } from './inlined';

/**
 * Compiles a build that is inside this package.
 * @throws DeepLinearError when none is inside (`deeplinear/edge`), or when the host or the engine refuses it.
 */
export function compile(build: 'portable' | 'relaxed'): WebAssembly.Module {
  if (typeof WebAssembly !== 'object')
    throw new DeepLinearError('WebAssembly: expected an engine that has it, got none');
  const bytes = inlinedBytes(build);
  if (!bytes) {
    throw new DeepLinearError(
      `configure: expected a call with the compiled module before first use, as deeplinear/edge has none inside; deeplinear/${build}.wasm is its file`,
    );
  }
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new DeepLinearError(
      `WebAssembly: expected a host that compiles it and an engine with SIMD, got "${(cause as Error).message}". A page's policy needs script-src 'wasm-unsafe-eval'; for servers that never compile there is deeplinear/edge`,
      { cause },
    );
  }
}
