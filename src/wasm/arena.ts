/** The one allocator of WebAssembly memory: first fit over an address-ordered free list, blocks aligned to 64 bytes. */
import { DeepLinearError } from '../errors';
import { core, isLoaded } from './load';

const ALIGN = 64;
const PAGE = 65536;
/** 32-bit memory less a page. */
export const MOST_BYTES = 4 * 1024 ** 3 - PAGE;

interface Hole {
  start: number;
  end: number;
}

const holes: Hole[] = [];
const sizes = new Map<number, number>();
/** End of the highest block; 0 before the first one. */
let top = 0;
let live = 0;

/**
 * Reserves `bytes` (contents undefined) and returns the address.
 * @throws DeepLinearError when 32-bit memory cannot hold it.
 */
export function allocate(bytes: number): number {
  if (!(bytes >= 0)) throw new DeepLinearError(`arena: expected a size in bytes, got ${bytes}`);
  const size = Math.max(ALIGN, Math.ceil(bytes / ALIGN) * ALIGN);
  const start = takeHole(size) ?? extend(size);
  sizes.set(start, size);
  live += size;
  return start;
}

export function release(start: number): void {
  const size = sizes.get(start);
  if (size === undefined) throw new DeepLinearError(`arena: no block at address ${start}`);
  sizes.delete(start);
  live -= size;
  giveBack(start, start + size);
}

/** Bytes now allocated. */
export function liveBytes(): number {
  return live;
}

/** Bytes of WebAssembly memory reserved from the engine (0 before first use; it never shrinks). */
export function memoryBytes(): number {
  return isLoaded() ? core().memory.buffer.byteLength : 0;
}

function takeHole(size: number): number | undefined {
  const at = holes.findIndex((hole) => hole.end - hole.start >= size);
  if (at < 0) return undefined;
  const hole = holes[at];
  const start = hole.start;
  hole.start += size;
  if (hole.start === hole.end) holes.splice(at, 1);
  return start;
}

function extend(size: number): number {
  const { memory, heapBase } = core();
  top ||= heapBase;
  const end = top + size;
  const missing = end - memory.buffer.byteLength;
  if (end > MOST_BYTES || (missing > 0 && !grow(memory, missing))) {
    const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
    throw new DeepLinearError(
      `arena: ${mebibytes(size)} MiB do not fit beside the ${mebibytes(live)} MiB in use (32-bit memory holds 4096 MiB)`,
    );
  }
  const start = top;
  top = end;
  return start;
}

/** Whether the engine gave the memory. */
function grow(memory: WebAssembly.Memory, bytes: number): boolean {
  try {
    memory.grow(Math.ceil(bytes / PAGE));
    return true;
  } catch {
    return false;
  }
}

function giveBack(start: number, end: number): void {
  let at = holes.findIndex((hole) => hole.start > start);
  if (at < 0) at = holes.length;
  holes.splice(at, 0, { start, end });
  if (at + 1 < holes.length && holes[at + 1].start === holes[at].end) {
    holes[at].end = holes[at + 1].end;
    holes.splice(at + 1, 1);
  }
  if (at > 0 && holes[at - 1].end === holes[at].start) {
    holes[at - 1].end = holes[at].end;
    holes.splice(at, 1);
  }
  const last = holes[holes.length - 1];
  if (last.end === top) {
    top = last.start;
    holes.pop();
  }
}
