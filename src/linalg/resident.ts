/** Matrices that stay in WebAssembly memory between products, for code that knows products but not the module (limits). */
import { ValueError } from '../errors';
import { runtime } from '../wasm/workspace';

export { type Workspace, type WorkspaceMatrix, withWorkspace, workspace } from '../wasm/workspace';

/** 32-bit WebAssembly memory less what the products' own scratch may need. */
const CAPACITY = 2 ** 32 - 2 ** 25;

/**
 * Refuses work that could not fit, before it starts.
 * @param name argument to blame; @param task what was asked for, in words; @param bytes what it needs at once.
 */
export function assertFits(name: string, task: string, bytes: number): void {
  const mebibytes = (size: number) => Math.ceil(size / 2 ** 20);
  const free = CAPACITY - runtime().liveBytes;
  if (bytes > free) {
    throw new ValueError(
      `${name}: expected a run within the ${mebibytes(free)} MiB left of WebAssembly memory, got ${task}, which need ${mebibytes(bytes)} MiB`,
    );
  }
}
