import { marks } from '../../build/wasm/marks';
import { ValueError } from '../errors';
import { reject } from '../validate';

/**
 * A module from outside may be the other build, or of another version, whose kernels take other arguments: both would give
 * wrong numbers. Every build carries its name and hash in the custom section `deeplinear`.
 * @throws ValueError for what is no module, and when `module` is not this version's `build`.
 */
export function assertBuild(module: WebAssembly.Module, build: 'portable' | 'relaxed'): void {
  const [section] = sectionsOf(module);
  const found = section && String.fromCharCode(...new Uint8Array(section));
  if (found === marks[build]) return;
  const other = (['portable', 'relaxed'] as const).find((name) => marks[name] === found);
  const got = other ? `the ${other} build` : found ? `one of another version (${found})` : 'a module of something else';
  throw new ValueError(
    `module: expected the ${build} build of this version of deeplinear (${marks[build]}), got ${got}`,
  );
}

/** `instanceof` does not tell: modules of another context (an edge runtime's, say) are none by it, proxies of one are. */
function sectionsOf(module: WebAssembly.Module): ArrayBuffer[] {
  try {
    return WebAssembly.Module.customSections(module, 'deeplinear');
  } catch {
    return reject('module', 'a WebAssembly.Module', module);
  }
}
